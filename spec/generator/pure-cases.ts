/** Cases of pure functions, from calls. */
import { evaluate, type Given } from '../runner/pure.js'
import type { PureCase, VectorFile } from './vector-file.js'

/** What is expected of arguments that are refused. */
export const REFUSED = 'refused'

/** A call and, where it is known from elsewhere, what comes of it. */
export type Call = readonly [name: string, given: Given, expected?: unknown, note?: string]

/** @throws {Error} when an expectation isn't met. */
function casesOf(calls: readonly Call[]): readonly PureCase[] {
  return calls.map(([name, given, expected, note], index) => {
    const then = evaluate(name, given)
    const found = 'result' in then ? then.result : REFUSED
    if (expected !== undefined && JSON.stringify(found) !== JSON.stringify(expected)) {
      throw new Error(
        `${name} of ${JSON.stringify(given)} is ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`,
      )
    }
    return { name: `${index + 1} ${note ?? name}`, given, when: { function: name }, then }
  })
}

/** A vector file of pure functions. */
export function pureFile(
  kind: 'admission' | 'arithmetic' | 'codec' | 'signature' | 'sum-tree',
  name: string,
  about: string,
  calls: readonly Call[],
): VectorFile {
  return { spec: '1.0', kind, name, about, cases: casesOf(calls) }
}
