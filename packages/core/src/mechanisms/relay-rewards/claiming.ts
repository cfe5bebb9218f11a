/** Rewards on their way to those who earned them. Spec: relay-rewards.md#claim. */
import { Asset, list, Party, struct } from '../../codec/index.js'
import { available, type Command } from '../../kernel/index.js'
import type { RelayScope } from './tables.js'

/** What somebody has earned in an asset. */
export interface Claimed {
  readonly relayer: string
  readonly asset: string
}
/** What `relay-rewards.claim` takes. */
export interface ClaimRewards {
  /** At most 64. */
  readonly rewards: readonly Claimed[]
}

const MOST_CLAIMS = 64

export const claim: Command<ClaimRewards, RelayScope> = {
  input: struct<ClaimRewards>({ rewards: list(struct<Claimed>({ relayer: Party, asset: Asset }), MOST_CLAIMS) }),
  apply(scope, { rewards }) {
    const { call, config, emit, purse, self, tables, transfer } = scope
    for (const { relayer, asset } of rewards) {
      const amount = tables.earnings.get({ relayer, asset })?.amount
      // somebody else was faster: that spoils nobody's batch
      if (amount === undefined) continue
      tables.earnings.delete({ relayer, asset })
      const from = purse(self, asset, 'rewards')
      const backers = config.backers?.assets.includes(asset) ? config.backers : undefined
      transfer({ from, to: available(backers === undefined ? relayer : self, asset), amount })
      if (backers !== undefined) {
        call(`${backers.instance}.reward`, { relayer, asset, amount: String(amount) })
      }
      emit('paid', { relayer, asset, amount })
    }
  },
}
