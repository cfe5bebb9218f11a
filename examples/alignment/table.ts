import type { Interval } from '@symbolon/core/simulation'
import type { Line } from './questions.js'

const header = [
  'assumed',
  'public-good work without',
  'change of it by issuance',
  'exposure',
  'dilution',
  'change of correlation',
  'change of value',
  '',
] as const

/** Lines as text: means with their 95 % intervals. */
export function table(lines: readonly Line[]): string {
  const rows = [header, ...lines.map(cells)]
  const widths = header.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function cells({ assumed, comparison: { without, withIssuance, difference, verdict } }: Line): readonly string[] {
  return [
    assumed,
    percent(without.publicShare),
    points(difference.publicShare),
    percent(withIssuance.exposure),
    percent(withIssuance.dilution),
    interval(difference.correlation, (x) => signed(x, 3)),
    points(difference.value),
    verdict,
  ]
}

function percent(of: Interval): string {
  return interval(of, (x) => `${(100 * x).toFixed(1)} %`)
}

/** A change of a share, in points of a hundred. */
function points(of: Interval): string {
  return interval(of, (x) => signed(100 * x, 2))
}

function signed(x: number, digits: number): string {
  const text = x.toFixed(digits)
  return Number(text) > 0 ? `+${text}` : text.replace(/^-(?=[0.]*$)/, '')
}

function interval({ mean, low, high }: Interval, print: (x: number) => string): string {
  return print(low) === print(high) ? print(mean) : `${print(mean)} (${print(low)} … ${print(high)})`
}
