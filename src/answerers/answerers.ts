// Opens the answerers that the settings name. It does not know which one a question gets.

import type { Settings } from '../config.ts'
import type { Phrases } from '../prompts.ts'
import type { Vocabulary } from '../question/vocabulary.ts'
import type { Answerer } from './answerer.ts'
import { extractiveAnswerer } from './extractive.ts'
import { type Fallback, type Turn, withFallback } from './fallback.ts'
import { type Budget, dailyBudget } from './llm/budget.ts'
import { openLanguageModel } from './llm/client.ts'
import { readPrompt } from './llm/prompt.ts'
import { llmAnswerer } from './llm.ts'

/** The answerers for a library, once its names are known. */
export type Answerers = (vocabulary: Vocabulary) => { extractive: Answerer; llm?: Fallback }

export interface AnswererHooks {
  /** Hears, as a line for the operator, that the language model has stopped answering. */
  onWarning?: (line: string) => void
  /** Hears how each call of the language model ended. */
  onLanguageModel?: (ended: Turn) => void
  /** How often the language model may be asked; by default a day's calls that nobody else counts. */
  budget?: Budget
}

/**
 * @throws AppError `invalid_request` for a prompt that cannot be used
 */
export async function openAnswerers(
  { LLM_BASE_URL, LLM_MODEL, LLM_API_KEY, LLM_DAILY_CALLS }: Settings,
  phrases: Phrases,
  { onWarning, onLanguageModel, budget = dailyBudget(LLM_DAILY_CALLS) }: AnswererHooks = {},
): Promise<Answerers> {
  const extractive = extractiveAnswerer(phrases)
  if (LLM_BASE_URL === undefined || LLM_MODEL === undefined) return () => ({ extractive })
  const prompt = await readPrompt()
  const model = openLanguageModel({ baseUrl: LLM_BASE_URL, model: LLM_MODEL, apiKey: LLM_API_KEY })
  return (vocabulary) => {
    const names = namesOf(vocabulary)
    const llm = llmAnswerer({ model, prompt, budget, phrases, names })
    return { extractive, llm: withFallback(llm, extractive, phrases, onWarning, onLanguageModel) }
  }
}

/** What an answer may not name where its citations do not. */
function namesOf({ values, places }: Vocabulary): string[] {
  const named = (['unit', 'provider', 'area', 'scope'] as const).flatMap((key) => values[key])
  return [...places, ...named.map(({ value }) => value)]
}
