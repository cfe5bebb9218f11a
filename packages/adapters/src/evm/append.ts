import { recordHash } from '@symbolon/core/codec'
import { JournalError } from '../journal/error.js'
import type { Claim, Head } from '../journal/journal.js'
import { commandIdOf, commandOf } from '../runtime/command-text.js'
import { journalArtefact } from './artefacts/journal.js'
import { type EvmPublicClient, type EvmWalletClient, type Hex, request, revertOf, wordsOf } from './client.js'
import { type ChainHead, type JournalContract, streamIdOf } from './contract.js'
import { hexOf } from './logs.js'
import type { StreamView } from './stream-view.js'

/** What an appender works with. */
export interface AppenderOptions {
  readonly publicClient: EvmPublicClient
  readonly walletClient: EvmWalletClient | undefined
  readonly contract: JournalContract
  readonly owner: Hex
  readonly pause: () => Promise<void>
  readonly patience: number
  readonly bumpAfter: number
}

/** A call of the contract. */
interface Call {
  readonly functionName: string
  readonly args: readonly unknown[]
}

/** A transaction that was sent. */
interface Sent {
  readonly hash: Hex
  readonly at: number
  /** Whether it opens the stream, before the first append can be estimated. */
  readonly opens: boolean
}

/** A transaction as `eth_getTransactionByHash` gives it. */
interface RawTransaction {
  readonly nonce: Hex
  readonly gas: Hex
  readonly blockNumber: Hex | null
  readonly gasPrice?: Hex
  readonly maxFeePerGas?: Hex
  readonly maxPriorityFeePerGas?: Hex
}

/** How often a transaction of one claim is sent: each costs gas, also when it is refused, and each bump a quarter more. */
const MOST_SENT = 10

/** Milliseconds that a node may need to know a transaction it has just taken. */
const GRACE = 2_000

/**
 * Appends claims by transactions, of which nothing is believed: not that one was sent, nor its receipt. What counts is
 * the head in the newest block (whose turn is it?) and in the final one (is it done?), so that transactions that are
 * dropped, replaced, doubled or undone by a reorganisation lead to another attempt and to nothing else. None can count
 * twice: the contract compares the head.
 * @returns Whether the claim is stored; `false` once others have moved the final head.
 */
