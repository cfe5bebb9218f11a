import type { Cycle } from '../cycles.js'
import { exact, short, type Unit } from './format.js'
import { hint, px, svg, text } from './markup.js'

const SIDE = 150

/** Cycles as small rings: each party owes the next, clockwise; the figure in the middle came off every one of its debts. */
export function rings(cycles: readonly Cycle[], unit: Unit): string {
  const across = 3
  const rows = Math.ceil(cycles.length / across)
  let drawing =
    '<defs><marker id="tip" viewBox="0 0 6 6" refX="5" refY="3" markerWidth="3.6" markerHeight="3.6" orient="auto"><path class="tip" d="M0 0L6 3L0 6Z"/></marker></defs>'
  cycles.forEach(({ parties, amount }, index) => {
    const x = (index % across) * SIDE + SIDE / 2 + 4
    const y = Math.floor(index / across) * SIDE + SIDE / 2
    const step = (2 * Math.PI) / parties.length
    const radius = 46 + Math.min(12, Math.max(0, parties.length - 3) * 4)
    // Room for the names: an arc stops short of the next one's.
    const pad = Math.min(0.38, step * 0.34)
    drawing += `<g>${hint(`${[...parties, parties[0]].join(' → ')}: ${exact(amount, unit)} each`)}`
    parties.forEach((party, place) => {
      const angle = place * step
      const [x0, y0] = [x + radius * Math.sin(angle + pad), y - radius * Math.cos(angle + pad)]
      const [x1, y1] = [x + radius * Math.sin(angle + step - pad), y - radius * Math.cos(angle + step - pad)]
      drawing += `<path class="link" marker-end="url(#tip)" d="M${px(x0)} ${px(y0)}A${radius} ${radius} 0 ${step - 2 * pad > Math.PI ? 1 : 0} 1 ${px(x1)} ${px(y1)}"/>`
      const shown = party.length > 5 ? `${party.slice(0, 4)}…` : party
      if (parties.length <= 12)
        drawing += text(
          x + (radius + 2) * Math.sin(angle),
          y - (radius + 2) * Math.cos(angle) + 4,
          shown,
          'small',
          'middle',
        )
    })
    drawing += `${text(x, y, short(amount, unit), 'figure', 'middle')}${text(x, y + 14, `× ${parties.length}`, 'small', 'middle')}</g>`
  })
  return svg(3 * SIDE + 8, rows * SIDE, 'The largest cycles', drawing)
}
