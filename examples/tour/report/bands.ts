import { count } from './format.js'
import { hint, px, svg, text } from './markup.js'

/** Something whose part changes from round to round. */
export interface Band {
  readonly name: string
  /** Class of its colour. */
  readonly kind: string
  /** After every round, ≥ 0. */
  readonly amounts: readonly number[]
}

const WIDTH = 440
const LEFT = 44
const HEIGHT = 330
const TOP = 8

/** Parts of a whole over time, on top of each other: a band is as high as its share of the round's total. */
export function bands(parts: readonly Band[], below: string, label: string): string {
  const rounds = parts[0]?.amounts.length ?? 0
  const total = Array.from({ length: rounds }, (_, r) => parts.reduce((sum, { amounts }) => sum + (amounts[r] ?? 0), 0))
  const part = (amount: number, r: number): number => amount / Math.max(1, total[r] ?? 0)
  const x = (round: number): number => LEFT + (round / Math.max(1, rounds - 1)) * (WIDTH - LEFT)
  const y = (amount: number): number => TOP + HEIGHT - amount * HEIGHT
  const floor = new Array<number>(rounds).fill(0)
  let drawing = ''
  for (const { name, kind, amounts } of parts) {
    const under = [...floor]
    const points = amounts.map((amount, r) => {
      floor[r] = (floor[r] ?? 0) + part(amount, r)
      return `${px(x(r))} ${px(y(floor[r] ?? 0))}`
    })
    const back = under.map((amount, r) => `${px(x(r))} ${px(y(amount))}`).reverse()
    const last = rounds - 1
    const middle = y(((under[last] ?? 0) + (floor[last] ?? 0)) / 2)
    const about = `${name}: ${count(Math.round(amounts[0] ?? 0))} units after the first round, ${count(Math.round(amounts[last] ?? 0))} at the end`
    drawing += `<path class="${kind}" d="M${points.join('L')}L${back.join('L')}Z">${hint(about)}</path>`
    drawing += text(WIDTH + 6, middle + 4, name, 'small')
  }
  drawing += `<path class="axis" d="M${LEFT} ${TOP}V${TOP + HEIGHT}H${WIDTH}"/>`
  drawing += text(LEFT - 6, TOP + 10, '100 %', 'small', 'end')
  drawing += text(LEFT - 6, TOP + HEIGHT, '0', 'small', 'end')
  drawing += text(LEFT, TOP + HEIGHT + 16, 'round 1', 'small')
  drawing += text(WIDTH, TOP + HEIGHT + 16, `round ${rounds}`, 'small', 'end')
  drawing += text((LEFT + WIDTH) / 2, TOP + HEIGHT + 32, below, 'small', 'middle')
  return svg(WIDTH + 62, TOP + HEIGHT + 40, label, drawing)
}
