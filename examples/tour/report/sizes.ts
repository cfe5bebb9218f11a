import { compare, type Debt } from '../debts.js'
import type { Unit } from './format.js'
import { type Column, histogram } from './histogram.js'

/** Columns at most: more would leave their names no room. */
const MOST = 12

/** Debts by order of magnitude, each column split by what became of them. */
export function sizes(debts: readonly Debt[], unit: Unit): string {
  const orders = debts.map(({ amount }) => String(amount).length - 1)
  const last = Math.max(0, ...orders)
  const first = orders.reduce((least, order) => Math.min(least, order), last)
  const span = Math.ceil((last - first + 1) / MOST)
  const columns: Column[] = []
  for (let order = first; order <= last; order += span) {
    const here = debts.filter(
      (_, index) => orders[index] !== undefined && Math.trunc((orders[index] - first) / span) * span + first === order,
    )
    const name = sizeName(order, unit)
    const part = (kind: string, count: number, what: string) => ({
      kind,
      count,
      about: `${count} of ${here.length} debts from ${name} on ${what}`,
    })
    const whole = here.filter(({ amount, cleared }) => compare(cleared, amount) === 0).length
    const partly = here.filter(({ amount, cleared }) => cleared > 0n && cleared < amount).length
    columns.push({
      name,
      parts: [
        part('owed', here.length - whole - partly, 'untouched'),
        part('partly', partly, 'partly gone'),
        part('cleared', whole, 'gone'),
      ],
    })
  }
  const below = `size of a debt, from … up to ${10 ** span} times that`
  return histogram(columns, below, 'Debts by size and what became of them')
}

const WORDS: readonly (readonly [number, string])[] = [
  [12, 'tn'],
  [9, 'bn'],
  [6, 'M'],
  [3, 'k'],
  [0, ''],
]

/** A power of ten of base units in few characters: `$10k`, `0.01`, `10⁻⁶`. */
function sizeName(order: number, { before, scale }: Unit): string {
  const power = order - scale
  if (power < -2 || power > 14) return `${before}10${superscript(power)}`
  if (power < 0) return `${before}0.${'0'.repeat(-power - 1)}1`
  const [step, word] = WORDS.find(([least]) => power >= least) ?? [0, '']
  return `${before}${10 ** (power - step)}${word}`
}

function superscript(power: number): string {
  return [...String(power)].map((sign) => (sign === '-' ? '⁻' : ('⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(sign)] ?? ''))).join('')
}