export function appender(options: AppenderOptions): (claim: Claim, view: StreamView) => Promise<boolean> {
  const { publicClient, walletClient, contract, owner, pause, patience, bumpAfter } = options
  const lanes = new Map<string, Promise<unknown>>()
  let sending: Promise<unknown> = Promise.resolve()

  /** One claim on a stream at a time. */
  function append(claim: Claim, view: StreamView): Promise<boolean> {
    const before = lanes.get(claim.stream) ?? Promise.resolve()
    const done = before.catch(() => undefined).then(() => appendOne(claim, view))
    lanes.set(claim.stream, done)
    return done.finally(() => {
      if (lanes.get(claim.stream) === done) lanes.delete(claim.stream)
    })
  }

  async function appendOne(claim: Claim, view: StreamView): Promise<boolean> {
    checkChain(claim)
    await view.sync()
    if (!isFree(claim, view)) return false
    const end = endOf(claim)
    const id = streamIdOf(owner, claim.stream)
    const watch = stopwatch(patience)
    let sent: Sent | undefined
    let times = 0
    let kept = Date.now()
    for (;;) {
      let failure: unknown
      try {
        const latest = await contract.head(id)
        const before = sent
        if (isAt(latest, claim.expected)) sent = await ensureSent(claim, id, latest, sent)
        else sent = undefined
        if (sent !== undefined && sent !== before) times += 1
        // Its turn, and yet the node takes nothing: what is in its way may be so for good.
        if (sent !== undefined || !isAt(latest, claim.expected)) kept = Date.now()
        await view.sync()
        if (view.records[end.sequence - 1]?.hash === end.hash) return true
        if (!isAt(view.head, claim.expected)) return false
        watch.saw(await newestBlock())
      } catch (error) {
        if (isFinal(error)) throw error
        failure = error
      }
      if (times > MOST_SENT) {
        const message = `record ${end.sequence} of stream ${claim.stream} was sent ${times} times and isn't there`
        throw new JournalError('JOURNAL_BUSY', message)
      }
      if (Date.now() - kept > patience) {
        const message = `record ${end.sequence} of stream ${claim.stream} couldn't be sent for ${patience} ms`
        throw new JournalError('JOURNAL_BUSY', message, failure === undefined ? {} : { cause: failure })
      }
      if (watch.isOver()) {
        const message = `no news of record ${end.sequence} of stream ${claim.stream} in ${patience} ms`
        throw new JournalError('JOURNAL_BUSY', message, failure === undefined ? {} : { cause: failure })
      }
      await pause()
    }
  }

  /** Sends the transaction whose turn it is, unless one of it still waits. */
  async function ensureSent(
    claim: Claim,
    id: Hex,
    latest: ChainHead,
    sent: Sent | undefined,
  ): Promise<Sent | undefined> {
    const opens = claim.expected.sequence === 0 && !(await contract.isOpen(id))
    // What opened the stream has done its part.
    const last = sent?.opens && !opens ? undefined : sent
    const known = last && (await transactionOf(last))
    if (last && known === 'waiting' && Date.now() - last.at < bumpAfter) return last
    const bump = typeof known === 'object' ? bumped(known) : {}
    const call = opens ? { functionName: 'open', args: [owner, claim.stream] } : callOf(claim, id, latest)
    const next = await send(call, bump)
    if (next) return { ...next, opens }
    // Where it doesn't get the place, the one that has it still waits.
    return typeof known === 'object' ? last : undefined
  }

  /** What has become of a transaction: it may wait, be stuck, or be gone (dropped, replaced, included and reverted). */
  async function transactionOf({ hash, at }: Sent): Promise<'waiting' | 'gone' | RawTransaction> {
    const found = await request<RawTransaction | null>(publicClient, 'eth_getTransactionByHash', [hash])
    const age = Date.now() - at
    if (found === null) return age < GRACE ? 'waiting' : 'gone'
    // Included, and the head stands where it stood: it was refused, or the answers are of two blocks.
    if (found.blockNumber !== null) return age < GRACE ? 'waiting' : 'gone'
    return age < bumpAfter ? 'waiting' : found
  }

  /** One transaction at a time, so that this wallet's have different nonces. */
  function send(call: Call, more: object): Promise<Omit<Sent, 'opens'> | undefined> {
    const next = sending.catch(() => undefined).then(() => sendNow(call, more))
    sending = next
    return next
  }

  async function sendNow(call: Call, more: object): Promise<Omit<Sent, 'opens'> | undefined> {
    if (!walletClient) throw new JournalError('JOURNAL_FORBIDDEN', 'a journal without a wallet only reads')
    const { account } = walletClient
    const { address } = contract
    const question = { account, address, abi: journalArtefact.abi, ...call, ...more }
    try {
      return { hash: await walletClient.writeContract(question as never), at: Date.now() }
    } catch (error) {
      const revert = revertOf(error)
      // Others were first, or have taken the nonce: the next look tells.
      if (revert === 'HeadMismatch' || revert === 'StreamTaken' || isNonceRace(error)) return undefined
      if (revert === undefined) throw error
      throw new JournalError(codeOf(revert), `the contract refuses: ${revert}`, { cause: error })
    }
  }

  async function newestBlock(): Promise<bigint> {
    return (await publicClient.getBlock({ blockTag: 'latest' })).number ?? 0n
  }

  return append
}

/** The contract chains what it is given; a hash that it wouldn't come to would never be found again. */
function checkChain({ stream, expected, records }: Claim): void {
  let { hash } = expected
  for (const record of records) {
    hash = recordHash(hash, record.body)
    if (hash !== record.hash) {
      const message = `claim on stream ${JSON.stringify(stream)}: record ${record.sequence} has another hash than its content`
      throw new JournalError('CLAIM_INVALID', message)
    }
  }
}

