import { hexToBytes } from '@noble/hashes/utils.js'
import { vaultArtefact } from './artefacts/vault.js'
import { type EvmPublicClient, type Hex, read } from './client.js'
import { blockOf, type Finality } from './finality.js'
import { type RawLog, textOf } from './logs.js'
import { rangeScanner } from './scan.js'

/** What a vault is watched with. */
export interface WatchVaultOptions {
  readonly publicClient: EvmPublicClient
  readonly vault: Hex
  readonly chainId: number
  /** What counts as done, `finalized` by default: what is minted for a deposit that goes away is never covered. */
  readonly finality?: Finality
  /** Block of the vault's deployment; 0 by default. */
  readonly fromBlock?: bigint
  /** Number of the first event that is wanted, 0 by default: how many are dealt with. */
  readonly after?: number
  /** Most blocks that are asked for at once, 10,000 by default. */
  readonly maxBlocks?: bigint
  /** Milliseconds between looks at the chain; 1,000 by default. */
  readonly pollEvery?: number
  /** Ends the watch. */
  readonly signal?: AbortSignal
}

/** A deposit that has arrived and is final. */
export interface VaultDeposit {
  /** Its number in the vault, from 0. */
  readonly index: number
  readonly from: Hex
  /** In lower case. */
  readonly token: Hex
  /** What arrived, base units. */
  readonly amount: bigint
  /** Party of the system that it is for. */
  readonly party: string
  /** Names it for `custody.deposit`: chain, vault and number. */
  readonly reference: string
}

/** A withdrawal that has been paid out for good. */
export interface VaultWithdrawal {
  /** Its place among the vault's payments, from 0. */
  readonly index: number
  /** Number of the withdrawal in the custody instance. */
  readonly withdrawal: number
  readonly to: Hex
  readonly token: Hex
  readonly amount: bigint
  /** SHA-256 of the command's id. */
  readonly command: Hex
}

/** First topics: hashes of the events' signatures. */
export const vaultTopics = {
  Deposited: '0xe8ca0171a0c4325fe1bf82f8203a8e3c0d1e584e76b4ec00c7b1a83f735ce0e3',
  Withdrawn: '0xc02d7a6dc424623015d034861842e755d4fc70583bcc0ee0f92ba5fdae0483fe',
} as const satisfies Record<string, Hex>

/**
 * Deposits of a vault in order, each once, when it is final; waits for the next at the end.
 * Spec: evm.md#deposits.
 * @param options - Client, vault, what counts as final, and from which deposit on.
 * @returns Deposits for {@link depositCommand}, until the signal ends it.
 * @throws {RangeError} when `after` is no whole number ≥ 0; and what the client throws.
 * @example for await (const deposit of watchDeposits(options)) await app.execute(depositCommand(deposit, terms))
 */
export function watchDeposits(options: WatchVaultOptions): AsyncGenerator<VaultDeposit, void, void> {
  const { chainId, vault } = options
  return watch(options, 'deposits', vaultTopics.Deposited, ({ topics, data }) => {
    const [, index, from, token] = topics
    const words = wordsOf(data)
    const length = Number(BigInt(`0x${words[2] ?? '0'}`))
    const number = numberOf(index)
    return {
      index: number,
      from: addressOf(from),
      token: addressOf(token),
      amount: BigInt(`0x${words[0] ?? '0'}`),
      party: textOf(
        hexToBytes(
          words
            .slice(3)
            .join('')
            .slice(0, 2 * length),
        ),
      ),
      reference: `${chainId}.${vault.toLowerCase()}.${number}`,
    }
  })
}

/**
 * Payments of a vault in order, each once, when it is final; waits for the next at the end.
 * Spec: evm.md#withdrawals.
 * @param options - Client, vault, what counts as final, and from which payment on.
 * @returns Payments for `custody.confirm`, until the signal ends it.
 * @throws {RangeError} when `after` is no whole number ≥ 0; and what the client throws.
 * @example for await (const { withdrawal } of watchWithdrawals(options)) await app.execute({ by, type: 'custody.confirm', input: { withdrawal } })
 */
