/** Mechanisms as contracts of their own. Spec: evm-native.md. */
import { assetArtefact } from './artefacts/asset.js'
import { bridgeArtefact } from './artefacts/bridge.js'
import { creditCurrencyArtefact } from './artefacts/credit-currency.js'
import type { Hex } from './client.js'
import { type Deployment, type DeploymentOptions, deploymentOf } from './deploy.js'

/** What a token is deployed with. */
export interface AssetTerms extends DeploymentOptions {
  readonly name: string
  readonly symbol: string
  /** 0 to 255: how wallets show base units. */
  readonly decimals: number
  /** Most that may ever be out, base units, 0 < cap < 2^127. */
  readonly cap: bigint
  /** Who names minters and instances; the zero address would name none, ever. */
  readonly governor: Hex
}

/**
 * Deployment of an asset: an ERC-20 with a cap, minters, liens on what parties hold, and claims on what others keep.
 * Spec: evm-native.md#assets.
 * @param terms - Names, cap and governor; `salt`: 32 bytes, zeros by default.
 * @returns Address and call, for `deploy`.
 * @throws {RangeError} when a term fits no word.
 * @example const { address } = assetDeployment({ name: 'Pond', symbol: 'POND', decimals: 18, cap: 10n ** 28n, governor })
 */
export function assetDeployment({ name, symbol, decimals, cap, governor, salt }: AssetTerms): Deployment {
  return deploymentOf(assetArtefact, [{ text: name }, { text: symbol }, BigInt(decimals), cap, governor], salt)
}

/** Between which values a param of a bridge may be changed. */
interface Range {
  readonly least: number
  readonly most: number
}

/** What a bridge is deployed with. */
export interface BridgeTerms extends DeploymentOptions {
  /** Address of the liquid asset. */
  readonly liquid: Hex
  /** Address of the bonded asset. */
  readonly bonded: Hex
  /** Base units of the liquid asset for one of the bonded asset, > 0. */
  readonly rate: bigint
  /** Length of an epoch, seconds; a day by default. */
  readonly epoch?: number
  /** Beginning of epoch 0, seconds; 0 by default. */
  readonly origin?: number
  /** Absent: any wait, any liquidity. */
  readonly bounds?: { readonly wait: Range; readonly liquidity: Range }
  /** Time in which a tranche of a new request opens, seconds > 0. */
  readonly wait: number
  /** Size of a tranche of every request, basis points. */
  readonly liquidity: number
  /** Who changes wait and liquidity. */
  readonly governor: Hex
}

/**
 * Deployment of a bridge. Its assets' governor then names it: a minter of both, and an instance of the bonded one.
 * Spec: evm-native.md#bridge.
 * @param terms - As `bridge.with` takes them, with addresses; `salt`: 32 bytes, zeros by default.
 * @returns Address and call, for `deploy`.
 * @throws {RangeError} when a term fits no word.
 * @example const { address } = bridgeDeployment({ liquid, bonded, rate: 10n ** 6n, wait: 15_552_000, liquidity: 1000, governor })
 */
export function bridgeDeployment(terms: BridgeTerms): Deployment {
  const { liquid, bonded, rate, epoch = 86_400, origin = 0, wait, liquidity, governor, salt } = terms
  const any = { wait: { least: 1, most: Number.MAX_SAFE_INTEGER }, liquidity: { least: 0, most: 10_000 } }
  const { bounds = any } = terms
  const ranges = [bounds.wait.least, bounds.wait.most, bounds.liquidity.least, bounds.liquidity.most].map(BigInt)
  const params = [BigInt(wait), BigInt(liquidity)]
  const args = [liquid, bonded, rate, BigInt(epoch), BigInt(origin), ...ranges, ...params, governor]
  return deploymentOf(bridgeArtefact, args, salt)
}

/** What a credit currency is deployed with. */
export interface CreditCurrencyTerms extends DeploymentOptions {
  readonly name: string
  readonly symbol: string
  /** 0 to 255: how wallets show base units. */
  readonly decimals: number
  /** Who admits members and sets their lines. */
  readonly operator: Hex
}

/**
 * Deployment of the currency of a credit community, whose members' balances go below zero to a limit.
 * Spec: evm-native.md#credit-currency.
 * @param terms - Names and operator; `salt`: 32 bytes, zeros by default.
 * @returns Address and call, for `deploy`.
 * @throws {RangeError} when a term fits no word.
 * @example const { address } = creditCurrencyDeployment({ name: 'Hours', symbol: 'HRS', decimals: 2, operator })
 */
export function creditCurrencyDeployment({ name, symbol, decimals, operator, salt }: CreditCurrencyTerms): Deployment {
  return deploymentOf(creditCurrencyArtefact, [{ text: name }, { text: symbol }, BigInt(decimals), operator], salt)
}
