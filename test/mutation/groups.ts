// Which parts of the product are changed on purpose, which tests must notice, and how many of the changes at least.

export interface Group {
  mutate: readonly string[]
  tests: readonly string[]
  /** Percent of the changes that the tests must notice. */
  least: number
}

/** Where a fault that no test sees would lose data or let somebody in. */
export const GUARDED = 85
/** Of other parts, and of all together. */
export const OTHERS = 70

export const GROUPS: Readonly<Record<string, Group>> = {
  // Tests that kill a process see nothing of a change: it is made in their own.
  storage: {
    mutate: ['src/builds/{builds,current,disk,sweep}.ts', 'src/stores/{exact,trust}.ts'],
    tests: ['test/builds/{builds,disk,disk-trouble,sweep}.test.ts', 'test/stores/{exact,trust}.test.ts'],
    least: GUARDED,
  },
  // What needs a browser to be seen (dom.ts, the views) is tried with the payloads of test/browser.
  renderer: {
    mutate: ['src/web/client/{cited-text,markers,references,plain-json}.ts', 'src/web/escape.ts'],
    tests: ['test/web/**/*.test.ts'],
    least: GUARDED,
  },
  urls: {
    mutate: ['src/web/client/links.ts', 'src/web/origins.ts'],
    tests: ['test/web/client/links.test.ts', 'test/web/origins.test.ts'],
    least: GUARDED,
  },
  // Who is let in, and who may read the figures.
  limiter: {
    mutate: ['src/admission/{clients,rate-limits,turns}.ts'],
    tests: ['test/admission/{clients,rate-limits,turns}.test.ts'],
    least: GUARDED,
  },
  readers: {
    mutate: ['src/operating/metrics-route.ts'],
    tests: ['test/operating/metrics.test.ts'],
    least: GUARDED,
  },
  text: {
    mutate: ['src/text/{csv,dictionary,fuse,literally,sentences,synonyms}.ts'],
    tests: ['test/text/*.test.ts'],
    least: OTHERS,
  },
  privacy: {
    mutate: ['src/gaps/{redact,private-forms}.ts'],
    tests: ['test/gaps/redact.test.ts'],
    least: OTHERS,
  },
  errors: {
    mutate: ['src/http-errors.ts', 'src/event-stream.ts'],
    tests: ['test/http-errors.test.ts', 'test/event-stream.test.ts'],
    least: OTHERS,
  },
}
