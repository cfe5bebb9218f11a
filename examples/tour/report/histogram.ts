import { count } from './format.js'
import { hint, px, svg, text } from './markup.js'

/** One column: parts are stacked from the bottom. */
export interface Column {
  readonly name: string
  readonly parts: readonly { readonly kind: string; readonly count: number; readonly about: string }[]
}

const WIDTH = 440
const HEIGHT = 190
const TOP = 18

/**
 * Counts by class as columns, with the total over each.
 * @param scale - `root` lets small classes be seen beside large ones (heights grow with the square root); only for
 * columns of a single part.
 */
export function histogram(
  columns: readonly Column[],
  below: string,
  label: string,
  scale: 'linear' | 'root' = 'linear',
): string {
  const total = (column: Column): number => column.parts.reduce((sum, part) => sum + part.count, 0)
  const size = (value: number): number => (scale === 'root' ? Math.sqrt(value) : value)
  const most = Math.max(1, ...columns.map((column) => size(total(column))))
  const step = WIDTH / columns.length
  const width = Math.min(44, step - 4)
  let drawing = ''
  columns.forEach((column, index) => {
    const middle = step * (index + 0.5)
    let y = TOP + HEIGHT
    for (const part of column.parts) {
      const height = (size(part.count) / most) * HEIGHT
      y -= height
      if (part.count > 0)
        drawing += `<rect class="${part.kind}" x="${px(middle - width / 2)}" y="${px(y)}" width="${px(width)}" height="${px(Math.max(0.8, height))}">${hint(part.about)}</rect>`
    }
    drawing += text(middle, y - 5, columns.length > 10 ? brief(total(column)) : count(total(column)), 'small', 'middle')
    drawing += text(middle, TOP + HEIGHT + 15, column.name, 'small', 'middle')
  })
  drawing += `<path class="axis" d="M0 ${TOP + HEIGHT}H${WIDTH}"/>${text(WIDTH / 2, TOP + HEIGHT + 34, below, 'small', 'middle')}`
  return svg(WIDTH, TOP + HEIGHT + 40, label, drawing)
}

/** A count where there is little room: `13.2k`, cut off. */
const brief = (value: number): string => (value < 10_000 ? count(value) : `${Math.trunc(value / 100) / 10}k`)
