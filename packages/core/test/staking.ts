/** The smallest staking there is, for tests: a pool whose claims count in what parties hold, and slashing. */
import { Amount, Asset, available, defineMechanism, Id, Quantity, struct, table } from '../src/index.js'

export const staking = defineMechanism({
  name: 'staking',
  config: struct<{ readonly asset: string }>({ asset: Asset }),
  tables: {
    stakes: table(
      struct<{ readonly party: string }>({ party: Id }),
      struct<{ readonly amount: bigint }>({ amount: Quantity }),
    ),
  },
  rejections: ['STAKE_EXCEEDED'],
  commands: {
    stake: {
      input: struct<{ readonly amount: bigint }>({ amount: Amount }),
      apply({ by, self, config: { asset }, purse, tables, transfer, claim }, { amount }) {
        const total = (tables.stakes.get({ party: by })?.amount ?? 0n) + amount
        transfer({ from: available(by, asset), to: purse(self, asset, 'pool'), amount })
        tables.stakes.put({ party: by }, { amount: total })
        claim(by, asset, total)
      },
    },
    release: {
      input: struct<{ readonly amount: bigint }>({ amount: Amount }),
      apply({ by, self, config: { asset }, purse, tables, transfer, claim, reject }, { amount }) {
        const rest = (tables.stakes.get({ party: by })?.amount ?? 0n) - amount
        if (rest < 0n) reject('STAKE_EXCEEDED')
        transfer({ from: purse(self, asset, 'pool'), to: available(by, asset), amount })
        tables.stakes.put({ party: by }, { amount: rest })
        claim(by, asset, rest)
      },
    },
    slash: {
      input: struct<{ readonly party: string; readonly amount: bigint }>({ party: Id, amount: Amount }),
      authority: true,
      apply({ self, config: { asset }, purse, tables, seize, claim, reject }, { party, amount }) {
        const rest = (tables.stakes.get({ party })?.amount ?? 0n) - amount
        if (rest < 0n) reject('STAKE_EXCEEDED')
        seize({ from: purse(self, asset, 'pool'), to: available('treasury', asset), amount })
        tables.stakes.put({ party }, { amount: rest })
        claim(party, asset, rest, { seized: true })
      },
    },
  },
})
