/** Clearing as vectors ask for it. Spec: clearing.md. */
import {
  type ClearingCertificate,
  clear,
  type Obligation,
  ObligationError,
  verifyClearing,
} from '@symbolon/core/clearing'
import { canonicalize } from '@symbolon/core/codec'

/** What a clearing case asks. */
export type ClearingWhen = { readonly function: 'verify'; readonly clearing: unknown } | { readonly function: 'clear' }
export type ClearingThen =
  | { readonly status: 'verified' }
  | { readonly code: string }
  | { readonly worth: readonly string[] }

const DECIMAL = /^(0|-?[1-9][0-9]*)$/

/** Integers from decimal strings, at any depth; what is no integer stays what it is, and is refused as such. */
function integers(value: unknown): unknown {
  if (typeof value === 'string') return DECIMAL.test(value) ? BigInt(value) : value
  return Array.isArray(value) ? value.map(integers) : value
}

function members(value: unknown, kept: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const entries = Object.entries(value)
  return Object.fromEntries(entries.map(([name, member]) => [name, kept.includes(name) ? member : integers(member)]))
}

export const obligationsOf = (json: unknown): readonly Obligation[] =>
  (Array.isArray(json) ? json.map((item) => members(item, ['debtor', 'creditor'])) : json) as readonly Obligation[]

/** What a case's `then` should be. */
export function decideClearing(
  { obligations: json }: { readonly obligations: unknown },
  when: ClearingWhen,
): ClearingThen {
  const obligations = obligationsOf(json)
  try {
    if (when.function === 'clear') return { worth: worthOf(obligations) }
    const verdict = verifyClearing(obligations, members(when.clearing, []) as ClearingCertificate)
    return verdict.status === 'verified' ? { status: 'verified' } : { code: verdict.code }
  } catch (thrown) {
    if (thrown instanceof ObligationError) return { code: thrown.code }
    throw thrown
  }
}

/** The worth of a maximum, level by level. The solver's own certificate has to hold. */
function worthOf(obligations: readonly Obligation[]): string[] {
  const found = clear(obligations)
  const verdict = verifyClearing(obligations, found)
  if (verdict.status !== 'verified') throw new Error(`the solver's certificate is refused: ${canonicalize(verdict)}`)
  const weights = obligations.map(({ weight }) => weight)
  const levels = Math.max(1, ...weights.map((weight) => (Array.isArray(weight) ? weight.length : 1)))
  const worth = new Array<bigint>(levels).fill(0n)
  for (const [k, weight] of weights.entries()) {
    const own = weight === undefined ? [1n] : Array.isArray(weight) ? weight : [weight]
    for (const [level, value] of own.entries())
      worth[level] = (worth[level] ?? 0n) + BigInt(value) * (found.flow[k] ?? 0n)
  }
  return worth.map(String)
}
