/** The contract of a credit currency tells the vectors of members and their lines as the reference implementation does. */
import { afterAll, describe, expect, it } from 'vitest'
import { creditWorld } from './credit-world.js'
import { startStage } from './stage.js'
import { commandOf, fold, type Ledger, vectorFile } from './vectors.js'

const stage = await startStage()
afterAll(() => stage.stop())

/**
 * How many cases of a file are run on the chain, and how many aren't: founding and adopting, which are the deployment,
 * what comes before it, and lines that somebody underwrites.
 */
const files = { lines: [13, 15], 'lost-debt': [33, 2] } as const

describe('CreditCurrency.sol', () => {
  it.each(Object.entries(files))('tells %s: codes, balances and rows', async (name, [run, other]) => {
    await stage.reset()
    const { cases } = vectorFile(`trade-credit/${name}`)
    const world = creditWorld(stage)
    const ledger: Ledger = { balances: new Map(), rows: new Map() }
    const counts = { run: 0, other: 0 }
    for (const one of cases) {
      const command = commandOf(one)
      if (command === undefined) continue
      const told = world.tell(command)
      counts[told === undefined ? 'other' : 'run'] += 1
      if (told !== undefined) expect((await told).result, one.name).toBe(one.then.code ?? 'accepted')
      else if (command.type === 'trade-credit.adopt' && one.then.code === undefined) {
        const { network, currency } = command.input
        await world.adopt(network as string, command.by, currency as string)
      }
      if (one.then.record !== undefined) fold(ledger, one.then.record)
      const [expected, found] = await world.compare(ledger)
      expect(found, one.name).toEqual(expected)
    }
    expect(counts).toEqual({ run, other })
  })
})
