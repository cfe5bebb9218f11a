/** Calls of a contract on the tests' node, as viem's clients make them. */
import type { Abi, Hex } from 'viem'
import type { Chain, Wallet } from '../../../scripts/evm/chain.js'
import { revertOf } from '../src/evm/client.js'

/** A contract as tests use it. */
export interface Contract {
  readonly address: Hex
  /** Sends a transaction and waits until it is in a block: its gas, or the custom error that it is refused with. */
  readonly send: (wallet: Wallet, functionName: string, ...args: readonly unknown[]) => Promise<bigint | string>
  readonly read: <Answer>(functionName: string, ...args: readonly unknown[]) => Promise<Answer>
}

export function contractAt({ client }: Chain, address: Hex, abi: Abi): Contract {
  return {
    address,
    send: async (wallet, functionName, ...args) => {
      try {
        const hash = await wallet.writeContract({ address, abi, functionName, args })
        const { status, gasUsed } = await client.waitForTransactionReceipt({ hash })
        if (status !== 'success') throw new Error(`${functionName} was included and refused`)
        return gasUsed
      } catch (error) {
        const revert = revertOf(error)
        if (revert === undefined) throw error
        return revert
      }
    },
    read: <Answer>(functionName: string, ...args: readonly unknown[]) =>
      client.readContract({ address, abi, functionName, args }) as Promise<Answer>,
  }
}