/** Whether the view ends where the claim begins, and knows none of its commands. */
function isFree({ expected, records }: Claim, { head, commands }: StreamView): boolean {
  if (!isAt(head, expected)) return false
  const ids = new Set(records.map(({ command }) => command))
  return ids.size === records.length && !records.some(({ command }) => commands.has(command))
}

function isAt(head: Head, expected: Head): boolean {
  return head.sequence === expected.sequence && head.hash === expected.hash
}

function endOf({ records }: Claim): Head {
  const last = records.at(-1)
  if (!last) throw new TypeError('a claim without records')
  return { sequence: last.sequence, hash: last.hash }
}

function callOf({ expected, records }: Claim, id: Hex, { taken }: ChainHead): Call {
  const bodies = records.map(({ body }) => hexOf(body))
  const args = [id, `0x${expected.hash}`, bodies, BigInt(taken + records.filter(isTake).length)]
  if (records.every(namesItself)) return { functionName: 'append', args }
  const commands = records.map(({ command }) => command).join('\n')
  return { functionName: 'appendNamed', args: [...args, commands] }
}

/** Whether a record takes an offer from the inbox. */
function isTake({ body }: Claim['records'][number]): boolean {
  if (!body.includes('"type":"inbox.take"')) return false
  try {
    return commandOf(body).command.type === 'inbox.take'
  } catch {
    return false
  }
}

function namesItself({ body, command }: Claim['records'][number]): boolean {
  try {
    return commandIdOf(body) === command
  } catch {
    return false
  }
}

/** Nonce and fees with which a transaction takes the place of one that waits: a quarter more, as nodes ask for. */
function bumped({ nonce, gas, gasPrice, maxFeePerGas, maxPriorityFeePerGas }: RawTransaction): object {
  const more = (fee: Hex): bigint => (BigInt(fee) * 5n) / 4n + 1n
  // Some nodes estimate on top of what waits, where the head has moved already.
  const place = { nonce: Number(BigInt(nonce)), gas: BigInt(gas) }
  if (maxFeePerGas === undefined) return gasPrice === undefined ? place : { ...place, gasPrice: more(gasPrice) }
  const tip = maxPriorityFeePerGas ?? '0x0'
  return { ...place, maxFeePerGas: more(maxFeePerGas), maxPriorityFeePerGas: more(tip) }
}

/** Another transaction of the account has the nonce, or the node has this one already. */
function isNonceRace(error: unknown): boolean {
  return /nonce|underpriced|already known|already imported|replacement/i.test(wordsOf(error))
}

function codeOf(revert: string): 'JOURNAL_FORBIDDEN' | 'INBOX_OVERDUE' | 'JOURNAL_BUSY' {
  if (revert === 'NotWriter' || revert === 'NotOperator') return 'JOURNAL_FORBIDDEN'
  return revert === 'InboxOverdue' || revert === 'InboxCursor' ? 'INBOX_OVERDUE' : 'JOURNAL_BUSY'
}

/** What waiting doesn't mend: the contract's refusals, a wallet that doesn't sign, an account without money. */
function isFinal(error: unknown): boolean {
  if (error instanceof JournalError) return error.code === 'JOURNAL_FORBIDDEN' || error.code === 'INBOX_OVERDUE'
  return /UserRejectedRequest|InsufficientFunds|insufficient funds|exceeds the balance/i.test(wordsOf(error))
}

/** Runs as long as nothing new is seen. */
function stopwatch(patience: number): { saw(block: bigint): void; isOver(): boolean } {
  let last: bigint | undefined
  let since = Date.now()
  return {
    saw: (block) => {
      if (block !== last) since = Date.now()
      last = block
    },
    isOver: () => Date.now() - since > patience,
  }
}
