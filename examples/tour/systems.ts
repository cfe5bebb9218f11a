import { createSystem } from '@symbolon/core'
import { bridge } from '@symbolon/core/bridge'
import { tradeCredit } from '@symbolon/core/trade-credit'
import { CLEARING_HOUSE } from './planned.js'
import { HOLDING, WAIT_DAYS } from './scenario.js'

export const DAY = 86_400

/** The party of the scenario table, and the one that sets the bridge's parameters in it. */
export const HOLDER = 'alice'
export const GOVERNANCE = 'governance'

/** Base units of one MPOND and of one POND: 18 decimals. */
export const TOKEN = 10n ** 18n

/** The token bridge as its scenario table has it: one MPOND for a million POND, 180 days, no liquidity at first. */
export const bridgeSystem = createSystem({
  spec: '1.0',
  mechanisms: [
    bridge.with({
      liquid: 'POND',
      bonded: 'MPOND',
      rate: 10n ** 6n,
      wait: WAIT_DAYS * DAY,
      liquidity: 0,
      authority: GOVERNANCE,
    }),
  ],
  allocations: [{ party: HOLDER, asset: 'MPOND', amount: HOLDING * TOKEN }],
})

/** Bilateral accounts in whole US dollars, without collateral: limits are what two networks agree on. */
export const economySystem = tradeSystem('USD')

/** The same in millionths of the XRP Ledger's unit of account, for lines that exist already. */
export const linesSystem = tradeSystem('UNIT')

/** A system of bilateral accounts in one unit. */
export type TradeSystem = typeof economySystem

/** Its one mechanism. */
export type TradeInstance = TradeSystem['mechanisms'][number]

function tradeSystem(unit: string) {
  return createSystem({
    spec: '1.0',
    mechanisms: [tradeCredit.with({ unit, backing: 'none', roundLength: DAY, authority: CLEARING_HOUSE })],
  })
}
