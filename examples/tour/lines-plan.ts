import { type Debt, smaller } from './debts.js'
import { inKeyOrder } from './economy-plan.js'
import type { CreditLine } from './lines-file.js'
import { type Planned, RECORDED_AT } from './planned.js'
import { random } from './random.js'

/** A payment over one line, and what is going to become of it. */
export interface Payment {
  readonly line: CreditLine
  readonly payer: string
  readonly payee: string
  /** Base units, > 0n. */
  readonly amount: bigint
  /** Whether the line still allows it; those beyond are one base unit more than the line could ever carry. */
  readonly within: boolean
}

/** Parties of the lines, in order of first appearance. */
export function partiesOf(lines: readonly CreditLine[]): readonly string[] {
  return [...new Set(lines.flatMap(({ u, v }) => [u, v]))]
}

/**
 * Everything that loads the lines, in order: each party is founded as a network of its own, each line is agreed from
 * both sides with its two limits, and its present balance is recorded as one trade.
 */
export function* planLines(lines: readonly CreditLine[]): Generator<Planned> {
  const at = RECORDED_AT
  let index = 0
  for (const network of partiesOf(lines)) {
    yield { id: `found-${++index}`, by: network, at, type: 'trade-credit.found', input: { network } }
  }
  const type = 'trade-credit.agree'
  for (const { line, u, v, lowest, highest } of lines) {
    const one = { network: u, partner: v, allocated: -lowest, accepted: highest, clearing: true }
    const other = { network: v, partner: u, allocated: highest, accepted: -lowest, clearing: true }
    yield { id: `agree-line-${line}-u`, by: u, at, type, input: one }
    yield { id: `agree-line-${line}-v`, by: v, at, type, input: other }
  }
  for (const { line, u, v, present } of lines) {
    if (present === 0n) continue
    const [buyer, seller, amount] = present < 0n ? [u, v, -present] : [v, u, present]
    const input = { buyer, seller, amount }
    yield { id: `balance-line-${line}`, by: buyer, at, type: 'trade-credit.trade', input }
  }
}

/** A payment beyond the limit among every so many. */
const BEYOND = 10
/** Most that a payment within its line moves, base units: a thousand units, however much more some lines allow. */
const MOST = 10n ** 9n
/** No amount may reach 2^127, so wider lines are left alone. */
const LARGEST = 2n ** 126n

/**
 * Payments over lines drawn at random, each line at most once, so that what becomes of one depends on no other: most
 * are some part of what the line still allows, every tenth is one base unit more than its whole range, and therefore
 * refused at any time.
 * @param most - How many at most; fewer when fewer lines allow anything.
 */
export function planPayments(lines: readonly CreditLine[], most: number, seed: number): readonly Payment[] {
  const draw = random(seed)
  const left = [...lines]
  const payments: Payment[] = []
  while (payments.length < most && left.length > 0) {
    const place = draw.below(left.length)
    const line = left[place]
    const last = left.pop()
    if (line === undefined || last === undefined) break
    if (line !== last) left[place] = last
    const forward = draw.below(2) === 0
    // What u may still come to owe v is its limit and its balance together; the other way round for v.
    const capacity = forward ? line.present - line.lowest : line.highest - line.present
    if (capacity === 0n || line.highest - line.lowest >= LARGEST) continue
    const [payer, payee] = forward ? [line.u, line.v] : [line.v, line.u]
    const within = payments.length % BEYOND !== BEYOND - 1
    const amount = within ? draw.wide(smaller(capacity, MOST)) + 1n : line.highest - line.lowest + 1n
    payments.push({ line, payer, payee, amount, within })
  }
  return payments
}

/** A payment as the command that asks for it. */
export function paymentCommand({ line, payer, payee, amount, within }: Payment): Planned {
  const input = { buyer: payer, seller: payee, amount }
  const command = {
    id: `pay-line-${line.line}`,
    by: payer,
    at: RECORDED_AT,
    type: 'trade-credit.trade' as const,
    input,
  }
  return within ? command : { ...command, hopeless: true }
}

/** What is owed on the lines once the payments within their limits are made, in the order of a round's edges. */
export function debtsOnLines(
  lines: readonly CreditLine[],
  payments: readonly Payment[],
): readonly Omit<Debt, 'cleared'>[] {
  const paid = new Map(payments.filter(({ within }) => within).map((payment) => [payment.line, payment]))
  const debts = lines.flatMap((line) => {
    const payment = paid.get(line)
    const moved = payment === undefined ? 0n : payment.payer === line.u ? -payment.amount : payment.amount
    const balance = line.present + moved
    if (balance === 0n) return []
    const [debtor, creditor] = balance < 0n ? [line.u, line.v] : [line.v, line.u]
    return [{ debtor, creditor, amount: balance < 0n ? -balance : balance }]
  })
  return inKeyOrder(debts)
}
