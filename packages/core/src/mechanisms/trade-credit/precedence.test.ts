/** Of several guards that would refuse, the first of the table does: in scenarios where everything is wrong at first. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { tradeCredit } from './index.js'

interface Case {
  readonly when: { readonly command?: { readonly type: string; readonly at: string } }
  readonly then: { readonly code?: string }
}
const told = (name: string): readonly Case[] => {
  const file = join(import.meta.dirname, `../../../../../spec/v1/vectors/trade-credit/precedence-of-${name}.json`)
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly cases: readonly Case[] }).cases
}
/** Codes of the mechanism's with which a command is refused, at one time, one after the other. */
function refusals(cases: readonly Case[], command: string): readonly string[] {
  const all: readonly string[] = tradeCredit.rejections
  const said = cases.filter(({ when }) => when.command?.type === `trade-credit.${command}`)
  const first = said[0]?.when.command?.at
  return said
    .filter(({ when }) => when.command?.at === first)
    .flatMap(({ then }) => (then.code !== undefined && all.includes(then.code) ? [then.code] : []))
}

describe('with everything wrong, what is put right one by one is refused in the table’s order', () => {
  it.each([
    ['buying', 'buy', 17],
    ['phases', 'prepare', 8],
    ['phases', 'post', 7],
    ['phases', 'void', 2],
    ['trading', 'trade', 13],
    ['settling', 'settle', 9],
    ['defaulting', 'default', 6],
    ['defaulting', 'declare', 6],
    ['defaulting', 'foreclose', 7],
    ['defaulting', 'grant', 4],
    ['defaulting', 'unstake', 3],
  ] as const)('%s: %s', (name, command, most) => {
    const places = refusals(told(name), command).map((code) =>
      (tradeCredit.rejections as readonly string[]).indexOf(code),
    )
    expect(places).toEqual([...places].sort((a, b) => a - b))
    expect(new Set(places).size).toBe(most)
  })

  it('and the document’s table is that of the mechanism', () => {
    const text = readFileSync(join(import.meta.dirname, '../../../../../spec/v1/trade-credit.md'), 'utf8')
    const table = text.split('<!-- codes:trade-credit -->')[1]?.split('<!-- /codes -->')[0] ?? ''
    expect([...table.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, code]) => code)).toEqual([...tradeCredit.rejections])
  })
})
