import { greatest } from '../debts.js'
import { exact, fraction, share, short, type Unit } from './format.js'
import { hint, px, svg, text } from './markup.js'

/** One step from what was owed to what is left. */
export interface Step {
  readonly name: string
  readonly amount: bigint
  /** `whole` and `left` start at zero, `gone` hangs where the step before ended, `floor` is a mark for comparison. */
  readonly kind: 'whole' | 'gone' | 'left' | 'floor'
}

const WIDTH = 440
const ROW = 47

/** Steps from the whole to what is left, one under the other, to one scale. */
export function cascade(steps: readonly Step[], unit: Unit): string {
  const whole = greatest(steps.map(({ amount }) => amount))
  const length = (amount: bigint): number => fraction(amount, whole) * (WIDTH - 2)
  let drawing = ''
  let level = 0n
  steps.forEach(({ name, amount, kind }, index) => {
    const y = index * ROW
    const end = kind === 'gone' ? level : amount
    const start = kind === 'gone' ? level - amount : 0n
    if (kind !== 'floor') level = kind === 'gone' ? start : end
    const shape = { whole: 'owed', gone: 'cleared', left: 'owed', floor: 'net' }[kind]
    drawing += `<g>${hint(`${name}: ${exact(amount, unit)}`)}${text(0, y + 13, name, 'label')}`
    drawing += text(
      WIDTH,
      y + 13,
      `${kind === 'gone' ? '− ' : ''}${short(amount, unit)}  ·  ${share(amount, whole)}`,
      'figure',
      'end',
    )
    drawing += `<rect class="trough" x="0" y="${y + 20}" width="${WIDTH}" height="15" rx="2"/>`
    drawing += `<rect class="${shape}" x="${px(length(start))}" y="${y + 20}" width="${px(Math.max(1.2, length(end - start)))}" height="15" rx="2"/></g>`
  })
  return svg(WIDTH, steps.length * ROW - 8, 'From what was owed to what is left', drawing)
}
