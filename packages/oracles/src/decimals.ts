import { fitted, type Quote } from './ratio.js'

/** What one of each asset is in base units. */
export interface Decimals {
  /** One of `base` is 10 to this power in base units, 0 to 36. */
  readonly baseDecimals: number
  /** One of `quote` is 10 to this power in base units, 0 to 36. */
  readonly quoteDecimals: number
}

/** A ratio of amounts from "one of the base asset is worth value · 10^exponent of the quote asset, give or take". */
export function fromScaled(
  value: bigint,
  confidence: bigint,
  exponent: number,
  { baseDecimals, quoteDecimals }: Decimals,
): Quote {
  const power = exponent + quoteDecimals - baseDecimals
  const [up, down] = [10n ** BigInt(Math.max(power, 0)), 10n ** BigInt(Math.max(-power, 0))]
  return fitted({ baseAmount: down, quoteAmount: value * up, confidence: confidence * up })
}

/** Refuses decimals that are none. */
export function checkDecimals(decimals: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(decimals))
    if (!Number.isInteger(value) || value < 0 || value > 36) throw new RangeError(`${name} is not from 0 to 36`)
}
