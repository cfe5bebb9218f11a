export { assetArtefact } from './artefacts/asset.js'
export { bridgeArtefact } from './artefacts/bridge.js'
export { creditCurrencyArtefact } from './artefacts/credit-currency.js'
export { journalArtefact } from './artefacts/journal.js'
export type { EvmPublicClient, EvmWalletClient, Hex } from './client.js'
export { streamIdOf } from './contract.js'
export { type Deployment, type DeploymentOptions, type DeployOptions, deploy, journalDeployment } from './deploy.js'
export { type EvmJournalOptions, evmJournal, type Finality } from './evm-journal.js'
export {
  type AssetTerms,
  assetDeployment,
  type BridgeTerms,
  bridgeDeployment,
  type CreditCurrencyTerms,
  creditCurrencyDeployment,
} from './native.js'
export { refusalCode, refusalOf } from './refusal.js'
