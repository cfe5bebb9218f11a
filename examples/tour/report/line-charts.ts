import type { LinesResult } from '../tour-result.js'
import { count } from './format.js'
import { type Column, histogram } from './histogram.js'
import { escaped, hint, px, svg, text } from './markup.js'

const DEGREES = [1, 2, 4, 8, 16, 64, 256, 1024, 4096]

/** Parties by how many lines they have. */
export function degrees(lines: LinesResult): string {
  const columns = DEGREES.map((from, place): Column => {
    const below = DEGREES[place + 1] ?? Number.POSITIVE_INFINITY
    const parties = lines.degrees.filter((degree) => degree >= from && degree < below).length
    const name = place === 0 ? '1' : below > 4096 ? `${rounded(from)}+` : `${rounded(from)}–${rounded(below - 1)}`
    return { name, parts: [{ kind: 'due', count: parties, about: `${count(parties)} parties with ${name} lines` }] }
  })
  return histogram(columns, 'lines of a party (heights: square roots)', 'Parties by number of lines', 'root')
}

const rounded = (lines: number): string => (lines < 1000 ? String(lines) : `${Math.round(lines / 1000)}k`)

/** Classes of the share drawn, by the first hundredth of a per cent that is beyond each. */
const DRAWN = [
  { below: 1, name: 'nothing' },
  { below: 100, name: '< 1 %' },
  { below: 1000, name: '< 10 %' },
  { below: 5000, name: '< 50 %' },
  { below: 10_000, name: '< 100 %' },
  { below: 10_001, name: 'all' },
]

/** Lines by the share of the debtor's limit that is drawn. */
export function utilisation(lines: LinesResult): string {
  const columns = DRAWN.map(({ below, name }, place): Column => {
    const from = DRAWN[place - 1]?.below ?? 0
    const number = lines.drawn.filter((drawn) => drawn >= from && drawn < below).length
    const about = `${count(number)} lines: ${name} of the debtor's limit is drawn`
    return { name, parts: [{ kind: place === 0 ? 'waiting' : 'owed', count: number, about }] }
  })
  return histogram(
    columns,
    "drawn of the debtor's limit (heights: square roots)",
    'Lines by share of the limit drawn',
    'root',
  )
}

/** Payments that were asked for: recorded, and refused by code. */
export function payments({ payments: { accepted, refused } }: LinesResult): string {
  const parts = [
    { name: 'recorded', count: accepted, kind: 'due' },
    ...[...refused].map(([code, number]) => ({ name: code, count: number, kind: 'owed' })),
  ]
  const whole = Math.max(
    1,
    parts.reduce((sum, part) => sum + part.count, 0),
  )
  let x = 0
  let drawing = ''
  parts.forEach((part, index) => {
    const width = (part.count / whole) * 440
    const y = 58 + index * 24
    drawing += `<g>${hint(`${part.name}: ${count(part.count)}`)}<rect class="${part.kind}" x="${px(x)}" y="6" width="${px(Math.max(1, width - 2))}" height="30" rx="3"/>`
    drawing += `<rect class="${part.kind}" x="0" y="${y - 10}" width="11" height="11" rx="2"/>${text(18, y, part.name, 'label')}${text(440, y, count(part.count), 'figure', 'end')}</g>`
    x += width
  })
  return svg(440, 62 + parts.length * 24, escaped('Payments recorded and refused'), drawing)
}
