/** The contract of the bridge tells the vectors of the specification as the reference implementation does. */
import { afterAll, describe, expect, it } from 'vitest'
import { bridgeWorld } from './bridge-world.js'
import { startStage } from './stage.js'
import { type Composition, commandOf, fold, type Ledger, vectorFile } from './vectors.js'

const stage = await startStage()
afterAll(() => stage.stop())

/** How many cases of a file are run on the chain, and how many have an input that no call can carry. */
const files = {
  'beyond-the-whole': [6, 0],
  bonding: [9, 0],
  lien: [15, 0],
  refusals: [28, 7],
  'scenario-table': [25, 0],
  slashing: [11, 0],
  tranches: [22, 0],
} as const

describe('Bridge.sol', () => {
  it.each(Object.entries(files))('tells %s: codes, balances and rows', async (name, [run, shapes]) => {
    await stage.reset()
    const { systems, cases } = vectorFile(`bridge/${name}`)
    const world = await bridgeWorld(stage, Object.values(systems)[0] as Composition)
    const ledger: Ledger = { balances: new Map(), rows: new Map() }
    const counts = { run: 0, shapes: 0 }
    for (const one of cases) {
      const command = commandOf(one)
      if (command !== undefined) {
        const told = world.tell(command)
        counts[told === undefined ? 'shapes' : 'run'] += 1
        if (told === undefined) expect(one.then.code).toBe('INPUT_INVALID')
        else expect((await told).result, one.name).toBe(one.then.code ?? 'accepted')
      }
      if (one.then.record !== undefined) fold(ledger, one.then.record)
      const [expected, found] = await world.compare(ledger)
      expect(found, one.name).toEqual(expected)
    }
    expect(counts).toEqual({ run, shapes })
  })
})
