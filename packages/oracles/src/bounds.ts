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
