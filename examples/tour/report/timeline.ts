import type { BridgeRow, RequestState } from '../tour-result.js'
import { escaped, hint, px, svg } from './markup.js'

const WIDTH = 240

/** The scenario table as it went: what was called, what was expected and what happened, and the requests as bars. */
export function timeline(rows: readonly BridgeRow[]): string {
  const whole = Math.max(
    1,
    ...rows.map(({ requests }) => requests.reduce((sum, { amount }) => sum + Number(amount), 0)),
  )
  const body = rows.map((row, index) => {
    const day = rows[index - 1]?.day === row.day ? '' : `Day ${row.day < 0 ? `−${-row.day}` : row.day}`
    const mark = row.agrees
      ? '<span class="yes" title="as expected">✓</span>'
      : '<span class="no" title="not as expected">✗</span>'
    const refused = row.actual.startsWith('refused') ? ' class="refused"' : ''
    return `<tr><th scope="row">${day}</th><td>${escaped(row.call)}</td><td>${escaped(row.expected)}</td><td${refused}>${mark} ${escaped(row.actual)}</td><td class="bar">${bar(row.requests, whole)}</td></tr>`
  })
  return `<div class="scroll"><table class="timeline"><thead><tr><th>When</th><th>Call</th><th>The table says</th><th>The mechanism did</th><th>Requests</th></tr></thead><tbody>${body.join('')}</tbody></table></div>`
}

function bar(requests: readonly RequestState[], whole: number): string {
  let x = 0
  let drawing = ''
  for (const { day, amount, converted, convertible } of requests) {
    const about = `Request of day ${day}: ${amount} MPOND, ${converted} converted, ${convertible} may be converted now`
    const scale = (value: bigint): number => (Number(value) / whole) * (WIDTH - 6)
    drawing += `<g>${hint(about)}<rect class="waiting" x="${px(x)}" y="3" width="${px(scale(amount))}" height="12"/>`
    drawing += `<rect class="cleared" x="${px(x)}" y="3" width="${px(scale(converted))}" height="12"/>`
    drawing += `<rect class="due" x="${px(x + scale(converted))}" y="3" width="${px(scale(convertible))}" height="12"/></g>`
    x += scale(amount) + 4
  }
  return requests.length === 0 ? '' : svg(WIDTH, 18, 'requests', drawing)
}
