import { greatest, type Position } from '../debts.js'
import { exact, fraction, short, type Unit } from './format.js'
import { hint, px, svg, text } from './markup.js'

const WIDTH = 440
const ROW = 25
const LABEL = 58
const SPAN = (WIDTH - LABEL - 10) / 2

/**
 * What parties owe (to the left) and are due (to the right): the pale bar before, the full bar after, a tick at the net
 * position, which stays where it is.
 */
export function positionBars(positions: readonly Position[], unit: Unit): string {
  const most = greatest(positions.flatMap(({ owes, due }) => [owes, due]))
  const centre = LABEL + SPAN
  const length = (amount: bigint): number => fraction(amount, most) * SPAN
  let drawing = text(centre - 6, 12, '← owes', 'small', 'end') + text(centre + 6, 12, 'is due →', 'small')
  positions.forEach(({ party, owes, due, cleared }, index) => {
    const y = 20 + index * ROW
    const net = due - owes
    const bar = (kind: string, x: number, width: number): string =>
      `<rect class="${kind}" x="${px(x)}" y="${y}" width="${px(Math.max(0.4, width))}" height="${ROW - 9}"/>`
    const about = `${party} owes ${exact(owes, unit)}, is due ${exact(due, unit)}; both fall by ${exact(cleared, unit)}; net ${exact(net, unit)} before and after`
    const shown = party.length > 8 ? `${party.slice(0, 7)}…` : party
    drawing += `<g>${hint(about)}${text(LABEL - 8, y + 12, shown, 'label', 'end')}`
    drawing += bar('owed pale', centre - length(owes), length(owes)) + bar('due pale', centre, length(due))
    drawing +=
      bar('owed', centre - length(owes - cleared), length(owes - cleared)) + bar('due', centre, length(due - cleared))
    const tick = centre + (net < 0n ? -length(-net) : length(net))
    drawing += `<path class="tick" d="M${px(tick)} ${y - 3}v${ROW - 3}"/></g>`
  })
  const bottom = 20 + positions.length * ROW
  drawing += `<path class="axis" d="M${px(centre)} 18V${bottom - 4}"/>`
  drawing += text(LABEL, bottom + 10, `full width: ${short(most, unit)} each way`, 'small')
  return svg(WIDTH, bottom + 16, 'Bars of what parties owe and are due, before and after', drawing)
}
