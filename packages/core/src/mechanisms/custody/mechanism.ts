/** Deposits and withdrawals of an outside vault. Spec: custody.md. */
import { Amount, Asset, Id, list, oneOf, Party, Sequence, struct, Text } from '../../codec/index.js'
import { available, defineMechanism, issuance, table } from '../../kernel/index.js'
import { type CustodyConfig, type CustodyDeposit, type CustodyWithdrawal, pending } from './queries.js'

/** What `custody.deposit` takes. */
export interface Deposit {
  readonly party: string
  readonly asset: string
  /** Base units. */
  readonly amount: bigint
  /** The deposit's name in the outside world, a transaction's hash say. Counts once. */
  readonly reference: string
}
/** What `custody.withdraw` takes. */
export interface Withdraw {
  readonly asset: string
  /** Base units. */
  readonly amount: bigint
  /** Where to, in the outside world's words. */
  readonly to: string
}
/** What `custody.confirm` takes. */
export interface Confirm {
  /** Number of the withdrawal. */
  readonly withdrawal: number
}
/** What `custody.refund` takes. */
export interface Refund extends Confirm {}

/**
 * Claims on what an outside vault keeps: minted when it receives, burned when it has paid out. Its authority speaks
 * for the vault.
 * Spec: custody.md.
 * @example custody.with({ assets: ['USD'], authority: 'vault' })
 */
export const custody = defineMechanism({
  name: 'custody',
  config: struct<CustodyConfig>({ assets: list(Asset, 64) }),
  mints: ({ assets }) => assets,
  tables: {
    deposits: table(
      struct<{ readonly reference: string }>({ reference: Id }),
      struct<CustodyDeposit>({ party: Party, asset: Asset, amount: Amount }),
    ),
    withdrawals: table(
      struct<{ readonly withdrawal: number }>({ withdrawal: Sequence }),
      struct<CustodyWithdrawal>({
        party: Party,
        asset: Asset,
        amount: Amount,
        to: Text,
        status: oneOf('pending', 'confirmed', 'refunded'),
      }),
      { ordered: [[]] },
    ),
  },
  events: { locked: struct<Confirm>({ withdrawal: Sequence }) },
  rejections: [
    'CUSTODY_ASSET_UNKNOWN',
    'CUSTODY_DEPOSIT_TAKEN',
    'CUSTODY_WITHDRAWAL_UNKNOWN',
    'CUSTODY_WITHDRAWAL_OVER',
  ],
  commands: {
    deposit: {
      input: struct<Deposit>({ party: Party, asset: Asset, amount: Amount, reference: Id }),
      authority: true,
      apply({ config, tables, transfer, reject }, { party, asset, amount, reference }) {
        if (!config.assets.includes(asset)) reject('CUSTODY_ASSET_UNKNOWN', { asset })
        if (tables.deposits.has({ reference })) reject('CUSTODY_DEPOSIT_TAKEN', { reference })
        transfer({ from: issuance(asset), to: available(party, asset), amount })
        tables.deposits.put({ reference }, { party, asset, amount })
      },
    },
    withdraw: {
      input: struct<Withdraw>({ asset: Asset, amount: Amount, to: Text }),
      apply({ by, self, config, purse, tables, transfer, emit, reject }, { asset, amount, to }) {
        if (!config.assets.includes(asset)) reject('CUSTODY_ASSET_UNKNOWN', { asset })
        const last = tables.withdrawals.before({}, Number.MAX_SAFE_INTEGER)?.key.withdrawal ?? 0
        const withdrawal = last + 1
        // with the custody, no longer with the party: liens hold it back now, since nothing can once the vault has paid
        transfer({ from: available(by, asset), to: purse(self, asset, 'withdrawal'), amount })
        tables.withdrawals.put({ withdrawal }, { party: by, asset, amount, to, status: 'pending' })
        emit('locked', { withdrawal })
      },
    },
    confirm: {
      input: struct<Confirm>({ withdrawal: Sequence }),
      authority: true,
      apply({ self, purse, tables, transfer, reject }, key) {
        const row = tables.withdrawals.get(key) ?? reject('CUSTODY_WITHDRAWAL_UNKNOWN', key)
        if (row.status !== 'pending') reject('CUSTODY_WITHDRAWAL_OVER', { status: row.status })
        const { asset, amount } = row
        transfer({ from: purse(self, asset, 'withdrawal'), to: issuance(asset), amount })
        tables.withdrawals.put(key, { ...row, status: 'confirmed' })
      },
    },
    refund: {
      input: struct<Refund>({ withdrawal: Sequence }),
      authority: true,
      apply({ self, purse, tables, transfer, reject }, key) {
        const row = tables.withdrawals.get(key) ?? reject('CUSTODY_WITHDRAWAL_UNKNOWN', key)
        if (row.status !== 'pending') reject('CUSTODY_WITHDRAWAL_OVER', { status: row.status })
        const { party, asset, amount } = row
        transfer({ from: purse(self, asset, 'withdrawal'), to: available(party, asset), amount })
        tables.withdrawals.put(key, { ...row, status: 'refunded' })
      },
    },
  },
  audits: {
    'what is locked is the sum of pending withdrawals': (view) => {
      const sums = new Map(view.config.assets.map((asset) => [asset, 0n]))
      for (const { row } of view.tables.withdrawals.entries()) {
        if (row.status === 'pending') sums.set(row.asset, (sums.get(row.asset) ?? 0n) + row.amount)
      }
      return [...sums].every(([asset, sum]) => pending(view, asset) === sum)
    },
  },
})
