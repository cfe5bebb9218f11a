import { describe, expect, it } from 'vitest'
import { assumptions, type Line, swept } from './questions.js'
import { table } from './table.js'

const effort = { seeds: 10, contributors: 10, epochs: 14, band: 0.02 }
const verdicts = (lines: readonly Line[]) =>
  Object.fromEntries(lines.map(({ assumed, comparison }) => [assumed, comparison.verdict]))

describe('the alignment example', () => {
  it('sweeps uplift, rate and lag, and finds nothing where the public good brings nothing', () => {
    const lines = swept(effort)
    expect(lines).toHaveLength(4 * 4 * 2)
    for (const { comparison } of lines.filter(({ assumed }) => assumed.startsWith('uplift 0,'))) {
      expect(comparison.verdict).toBe('marginal')
      expect(comparison.difference.publicShare.mean).toBe(0)
    }
    expect(verdicts(lines)['uplift 0.7, 2 % an epoch, lag 0']).toBe('effect')
  })

  it('says of each assumption what hangs on it', () => {
    const found = verdicts(assumptions({ ...effort, epochs: 52 }))
    expect(found['as it stands']).toBe('effect')
    for (const indifferent of [
      'value does not react to effort',
      'effort does not follow gain',
      'reserves disregarded',
    ]) {
      expect(found[indifferent]).toBe('marginal')
    }
  })

  it('prints a line for each, with intervals and the verdict', () => {
    const [header, ...rows] = table(swept(effort)).split('\n')
    expect(header).toMatch(/^assumed {2,}public-good work without {2,}change of it by issuance/)
    expect(rows).toHaveLength(32)
    expect(rows[0]).toMatch(/^uplift 0, 0\.05 % an epoch, lag 0 +0\.0 % +0\.00 .* marginal$/)
    expect(rows.at(-1)).toMatch(/^uplift 1, 2 % an epoch, lag 13 +\d+\.\d % \(.* … .*\) +\+\d+\.\d\d \(.*\) .* effect$/)
  })

  it('refuses what is no effort', () => {
    for (const change of [{ seeds: 3 }, { contributors: 7 }, { band: 0 }, { epochs: Number.NaN }]) {
      expect(() => swept({ ...effort, ...change })).toThrow(RangeError)
    }
  })
})
