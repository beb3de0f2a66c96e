// F19, S1 to S8, S20 to S22 and S25: promises that test files hold already, in a real browser or against scripted servers.
// A row runs its files and counts their tests.

import type { Case, Tier } from '../case.ts'
import { countTests, type RunningTests } from '../tests.ts'

const BROWSER: RunningTests = { config: 'test/browser/vitest.config.ts' }

const suite = (
  id: string,
  what: string,
  tiers: readonly Tier[],
  files: readonly string[],
  running: RunningTests = {},
): Case => ({
  id,
  what,
  tiers,
  run: async () => (await countTests(files, running)).tally(),
})

export const SUITES: readonly Case[] = [
  suite(
    'F19',
    'a language model that cannot be reached, hangs, breaks off or writes nonsense, 39 ways',
    ['t1', 'b'],
    ['test/answerers/llm-failures.test.ts'],
  ),
  suite(
    'RECALL',
    'neighbours in the graph against an exact scan, before and after a restart',
    ['t1', 'b'],
    ['test/stores/'],
  ),
  suite(
    'S1',
    '150 scripts and 44 addresses of attackers stay words (with S2 and S3: nothing is loaded)',
    ['b'],
    ['test/browser/hostile-words.test.ts', 'test/browser/hostile-addresses.test.ts'],
    BROWSER,
  ),
  suite('S4', 'the protecting headers are on every reply', ['t1', 'b'], ['test/app/headers.test.ts']),
  suite(
    'S5',
    'frames for allowed origins alone, and messages to nobody (S7)',
    ['t1', 'b'],
    ['test/browser/framing.test.ts'],
    BROWSER,
  ),
  suite('S6', 'replies can be read by allowed origins alone', ['t1', 'b'], ['test/app/embedding.test.ts']),
  suite('S8', 'the element on hostile pages', ['b'], ['test/browser/embedding.test.ts'], BROWSER),
  suite(
    'S21',
    '60 orders in questions and 40 poisoned documents (S22)',
    ['b'],
    ['test/answerers/llm-injections.test.ts'],
  ),
  suite(
    'S25',
    'what a language model may write, and how much (S20)',
    ['b'],
    [
      'test/answerers/llm/',
      'test/answerers/llm.test.ts',
      'test/answerers/fallback.test.ts',
      'test/app/llm-served.test.ts',
    ],
  ),
]
