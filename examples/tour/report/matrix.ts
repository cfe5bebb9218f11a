import type { Debt } from '../debts.js'
import { exact, share, type Unit } from './format.js'
import { hint, px, svg, text } from './markup.js'

const CELL = 17
const MARGIN = 52

/**
 * Debts as a table: rows owe columns. The square's area grows with the logarithm of the debt; its golden part, from the
 * bottom, is the share that set-off and clearing took away.
 */
export function matrix(parties: readonly string[], debts: readonly Debt[], unit: Unit): string {
  const size = MARGIN + parties.length * CELL + 6
  const most = Math.log(1 + Math.max(1, ...debts.map(({ amount }) => Number(amount))))
  const place = new Map(parties.map((party, index) => [party, index]))
  let drawing = ''
  parties.forEach((party, index) => {
    const middle = MARGIN + index * CELL + CELL / 2
    const shown = party.length > 7 ? `${party.slice(0, 6)}…` : party
    drawing += text(MARGIN - 6, middle + 3.5, shown, 'small', 'end')
    drawing += `<text class="small" transform="translate(${px(middle + 3.5)} ${MARGIN - 6}) rotate(-90)">${text(0, 0, shown, 'small').replace(/^<text[^>]*>|<\/text>$/g, '')}</text>`
    drawing += `<rect class="diagonal" x="${px(middle - CELL / 2)}" y="${px(middle - CELL / 2)}" width="${CELL}" height="${CELL}"/>`
  })
  for (let line = 0; line <= parties.length; line++) {
    const at = MARGIN + line * CELL
    const end = MARGIN + parties.length * CELL
    drawing += `<path class="hair" d="M${MARGIN} ${at}H${end}M${at} ${MARGIN}V${end}"/>`
  }
  for (const debt of debts) {
    const row = place.get(debt.debtor)
    const column = place.get(debt.creditor)
    if (row === undefined || column === undefined) continue
    // Seven orders of magnitude below the largest debt a square would be invisible: there it keeps a speck.
    const depth = 1 - (most - Math.log(1 + Number(debt.amount))) / (Math.LN10 * 7)
    const side = (CELL - 2) * Math.sqrt(Math.max(0.02, depth))
    const x = MARGIN + column * CELL + (CELL - side) / 2
    const y = MARGIN + row * CELL + (CELL - side) / 2
    const gone = side * Number((debt.cleared * 1000n) / debt.amount) * 0.001
    const about = `${debt.debtor} owed ${debt.creditor} ${exact(debt.amount, unit)}; gone: ${share(debt.cleared, debt.amount)}`
    drawing += `<g>${hint(about)}<rect class="owed" x="${px(x)}" y="${px(y)}" width="${px(side)}" height="${px(side)}"/>`
    if (gone > 0.05)
      drawing += `<rect class="cleared" x="${px(x)}" y="${px(y + side - gone)}" width="${px(side)}" height="${px(gone)}"/>`
    drawing += '</g>'
  }
  return svg(size, size, 'Table of debts: rows owe columns, the golden part is gone', drawing)
}
