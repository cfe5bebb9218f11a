import { isLosslessNumber, parse } from 'lossless-json'
import { PriceSourceError } from '../source.js'

/** Deeper than any price stands; a bound, since readers of JSON use the stack. */
const MAX_DEPTH = 64

/** JSON whose numbers are still their text: 0.1 and 1e400 are what was written, and nothing is rounded. */
export function parseJson(text: string): unknown {
  if (depthOf(text) > MAX_DEPTH) throw new PriceSourceError('PRICE_MALFORMED', 'the JSON is nested too deeply')
  try {
    return parse(text)
  } catch (cause) {
    throw new PriceSourceError('PRICE_MALFORMED', 'the answer is no JSON', { cause })
  }
}

/** How deeply brackets nest, strings left out. */
function depthOf(text: string): number {
  let [depth, deepest, quoted] = [0, 0, false]
  for (let i = 0; i < text.length; i++) {
    const char = text[i]
    if (quoted) {
      if (char === '\\') i++
      else if (char === '"') quoted = false
    } else if (char === '"') quoted = true
    else if (char === '{' || char === '[') deepest = Math.max(deepest, ++depth)
    else if (char === '}' || char === ']') depth--
  }
  return deepest
}

/** Steps of a JSON pointer. Source: RFC 6901. */
export function parsePointer(pointer: string): readonly string[] {
  if (pointer === '') return []
  if (!pointer.startsWith('/') || /~(?![01])/.test(pointer)) throw new RangeError(`${pointer} is no JSON pointer`)
  return pointer
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** What stands at a pointer: the text of a string or of a number. */
export function textAt(json: unknown, steps: readonly string[]): string {
  let value = json
  for (const step of steps) {
    if (Array.isArray(value) && !/^(0|[1-9][0-9]{0,15})$/.test(step)) value = undefined
    else value = isContainer(value) && Object.hasOwn(value, step) ? value[step] : undefined
  }
  if (typeof value === 'string') return value
  if (isLosslessNumber(value)) return value.value
  throw new PriceSourceError('PRICE_MALFORMED', `no string or number at /${steps.join('/')}`)
}

const isContainer = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !isLosslessNumber(value)
