// Every way 策问 can refuse or fail: one class, one table from code to who must act and which HTTP status.
// Finding nothing is not here: it is an outcome, not an error.

/** Who has to act on an error: the caller, the operator of the server, or nobody (try again). */
export type Fault = 'caller' | 'operator' | 'retry'

/** Every error code of the HTTP contract, with its status and who must act. */
export const ERRORS = {
  invalid_request: { status: 400, fault: 'caller' },
  not_found: { status: 404, fault: 'caller' },
  method_not_allowed: { status: 405, fault: 'caller' },
  conflict: { status: 409, fault: 'caller' },
  payload_too_large: { status: 413, fault: 'caller' },
  unsupported_media: { status: 415, fault: 'caller' },
  rate_limited: { status: 429, fault: 'caller' },
  internal: { status: 500, fault: 'operator' },
  embedder_failed: { status: 502, fault: 'operator' },
  answerer_failed: { status: 502, fault: 'operator' },
  index_missing: { status: 503, fault: 'retry' },
  index_mismatch: { status: 503, fault: 'operator' },
  storage_full: { status: 507, fault: 'operator' },
  read_only: { status: 503, fault: 'operator' },
  shutting_down: { status: 503, fault: 'retry' },
  overloaded: { status: 503, fault: 'retry' },
  timeout: { status: 504, fault: 'retry' },
} as const satisfies Record<string, { status: number; fault: Fault }>

export type ErrorCode = keyof typeof ERRORS

/**
 * An expected failure. `message` is shown to people as it is: it says what is wrong and what to do,
 * and holds no path of the server, no stack and no secret. What an operator needs goes into `cause`.
 */
export class AppError extends Error {
  readonly code: ErrorCode
  /** After so many seconds it is worth asking again, where that is known. */
  readonly retryAfterS: number | undefined

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown; retryAfterS?: number }) {
    super(message, options)
    this.name = 'AppError'
    this.code = code
    this.retryAfterS = options?.retryAfterS
  }

  get status(): number {
    return ERRORS[this.code].status
  }
}
