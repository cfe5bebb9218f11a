/** A node on which parties act at any time, and what contracts say to them. */
import { type Abi, decodeErrorResult, encodeFunctionData, type Hex, keccak256, stringToHex } from 'viem'
import { startChain } from '../../../../scripts/evm/chain.js'
import type { Deployment } from '../../src/evm/deploy.js'
import { DEPLOYER } from '../../src/evm/deploy.js'
import { refusalCode } from '../../src/evm/index.js'

/** A contract on the stage. */
export interface Contract {
  readonly address: Hex
  readonly abi: Abi
}
/** What became of a call. */
export interface Call {
  /** `accepted`, or the code of the refusal. */
  readonly result: string
  readonly gas: bigint
}
export interface Stage {
  readonly deploy: (deployment: Deployment, abi: readonly object[]) => Promise<Contract>
  /** A call by an account in a block of this time; a refused one leaves the chain as it was, its time included. */
  readonly call: (at: number, from: Hex, contract: Contract, name: string, args: readonly unknown[]) => Promise<Call>
  readonly read: <T>(contract: Contract, name: string, ...args: readonly unknown[]) => Promise<T>
  /** Amounts by account as ERC-20's log tells them. */
  readonly logged: (contract: Contract) => Promise<ReadonlyMap<Hex, bigint>>
  /** Names of the errors that contracts have refused with. */
  readonly refusals: ReadonlySet<string>
  /** A chain as it was before anything was deployed. */
  readonly reset: () => Promise<void>
  readonly stop: () => Promise<void>
}

/** The account of a party. */
export const accountOf = (party: string): Hex => `0x${keccak256(stringToHex(party)).slice(26)}`

interface Receipt {
  readonly status: Hex
  readonly gasUsed: Hex
}

const GAS = '0x1c9c380'
/** A transaction is in a block at once, or after a few more looks. */
const MOST_LOOKS = 5_000
const TRANSFER = keccak256(stringToHex('Transfer(address,address,uint256)'))

/** Every account may send, and nothing costs. The first block is of time 0. */
export async function startStage(): Promise<Stage> {
  const options = ['--auto-impersonate', '--base-fee', '0', '--gas-price', '0']
  const chain = await startChain({ timestamp: 0, options })
  const ask = <T>(method: string, ...params: readonly unknown[]): Promise<T> =>
    chain.client.request({ method, params } as never) as Promise<T>
  // blocks follow each other in the same second until told otherwise
  await ask('anvil_setBlockTimestampInterval', 0)
  const refusals = new Set<string>()
  let now = 0
  let beginning = await ask<Hex>('evm_snapshot')

  async function send(at: number, from: Hex, to: Hex, data: Hex) {
    if (at > now) await ask('evm_setNextBlockTimestamp', at)
    const offer = () => ask<Hex>('eth_sendTransaction', { from, to, data, gas: GAS, gasPrice: '0x0' })
    let hash = await offer()
    for (let looks = 1; looks < MOST_LOOKS; looks++) {
      const receipt = await ask<Receipt | null>('eth_getTransactionReceipt', hash)
      if (receipt !== null) return receipt
      // just after a revert the node sometimes overlooks what comes, or loses it
      if (looks % 100 === 0 && (await ask('eth_getTransactionByHash', hash)) === null) hash = await offer()
      if (looks % 100 === 50) await ask('evm_mine')
    }
    throw new Error(`the node never took ${hash}`)
  }

  const call: Stage['call'] = async (at, from, { address: to, abi }, functionName, args) => {
    const data = encodeFunctionData({ abi, functionName, args })
    const before = await ask<Hex>('evm_snapshot')
    const { status, gasUsed } = await send(at, from, to, data)
    const gas = BigInt(gasUsed)
    if (status === '0x1') {
      now = Math.max(now, at)
      return { result: 'accepted', gas }
    }
    // the state is the one before the call, the time that of its block
    const reason = await ask<Hex>('eth_call', { from, to, data }, 'latest').then(
      () => undefined,
      (error: { readonly walk?: (check: (one: unknown) => boolean) => unknown }) => dataOf(error),
    )
    await ask('evm_revert', before)
    if (reason === undefined) throw new Error(`${functionName} was refused without a reason`)
    const { errorName } = decodeErrorResult({ abi, data: reason })
    refusals.add(errorName)
    return { result: refusalCode(errorName), gas }
  }

  return {
    refusals,
    call,
    async deploy({ address, data }, abi) {
      const { status } = await send(now, accountOf('deployer'), DEPLOYER, data)
      if (status !== '0x1') throw new Error('the deployment was refused')
      return { address, abi: abi as Abi }
    },
    read: (contract, functionName, ...args) => chain.client.readContract({ ...contract, functionName, args }) as never,
    async logged({ address }) {
      const filter = { address, topics: [TRANSFER], fromBlock: '0x0', toBlock: 'latest' }
      const logs = await ask<readonly { readonly topics: readonly Hex[]; readonly data: Hex }[]>('eth_getLogs', filter)
      const sums = new Map<Hex, bigint>()
      const add = (topic: Hex | undefined, amount: bigint) => {
        const account: Hex = `0x${(topic ?? '0x').slice(26)}`
        sums.set(account, (sums.get(account) ?? 0n) + amount)
      }
      for (const { topics, data } of logs) {
        add(topics[1], -BigInt(data))
        add(topics[2], BigInt(data))
      }
      return sums
    },
    async reset() {
      await ask('evm_revert', beginning)
      beginning = await ask<Hex>('evm_snapshot')
      now = 0
    },
    stop: chain.stop,
  }
}

/** The words a contract reverted with, wherever a client's error keeps them. */
function dataOf(thrown: unknown): Hex | undefined {
  let error = thrown as { readonly data?: unknown; readonly cause?: unknown } | undefined
  for (; error !== undefined && error !== null; error = error.cause as typeof error) {
    if (typeof error.data === 'string' && error.data.length > 2) return error.data as Hex
  }
  return undefined
}
