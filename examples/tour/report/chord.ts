import type { Debt } from '../debts.js'
import { exact, fraction, type Unit } from './format.js'
import { escaped, hint, px, svg } from './markup.js'

const SIZE = 440
const CENTRE = SIZE / 2
const RING_IN = 158
const RING_OUT = 170
const GAP = 0.022

/** Where one debt touches the ring of one party: from angle `from` over `width`, clockwise from the top. */
interface Slot {
  readonly debt: Debt
  readonly from: number
  readonly width: number
}

/**
 * Who owes whom as a ring of parties with a ribbon for every debt, as wide as the debt is large. A ribbon has its
 * debtor's colour; it starts on the debtor's ring and stops short of the creditor's.
 * @param phase - `before`: the debts. `after`: what the clearing left, in the same places and to the same scale, so that
 * the empty places are what is gone; the ring is golden there.
 */
export function chord(
  parties: readonly string[],
  debts: readonly Debt[],
  phase: 'before' | 'after',
  unit: Unit,
): string {
  const turnover = debts.reduce((sum, { amount }) => sum + 2n * amount, 0n)
  const round = 2 * Math.PI - GAP * parties.length
  const sources = new Map<Debt, Slot>()
  const targets = new Map<Debt, Slot>()
  let rings = ''
  let golden = ''
  let angle = 0
  parties.forEach((party, index) => {
    const start = angle
    // Partners in the order in which they lie around the ring, the next one last: ribbons then cross least.
    const distance = (debt: Debt): number =>
      (parties.indexOf(debt.debtor === party ? debt.creditor : debt.debtor) - index + parties.length) % parties.length
    const own = debts
      .filter((debt) => debt.debtor === party || debt.creditor === party)
      .sort((a, b) => distance(b) - distance(a))
    for (const debt of own) {
      const width = fraction(debt.amount, turnover) * round
      ;(debt.debtor === party ? sources : targets).set(debt, { debt, from: angle, width })
      if (phase === 'after') golden += gold(angle, width * fraction(debt.cleared, debt.amount))
      angle += width
    }
    const sum = own.reduce((total, debt) => total + debt.amount, 0n)
    rings += ring(party, index, start, angle, `${party}: ${exact(sum, unit)} owed and due`)
    angle += GAP
  })

  const ribbons = [...debts]
    .sort((a, b) => Number(b.amount - a.amount > 0n) * 2 - 1)
    .map((debt) => {
      const left = phase === 'before' ? debt.amount : debt.amount - debt.cleared
      const from = sources.get(debt)
      const to = targets.get(debt)
      if (from === undefined || to === undefined || left === 0n) return ''
      const part = fraction(left, debt.amount)
      if (from.width * part < 0.0006) return ''
      return ribbon(
        from,
        to,
        part,
        colour(parties.indexOf(debt.debtor)),
        `${debt.debtor} owes ${debt.creditor} ${exact(left, unit)}`,
      )
    })
    .join('')
  const label =
    phase === 'before'
      ? 'Ring of parties with a ribbon for every debt, before'
      : 'The same ring after set-off and clearing'
  return svg(SIZE, SIZE, label, `<g class="ribbons">${ribbons}</g>${rings}${golden}`)
}

/** Class of the colour of a party by its place in the ring. */
export function colour(index: number): string {
  return `c${index % 15}`
}

function ring(party: string, index: number, from: number, to: number, about: string): string {
  const [x0, y0] = point(from, RING_OUT)
  const [x1, y1] = point(to, RING_OUT)
  const [x2, y2] = point(to, RING_IN)
  const [x3, y3] = point(from, RING_IN)
  const large = to - from > Math.PI ? 1 : 0
  const arc = `M${x0} ${y0}A${RING_OUT} ${RING_OUT} 0 ${large} 1 ${x1} ${y1}L${x2} ${y2}A${RING_IN} ${RING_IN} 0 ${large} 0 ${x3} ${y3}Z`
  return `<path class="${colour(index)}" d="${arc}">${hint(about)}</path>${name(party, (from + to) / 2)}`
}

function name(party: string, middle: number): string {
  const [x, y] = point(middle, RING_OUT + 13)
  const right = middle < Math.PI
  const turn = (middle * 180) / Math.PI - (right ? 90 : -90)
  const shown = party.length > 10 ? `${party.slice(0, 9)}…` : party
  return `<text class="label" transform="translate(${x} ${y}) rotate(${px(turn)})" dy="0.35em" text-anchor="${right ? 'start' : 'end'}">${escaped(shown)}</text>`
}

/** Gold on the ring where a debt is gone. */
function gold(from: number, width: number): string {
  if (width < 0.001) return ''
  const radius = (RING_OUT + RING_IN) / 2
  const [x0, y0] = point(from, radius)
  const [x1, y1] = point(from + width, radius)
  return `<path class="gone" d="M${x0} ${y0}A${radius} ${radius} 0 ${width > Math.PI ? 1 : 0} 1 ${x1} ${y1}"/>`
}

function ribbon(source: Slot, target: Slot, part: number, kind: string, about: string): string {
  // What is cleared goes from the start of the slot, under the gold.
  const near = RING_IN - 2
  const far = RING_IN - 12
  const start = source.from + source.width * (1 - part)
  const stop = source.from + source.width
  const first = target.from + target.width * (1 - part)
  const last = target.from + target.width
  const [ax, ay] = point(start, near)
  const [bx, by] = point(stop, near)
  const [cx, cy] = point(first, far)
  const [dx, dy] = point(last, far)
  const arc = (radius: number, width: number, x: string, y: string): string =>
    `A${radius} ${radius} 0 ${width > Math.PI ? 1 : 0} 1 ${x} ${y}`
  const shape = `M${ax} ${ay}${arc(near, stop - start, bx, by)}Q${CENTRE} ${CENTRE} ${cx} ${cy}${arc(far, last - first, dx, dy)}Q${CENTRE} ${CENTRE} ${ax} ${ay}Z`
  return `<path class="${kind}" d="${shape}">${hint(about)}</path>`
}

function point(angle: number, radius: number): readonly [string, string] {
  return [px(CENTRE + radius * Math.sin(angle)), px(CENTRE - radius * Math.cos(angle))]
}