export function watchWithdrawals(options: WatchVaultOptions): AsyncGenerator<VaultWithdrawal, void, void> {
  return watch(options, 'withdrawals', vaultTopics.Withdrawn, ({ topics, data }) => {
    const [, index, nonce, to] = topics
    const [token, amount, command] = wordsOf(data)
    return {
      index: numberOf(index),
      withdrawal: numberOf(nonce),
      to: addressOf(to),
      token: addressOf(`0x${token ?? ''}`),
      amount: BigInt(`0x${amount ?? '0'}`),
      command: `0x${command ?? ''}`,
    }
  })
}

/** Who credits deposits, and as what. */
export interface CreditTerms {
  /** The authority of the custody instance. */
  readonly by: string
  /** Assets of the system by their tokens' addresses. */
  readonly assets: Readonly<Record<Hex, string>>
  /** Name of the custody instance, `custody` by default. */
  readonly instance?: string
}

/**
 * The command that a deposit becomes. It counts once however often it is sent, by its reference: the second time it is
 * refused with `CUSTODY_DEPOSIT_TAKEN`. It has no id of its own: anybody could guess it, and have it taken by another
 * command before.
 * Spec: custody.md#deposit.
 * @param deposit - As {@link watchDeposits} gives it.
 * @param terms - Who credits it, and which asset the token is.
 * @returns Party, type and input; nothing for a token that is none of the assets.
 * @example depositCommand(deposit, { by: 'vault', assets: { [usdc]: 'USDC' } })
 */
export function depositCommand(
  deposit: VaultDeposit,
  { by, assets, instance = 'custody' }: CreditTerms,
):
  | {
      readonly by: string
      readonly type: string
      readonly input: {
        readonly party: string
        readonly asset: string
        readonly amount: bigint
        readonly reference: string
      }
    }
  | undefined {
  const { party, amount, reference, token } = deposit
  const found = Object.entries(assets).find(([address]) => address.toLowerCase() === token)
  if (!found) return undefined
  return { by, type: `${instance}.deposit`, input: { party, asset: found[1], amount, reference } }
}

async function* watch<Event extends { readonly index: number }>(
  options: WatchVaultOptions,
  counter: 'deposits' | 'withdrawals',
  topic: Hex,
  decode: (log: RawLog) => Event,
): AsyncGenerator<Event, void, void> {
  const { publicClient, vault, finality = 'finalized', after = 0, signal } = options
  const { fromBlock = 0n, maxBlocks = 10_000n, pollEvery = 1000 } = options
  if (!Number.isSafeInteger(after) || after < 0) throw new RangeError(`after: ${after} is no whole number ≥ 0`)
  const scan = rangeScanner(publicClient, maxBlocks)
  let next = after
  let seen = fromBlock
  while (signal?.aborted !== true) {
    const block = await blockOf(publicClient, finality)
    const question = { address: vault, abi: vaultArtefact.abi, functionName: counter, args: [], blockNumber: block }
    const count = Number(await read<bigint>(publicClient, question))
    const fresh = count > next ? await since(block, count) : []
    for (const event of fresh ?? []) {
      yield event
      next = event.index + 1
    }
    // What the node has left out is looked for again.
    if (fresh !== undefined) seen = block
    await waited(pollEvery, signal)
  }

  /** Events from `next` up to the counter; nothing where the logs don't add up to it. */
  async function since(block: bigint, count: number): Promise<readonly Event[] | undefined> {
    const found = new Map<number, Event>()
    for (let to = block; to >= seen && found.size < count - next; ) {
      const { from, logs } = await scan.before({ address: vault, topics: [topic] }, to, seen)
      for (const event of logs.map(decode))
        if (event.index >= next && event.index < count) found.set(event.index, event)
      to = from - 1n
    }
    if (found.size < count - next) return undefined
    return [...found.values()].sort((a, b) => a.index - b.index)
  }
}

/** Resolves after so long, or as soon as the signal ends it. */
function waited(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    signal?.addEventListener('abort', done)
  })
}

function wordsOf(data: Hex): readonly string[] {
  return data.slice(2).match(/.{1,64}/g) ?? []
}

function numberOf(topic: Hex | undefined): number {
  return Number(BigInt(topic ?? '0x0'))
}

function addressOf(word: Hex | undefined): Hex {
  return `0x${(word ?? '0x').slice(-40).toLowerCase()}`
}
