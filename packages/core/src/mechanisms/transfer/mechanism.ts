/** A party sends what it has available. Spec: transfer.md. */
import { Amount, Asset, Party, struct } from '../../codec/index.js'
import { available, defineMechanism } from '../../kernel/index.js'

/** What `transfer.send` takes. */
export interface Send {
  readonly to: string
  readonly asset: string
  /** Base units. */
  readonly amount: bigint
}

/**
 * Payments from one party's `available` account to another's. Every rule is the kernel's: floors, restrictions of the
 * asset, liens.
 * Spec: transfer.md.
 * @example createSystem({ spec: '1.0', mechanisms: [transfer.with({})], assets: [{ asset: 'USD' }] })
 */
export const transfer = defineMechanism({
  name: 'transfer',
  rejections: [],
  commands: {
    send: {
      input: struct<Send>({ to: Party, asset: Asset, amount: Amount }),
      apply({ by, transfer: move }, { to, asset, amount }) {
        move({ from: available(by, asset), to: available(to, asset), amount })
      },
    },
  },
})
