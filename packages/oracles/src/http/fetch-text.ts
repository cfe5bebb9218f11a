import { PriceSourceError } from '../source.js'

/** What an answer may cost. */
export interface FetchLimits {
  /** From the first byte sent to the last received, milliseconds. Default: 10,000. */
  readonly timeout?: number
  /** Largest body, bytes, after unpacking. Default: 1 MiB. */
  readonly maxBytes?: number
  /** What fetches. Default: the engine's own. */
  readonly fetch?: typeof globalThis.fetch
}

export const DEFAULT_TIMEOUT = 10_000
export const DEFAULT_MAX_BYTES = 1_048_576

/** Refuses limits that are none. */
export function checkLimits({ timeout = DEFAULT_TIMEOUT, maxBytes = DEFAULT_MAX_BYTES }: FetchLimits): void {
  for (const [name, value] of Object.entries({ timeout, maxBytes }))
    if (!Number.isSafeInteger(value) || value < 1) throw new RangeError(`${name} is not a whole number > 0`)
}

/**
 * The text that one address answers with: no redirect is followed, nothing but status 200 counts, and reading stops at
 * the limits. The body is UTF-8, strictly.
 */
export async function fetchText(url: URL, limits: FetchLimits, init: RequestInit = {}): Promise<string> {
  const { timeout = DEFAULT_TIMEOUT, maxBytes = DEFAULT_MAX_BYTES, fetch = globalThis.fetch } = limits
  try {
    const signal = AbortSignal.timeout(timeout)
    // Of a redirect a browser shows nothing but that there was one, so it's an error everywhere.
    const response = await fetch(url, { ...init, redirect: 'error', credentials: 'omit', signal })
    if (response.status !== 200) {
      await response.body?.cancel()
      throw new PriceSourceError('PRICE_UNREACHABLE', `${url.host} answered ${response.status}`)
    }
    return await readBody(response, maxBytes, url.host)
  } catch (error) {
    if (error instanceof PriceSourceError) throw error
    const late = (error as { readonly name?: unknown }).name === 'TimeoutError'
    const why = late ? `no whole answer within ${timeout} ms` : 'no answer, or a redirect'
    throw new PriceSourceError('PRICE_UNREACHABLE', `${url.host}: ${why}`, { cause: error })
  }
}

async function readBody(response: Response, maxBytes: number, host: string): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const reader = response.body?.getReader()
  if (reader === undefined) return ''
  let text = ''
  let size = 0
  const piece = (bytes: Uint8Array | undefined): string => {
    try {
      return decoder.decode(bytes, { stream: bytes !== undefined })
    } catch (cause) {
      throw new PriceSourceError('PRICE_MALFORMED', `${host}: the body isn't UTF-8`, { cause })
    }
  }
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.byteLength
    if (size > maxBytes) {
      await reader.cancel()
      throw new PriceSourceError('PRICE_UNREACHABLE', `${host}: the body is longer than ${maxBytes} bytes`)
    }
    text += piece(next.value)
  }
  return text + piece(undefined)
}
