/** What an instance of mutual credit is composed with. Spec: mutual-credit.md#config-and-params. */
import { Asset, Duration, Id, list, optional, type Schema, struct, Time } from '../../codec/index.js'

/** Fixed when the system is composed. */
export interface MutualCreditConfig {
  /** Length of an epoch, seconds. */
  readonly epoch: number
  /** Beginning of epoch 0. Default 0. */
  readonly origin?: number
  /** Networks' own assets, which the instance issues. More can be declared later, with this instance as a minter. */
  readonly assets?: readonly string[]
  /** Instances of lending against which networks may pledge their reserves. Default: none. */
  readonly lenders?: readonly string[]
}

export const configFields: Schema<MutualCreditConfig> = struct<MutualCreditConfig>({
  epoch: Duration,
  origin: optional(Time),
  assets: optional(list(Asset, 4096)),
  lenders: optional(list(Id, 64)),
})
