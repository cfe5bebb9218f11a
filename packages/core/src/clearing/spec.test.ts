import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { clear } from './clear.js'
import { obligationErrors } from './obligations.js'
import { clearingRejections, verifyClearing } from './verifier.js'

const text = readFileSync(join(import.meta.dirname, '../../../../spec/v1/clearing.md'), 'utf8')
const rows = [...text.matchAll(/^\| (.*) \|$/gm)].map((match) => match[1]!.split(' | '))

describe('spec/v1/clearing.md', () => {
  it('names the codes of the implementation in the same order of precedence', () => {
    const codes = rows.flatMap(([code]) => /^`([A-Z_]+)`$/.exec(code!)?.[1] ?? [])
    expect(codes).toEqual([...obligationErrors, ...clearingRejections])
  })

  it('has worked examples that hold', () => {
    const examples = rows.filter(
      ([first]) => first!.includes('→') && first!.includes(': ') && !first!.includes('amount'),
    )
    expect(examples).toHaveLength(3)
    for (const [edges, worth, clearing] of examples) {
      const obligations = edges!.split(', ').map((edge) => {
        const [, debtor, creditor, amount] = /^(\w) → (\w): (\d+)$/.exec(edge)!
        return { debtor: debtor!, creditor: creditor!, amount: BigInt(amount!) }
      })
      const [, flows, potentials] = /^flow (.*); potential (.*)$/.exec(clearing!)!
      const flow = flows!.split(', ').map(BigInt)
      const potential = potentials!.split(', ').map((entry) => BigInt(entry.split(' ')[1]!.replace('−', '-')))
      const cleared = BigInt(worth!)
      expect(verifyClearing(obligations, { cleared, flow, potential })).toEqual({ status: 'verified' })
      expect(clear(obligations).cleared).toBe(cleared)
    }
  })
})
