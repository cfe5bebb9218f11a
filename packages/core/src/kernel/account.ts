/** Where money lies: a party, an asset, and what the money is for. Spec: kernel.md#accounts. */

/** An account. Purposes are `available`, `issuance`, `hold:<id>` or `<instance>.<kind>[:<id>]`. */
export interface Account {
  readonly party: string
  readonly asset: string
  readonly purpose: string
}

/** The party that owes every asset's supply. */
export const ISSUER = '@issuer'
/** The party that writes genesis. */
export const KERNEL = '@kernel'

/** Any account. */
export const account = (party: string, asset: string, purpose: string): Account => ({ party, asset, purpose })

/** What a party can spend. */
export const available = (party: string, asset: string): Account => ({ party, asset, purpose: 'available' })

/** The account that owes the whole supply of an asset: its balance is minus the supply, its floor minus the cap. */
export const issuance = (asset: string): Account => ({ party: ISSUER, asset, purpose: 'issuance' })

/**
 * An account for a purpose of an instance's own.
 * @param kind - What the money is for, a word of the mechanism.
 * @param id - Which one, when there are several.
 * @example purse('alice', 'USD', 'trade-credit', 'pair', 'bob') // purpose 'trade-credit.pair:bob'
 */
export const purse = (party: string, asset: string, instance: string, kind: string, id?: string): Account => ({
  party,
  asset,
  purpose: id === undefined ? `${instance}.${kind}` : `${instance}.${kind}:${id}`,
})

/** The account as records name it beside its asset. */
export const pathOf = (account: Account): string => `${account.party}/${account.purpose}`
