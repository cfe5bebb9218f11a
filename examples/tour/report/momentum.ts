import type { ClaimHistory } from '../tour-result.js'
import { hint, px, svg, text } from './markup.js'

const WIDTH = 440
const LEFT = 104
const ROW = 13

/** One row for each claim, one square for each round: as large as the share of all stake it gained or lost in it. */
export function momentumMap(claims: readonly ClaimHistory[], label: string): string {
  const rounds = claims[0]?.momentum.length ?? 0
  const step = (WIDTH - LEFT) / Math.max(1, rounds)
  // The first stakes are large shares of little: what is larger than most moves fills its square.
  const moves = claims.flatMap(({ momentum }) => momentum.map(Math.abs)).sort((a, b) => b - a)
  const most = Math.max(1e-9, moves[Math.floor(moves.length / 10)] ?? 0)
  let drawing = ''
  for (const [row, { name, status, momentum, units }] of claims.entries()) {
    const y = 6 + row * ROW
    drawing += text(LEFT - 8, y + 9, `${name}${MARKS[status]}`, 'small', 'end')
    drawing += `<path class="hair" d="M${LEFT} ${px(y + ROW / 2)}H${WIDTH}"/>`
    for (const [round, moved] of momentum.entries()) {
      if (moved === 0) continue
      const size = Math.max(1.2, Math.sqrt(Math.min(1, Math.abs(moved) / most)) * Math.min(step, ROW))
      const about = `${name}, round ${round + 1}: ${(moved * 100).toFixed(2)} % of all stake, ${units[round]} units`
      const [left, top] = [LEFT + (round + 0.5) * step - size / 2, y + ROW / 2 - size / 2]
      drawing += `<rect class="${moved > 0 ? 'due' : 'owed'}" x="${px(left)}" y="${px(top)}" width="${px(size)}" height="${px(size)}">${hint(about)}</rect>`
    }
  }
  const bottom = 6 + claims.length * ROW + 14
  for (let round = 5; round <= rounds; round += 5) {
    drawing += text(LEFT + (round - 0.5) * step, bottom, String(round), 'small', 'middle')
  }
  return svg(WIDTH, bottom + 8, label, drawing)
}

const MARKS = { open: '', met: ' ✓', failed: ' ✗' }
