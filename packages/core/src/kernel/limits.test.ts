/** Edges that a mechanism's input can reach. */
import { describe, expect, it } from 'vitest'
import { Id, Quantity, struct } from '../codec/index.js'
import { transfer } from '../mechanisms/transfer/index.js'
import {
  type AnyCommand,
  available,
  createSystem,
  defineMechanism,
  execute,
  genesis,
  issuance,
  type State,
} from './index.js'

const edge = defineMechanism({
  name: 'edge',
  mints: () => ['USD'],
  rejections: [],
  commands: {
    as: {
      input: struct({ as: Id }),
      apply: ({ call }, { as }) => call('transfer.configure', {}, { as }),
    },
    demand: {
      input: struct({ amount: Quantity }),
      apply({ by, claim, lien, transfer: move }, { amount }) {
        lien('@issuer', 'USD', amount)
        claim('@issuer', 'USD', amount)
        move({ from: issuance('USD'), to: available(by, 'USD'), amount })
      },
    },
  },
})
const system = createSystem({
  spec: '1.0',
  mechanisms: [transfer.with({ authority: `@edge.${'a'.repeat(59)}` }), edge.with({})],
  assets: [{ asset: 'USD', minters: ['edge', 'edge', 'b'], tracked: true }],
})
const run = (type: string, input: object, state: State = genesis(system, { at: 0 }).state) =>
  execute(system, state, { id: '1', by: 'alice', at: 0, type, input } as AnyCommand as never)

describe('a nested command', () => {
  it('runs as a party that can be, and is refused as one that can not', () => {
    expect(run('edge.as', { as: 'a'.repeat(59) }).status).toBe('accepted')
    expect(run('edge.as', { as: 'a'.repeat(60) })).toMatchObject({ status: 'rejected', code: 'COMMAND_MALFORMED' })
  })
})

describe('liens and claims on the issuer', () => {
  it('are written, never checked, and leave no history', () => {
    const outcome = run('edge.demand', { amount: 5n })
    if (outcome.status === 'rejected') throw new Error(outcome.code)
    const tables = outcome.decision.effects.writes.map(({ table, key }) => `${table} ${JSON.stringify(key)}`)
    expect(tables).toContain('kernel.liens {"party":"@issuer","asset":"USD","instance":"edge"}')
    expect(tables.filter((one) => one.startsWith('kernel.held'))).toEqual([
      'kernel.held {"asset":"USD","party":"alice","sequence":2}',
    ])
  })
})

describe('minters of a composition', () => {
  it('are listed once each, in order', () => {
    expect(system.engine.composition.assets.get('USD')?.minters).toEqual(['b', 'edge'])
  })
})

describe('pruning', () => {
  it('stops after a thousand reports, not counting those that stay', () => {
    const policy = {
      reporters: ['alice'],
      signers: [],
      threshold: 0,
      maxAge: 9000,
      futureSkew: 0,
      lowest: null,
      highest: null,
      jump: null,
      monotone: false,
      timelock: 0,
    }
    const priced = createSystem({ spec: '1.0', mechanisms: [], feeds: [{ base: 'A', quote: 'B', policy }] })
    let { state } = genesis(priced, { at: 0 })
    const take = (command: object): number => {
      const outcome = execute(priced, state, command as never)
      if (outcome.status === 'rejected') throw new Error(outcome.code)
      state = outcome.state
      return outcome.decision.effects.writes.length
    }
    for (let number = 0; number < 1005; number++) {
      // one was observed late enough to stay, and what was recorded after it stays with it
      const observed = number === 1002 ? 2000 : 100
      const report = { baseAmount: 1n, quoteAmount: 1n, confidence: 0n, observed, until: 9000, source: 's', number }
      const input = { base: 'A', quote: 'B', ...report, signatures: [] }
      take({ id: `r${number}`, by: 'alice', at: 2000, type: 'price.report', input })
    }
    const prune = (id: string) => ({
      id,
      by: 'x',
      at: 2000,
      type: 'price.prune',
      input: { base: 'A', quote: 'B', before: 2000 },
    })
    expect([take(prune('p1')), take(prune('p2')), take(prune('p3'))]).toEqual([1000, 2, 0])
  })
})
