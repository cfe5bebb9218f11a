import { compare, type Debt } from '../debts.js'
import { short, type Unit } from './format.js'
import { type Column, histogram } from './histogram.js'

/** Debts by order of magnitude, each column split by what became of them. */
export function sizes(debts: readonly Debt[], unit: Unit): string {
  const base = 10n ** BigInt(unit.scale)
  const orders = debts.map(({ amount }) => Math.max(0, String(amount / base).length - 1))
  const first = Math.min(...orders)
  const last = Math.max(...orders)
  const columns: Column[] = []
  for (let order = first; order <= last; order++) {
    const here = debts.filter((_, index) => orders[index] === order)
    const whole = here.filter((debt) => compare(debt.cleared, debt.amount) === 0).length
    const partly = here.filter((debt) => debt.cleared > 0n && debt.cleared < debt.amount).length
    const name = short(base * 10n ** BigInt(order), unit)
      .replace('.0', '')
      .replace(' ', '')
      .replace('trillion', 'tn')
    columns.push({
      name,
      parts: [
        {
          kind: 'owed',
          count: here.length - whole - partly,
          about: `${here.length - whole - partly} of ${here.length} debts from ${name} untouched`,
        },
        { kind: 'partly', count: partly, about: `${partly} of ${here.length} debts from ${name} partly gone` },
        { kind: 'cleared', count: whole, about: `${whole} of ${here.length} debts from ${name} gone` },
      ],
    })
  }
  return histogram(columns, 'size of the debt, from … up to ten times that', 'Debts by size and what became of them')
}
