export { assetArtefact } from './artefacts/asset.js'
export { bridgeArtefact } from './artefacts/bridge.js'
export { creditCurrencyArtefact } from './artefacts/credit-currency.js'
export { journalArtefact } from './artefacts/journal.js'
export { vaultArtefact } from './artefacts/vault.js'
export type { EvmPublicClient, EvmWalletClient, Hex } from './client.js'
export { streamIdOf } from './contract.js'
export { type Deployment, type DeploymentOptions, type DeployOptions, deploy, journalDeployment } from './deploy.js'
export { type EvmJournalOptions, evmJournal } from './evm-journal.js'
export type { Finality } from './finality.js'
export {
  type AssetTerms,
  assetDeployment,
  type BridgeTerms,
  bridgeDeployment,
  type CreditCurrencyTerms,
  creditCurrencyDeployment,
} from './native.js'
export { refusalCode, refusalOf } from './refusal.js'
export {
  type AttestationTerms,
  orderedSignatures,
  type Payout,
  payoutsIn,
  type Rotation,
  rotationTypedData,
  type VaultDomain,
  type VaultTerms,
  vaultDeployment,
  type Withdrawal,
  withdrawalOf,
  withdrawalTypedData,
} from './vault.js'
export {
  type CreditTerms,
  depositCommand,
  type VaultDeposit,
  type VaultWithdrawal,
  type WatchVaultOptions,
  watchDeposits,
  watchWithdrawals,
} from './watch-vault.js'
