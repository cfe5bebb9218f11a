import { isId } from '@symbolon/core/codec'

/** Longest that a timer can wait, milliseconds. */
const LONGEST = 2 ** 31 - 1

/** What a parameter that says for how long an answer is waited is. */
export function checkTimeout(timeout: number): void {
  if (!Number.isInteger(timeout) || timeout < 1 || timeout > LONGEST)
    throw new RangeError(`timeout is not a whole number of milliseconds from 1 to ${LONGEST}`)
}

/** What a parameter that says how far ahead is: whole seconds, ≥ 0. */
export function checkSkew(futureSkew: number): void {
  if (!Number.isSafeInteger(futureSkew) || futureSkew < 0)
    throw new RangeError('futureSkew is not a whole number of seconds ≥ 0')
}

/** What names of assets and sources are. */
export function checkIds(ids: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(ids))
    if (!isId(value)) throw new RangeError(`${name} is no id: ${JSON.stringify(value)}`)
}

/** What a parameter that says how long is: whole seconds, > 0. */
export function checkSeconds(name: string, seconds: number): void {
  if (!Number.isSafeInteger(seconds) || seconds <= 0)
    throw new RangeError(`${name} is not a whole number of seconds > 0`)
}

/** What a parameter that says how much of something is: 0 to 10,000 hundredths of a percent. */
export function checkBasisPoints(name: string, points: number): void {
  if (!Number.isInteger(points) || points < 0 || points > 10_000)
    throw new RangeError(`${name} is not a whole number of basis points from 0 to 10,000`)
}

/** What a parameter that counts sources is. */
export function checkCount(name: string, count: number, most: number): void {
  if (!Number.isInteger(count) || count < 1 || count > most) throw new RangeError(`${name} is not from 1 to ${most}`)
}
