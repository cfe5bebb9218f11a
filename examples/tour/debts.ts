/** What one party owes another when a clearing round opens, and how much of it the round takes away. */
export interface Debt {
  readonly debtor: string
  readonly creditor: string
  /** Base units, > 0n. */
  readonly amount: bigint
  /** Base units, 0n ≤ cleared ≤ amount. */
  readonly cleared: bigint
}

/** The three figures of a clearing, in base units. */
export interface Totals {
  /** All debts together before the round. */
  readonly gross: bigint
  /** What would have to be paid even after the best netting of all: the sum of what net debtors owe on balance. */
  readonly net: bigint
  /** What the round took away. */
  readonly cleared: bigint
}

/** A party's debts and claims, before and after. Its net position, due − owes, is the same in both. */
export interface Position {
  readonly party: string
  readonly owes: bigint
  readonly due: bigint
  readonly cleared: bigint
}

/** Gross, net and cleared of a list of debts. */
export function totals(debts: readonly Debt[]): Totals {
  let gross = 0n
  let cleared = 0n
  let net = 0n
  for (const debt of debts) {
    gross += debt.amount
    cleared += debt.cleared
  }
  for (const { owes, due } of positions(debts)) if (owes > due) net += owes - due
  return { gross, net, cleared }
}

/**
 * What every party owes and is due, those with the largest turnover first (ties by name).
 * @throws {RangeError} when the clearing takes more from a party's debts than from its claims: that is no circulation.
 */
export function positions(debts: readonly Debt[]): readonly Position[] {
  const sums = new Map<string, { owes: bigint; due: bigint; out: bigint; in: bigint }>()
  const of = (party: string) => {
    const known = sums.get(party)
    if (known !== undefined) return known
    const fresh = { owes: 0n, due: 0n, out: 0n, in: 0n }
    sums.set(party, fresh)
    return fresh
  }
  for (const { debtor, creditor, amount, cleared } of debts) {
    const from = of(debtor)
    const to = of(creditor)
    from.owes += amount
    from.out += cleared
    to.due += amount
    to.in += cleared
  }
  const list = [...sums].map(([party, sum]): Position => {
    if (sum.out !== sum.in) throw new RangeError(`the clearing moves the net position of ${party}`)
    return { party, owes: sum.owes, due: sum.due, cleared: sum.out }
  })
  return list.sort((a, b) => compare(b.owes + b.due, a.owes + a.due) || (a.party < b.party ? -1 : 1))
}

/**
 * The same debts among fewer parties: the `keep` with the largest turnover, and all others as one. What the others owe
 * one another is left out, since it would be a debt of one to itself.
 * @param others - Name of all the others together.
 */
export function grouped(
  debts: readonly Debt[],
  keep: number,
  others: string,
): { readonly parties: readonly string[]; readonly debts: readonly Debt[] } {
  const all = positions(debts).map(({ party }) => party)
  // A group of one other would hide a name and save nothing.
  const parties = all.length <= keep + 1 ? all : all.slice(0, keep)
  const kept = new Set(parties)
  const name = (party: string): string => (kept.has(party) ? party : others)
  const sums = new Map<string, Debt>()
  for (const debt of debts) {
    const debtor = name(debt.debtor)
    const creditor = name(debt.creditor)
    if (debtor === creditor) continue
    const key = `${debtor} ${creditor}`
    const sum = sums.get(key)
    sums.set(key, {
      debtor,
      creditor,
      amount: (sum?.amount ?? 0n) + debt.amount,
      cleared: (sum?.cleared ?? 0n) + debt.cleared,
    })
  }
  return { parties: parties.length < all.length ? [...parties, others] : parties, debts: [...sums.values()] }
}

/** The largest of some amounts, at least 1n: a whole to draw parts of. */
export function greatest(amounts: readonly bigint[]): bigint {
  return amounts.reduce((most, amount) => (compare(amount, most) > 0 ? amount : most), 1n)
}

/** The smaller of two amounts. */
export function smaller(a: bigint, b: bigint): bigint {
  return compare(a, b) < 0 ? a : b
}

/** Order of amounts for `sort`, the smaller first. */
export function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0
}
