/** Where money lies: a party, an asset, and what the money is for. Spec: kernel.md#accounts. */

/** An account. Purposes are `available`, `issuance`, `hold:<id>` or `<instance>.<kind>[:<id>]`. */
export interface Account {
  /** Who holds it: an id, or `@` and an instance's name. */
  readonly party: string
  readonly asset: string
  /** What the money is for. */
  readonly purpose: string
}

/** The party that owes every asset's supply. */
export const ISSUER = '@issuer'
/** The party that writes genesis. */
export const KERNEL = '@kernel'

/**
 * Any account.
 * Spec: kernel.md#accounts.
 * @param party - Who holds it.
 * @param asset - The asset's id.
 * @param purpose - What the money is for: `available`, `issuance`, `hold:…` or an instance's own.
 * @returns The account; whether the names are well-formed is checked where it is used.
 * @example account('alice', 'USD', 'available') // { party: 'alice', asset: 'USD', purpose: 'available' }
 */
export const account = (party: string, asset: string, purpose: string): Account => ({ party, asset, purpose })

/**
 * What a party can spend.
 * Spec: kernel.md#accounts.
 * @param party - Who holds it.
 * @param asset - The asset's id.
 * @returns The party's account with the purpose `available`.
 * @example available('alice', 'USD').purpose // 'available'
 */
export const available = (party: string, asset: string): Account => ({ party, asset, purpose: 'available' })

/**
 * The account that owes the whole supply of an asset: its balance is minus the supply, its floor minus the cap.
 * Spec: kernel.md#accounts.
 * @param asset - The asset's id.
 * @returns The issuer's account with the purpose `issuance`.
 * @example issuance('USD').party // '@issuer'
 */
export const issuance = (asset: string): Account => ({ party: ISSUER, asset, purpose: 'issuance' })

/**
 * An account for a purpose of an instance's own.
 * Spec: kernel.md#accounts.
 * @param party - Who holds it.
 * @param asset - The asset's id.
 * @param instance - Name of the instance.
 * @param kind - What the money is for, a word of the mechanism.
 * @param id - Which one, when there are several.
 * @returns The account with the purpose `<instance>.<kind>` or `<instance>.<kind>:<id>`.
 * @example purse('alice', 'USD', 'trade-credit', 'pair', 'bob').purpose // 'trade-credit.pair:bob'
 */
export const purse = (party: string, asset: string, instance: string, kind: string, id?: string): Account => ({
  party,
  asset,
  purpose: id === undefined ? `${instance}.${kind}` : `${instance}.${kind}:${id}`,
})

/**
 * The account as records name it beside its asset.
 * Spec: kernel.md#records.
 * @param account - The account.
 * @returns `<party>/<purpose>`.
 * @example pathOf(available('alice', 'USD')) // 'alice/available'
 */
export const pathOf = (account: Account): string => `${account.party}/${account.purpose}`
