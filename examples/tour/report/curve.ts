import { px, svg, text } from './markup.js'

const WIDTH = 440
const HEIGHT = 190
const TOP = 14

/** One quantity over the rounds, or other steps, from zero. */
export function curve(
  values: readonly number[],
  most: number,
  show: (value: number) => string,
  label: string,
  step = 'round',
): string {
  const x = (round: number): number => (round / Math.max(1, values.length - 1)) * WIDTH
  const y = (value: number): number => TOP + HEIGHT - (value / most) * HEIGHT
  const points = values.map((value, round) => `${px(x(round))} ${px(y(value))}`)
  const last = values.at(-1) ?? 0
  const first = values[0] ?? 0
  const drawing = [
    `<path class="axis" d="M0 ${TOP + HEIGHT}H${WIDTH}"/>`,
    `<path class="link" d="M${points.join('L')}"/>`,
    text(0, y(first) - 6, show(first), 'figure'),
    text(WIDTH, y(last) - 6, show(last), 'figure', 'end'),
    text(0, TOP + HEIGHT + 16, 'start', 'small'),
    text(WIDTH, TOP + HEIGHT + 16, `${step} ${values.length - 1}`, 'small', 'end'),
  ]
  return svg(WIDTH, TOP + HEIGHT + 24, label, drawing.join(''))
}
