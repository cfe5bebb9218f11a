import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { Head, JournalRecord } from '../journal/journal.js'
import { contentOf } from '../runtime/content.js'
import { vaultArtefact } from './artefacts/vault.js'
import type { Hex } from './client.js'
import { type Deployment, type DeploymentOptions, deploymentOf } from './deploy.js'

/** What a vault is deployed with; nothing of it but the attesters can change. */
export interface VaultTerms extends DeploymentOptions {
  /** The journal contract whose anchors allow withdrawals. */
  readonly journal: Hex
  /** Id of the stream in it. */
  readonly stream: Hex
  /** May pause, for a while. */
  readonly guardian: Hex
  /** Whole seconds that a pause lasts at most, and that lie between two. */
  readonly pauseFor: number
  /** ERC-20 tokens that it keeps. */
  readonly tokens: readonly Hex[]
  /** Whose signatures allow withdrawals, and how many of them it takes. */
  readonly attesters: readonly Hex[]
  readonly threshold: number
}

/**
 * Deployment of a vault: custody of ERC-20 tokens for the custody mechanism of one stream.
 * Spec: evm.md#vault.
 * @param terms - Journal, stream, tokens, attesters, guardian; attesters in any order, each once.
 * @returns Address and call, for `deploy`.
 * @throws {RangeError} when a number or an address fits no word.
 * @example const vault = await deploy({ publicClient, walletClient, deployment: vaultDeployment(terms) })
 */
export function vaultDeployment(terms: VaultTerms): Deployment {
  const { journal, stream, guardian, pauseFor, threshold, tokens, attesters, salt } = terms
  const args = [journal, stream, guardian, BigInt(pauseFor), BigInt(threshold), tokens, ascending(attesters)]
  return deploymentOf(vaultArtefact, args, salt)
}

/** A withdrawal that a record of the system has asked for. */
export interface Payout {
  /** Number of the withdrawal in the custody instance. */
  readonly withdrawal: number
  readonly party: string
  readonly asset: string
  /** Base units. */
  readonly amount: bigint
  /** Where to, as the party wrote it. */
  readonly to: string
  /** Time of the record, whole seconds: deadlines that follow from it are everybody's. */
  readonly at: number
  /** The record, and the id of its command. */
  readonly sequence: number
  readonly command: string
}

interface WithdrawalRow {
  readonly party: string
  readonly asset: string
  readonly amount: string
  readonly to: string
  readonly status: string
}

/**
 * Withdrawals that a record has begun, however its command came about.
 * Spec: custody.md#withdraw.
 * @param record - Of a stream that has been verified.
 * @param instance - Name of the custody instance.
 * @returns Those whose row is put as `pending`; none for most records.
 * @example app.subscribe((record) => payoutsIn(record, 'custody').forEach(attest))
 */
export function payoutsIn(record: JournalRecord, instance = 'custody'): readonly Payout[] {
  const { writes, command, at } = contentOf(record)
  return writes
    .filter(({ table, row }) => table === `${instance}.withdrawals` && row !== null)
    .map(({ key, row }) => ({ key: key as { readonly withdrawal: string }, row: row as WithdrawalRow }))
    .filter(({ row }) => row.status === 'pending')
    .map(({ key, row: { party, asset, amount, to } }) => ({
      withdrawal: Number(key.withdrawal),
      party,
      asset,
      amount: BigInt(amount),
      to,
      at: Number(at),
      sequence: record.sequence,
      command: command.id,
    }))
}

/** What attesters sign: that the stream has let so much go, under a head that the chain has. */
export interface Withdrawal {
  readonly stream: Hex
  readonly sequence: bigint
  readonly head: Hex
  /** SHA-256 of the id of the command. */
  readonly command: Hex
  readonly token: Hex
  readonly to: Hex
  readonly amount: bigint
  /** The number of the withdrawal: it is paid out once. */
  readonly nonce: bigint
  /** Whole seconds; until then the withdrawal must not be refunded. */
  readonly deadline: bigint
  readonly attesterSet: bigint
}

/** What an attester adds to a payout. */
export interface AttestationTerms {
  readonly stream: Hex
  /** A head of the stream that an append ended with, at the payout's record or after it. */
  readonly head: Head
  readonly token: Hex
  readonly deadline: number
  readonly attesterSet: bigint
}

/**
 * The withdrawal that a payout comes to.
 * Spec: evm.md#withdrawals.
 * @param payout - As {@link payoutsIn} finds it.
 * @param terms - Where it is anchored, what the asset is on the chain, and how long the signature lasts.
 * @returns What is signed; nothing where the party wrote no address to pay to.
 * @throws {RangeError} when the head is before the payout's record.
 * @example withdrawalOf(payout, { stream, head: app.head, token, deadline: now + 3600, attesterSet: 1n })
 */
export function withdrawalOf(payout: Payout, terms: AttestationTerms): Withdrawal | undefined {
  const { to, sequence, amount, withdrawal, command } = payout
  const { stream, head, token, deadline, attesterSet } = terms
  if (head.sequence < sequence) throw new RangeError(`the head ${head.sequence} is before record ${sequence}`)
  if (!/^0x[0-9a-fA-F]{40}$/.test(to) || /^0x0+$/.test(to)) return undefined
  return {
    stream,
    sequence: BigInt(sequence),
    head: `0x${head.hash}`,
    command: `0x${bytesToHex(sha256(utf8ToBytes(command)))}`,
    token,
    to: to.toLowerCase() as Hex,
    amount,
    nonce: BigInt(withdrawal),
    deadline: BigInt(deadline),
    attesterSet,
  }
}

/** Where a signature counts. */
export interface VaultDomain {
  readonly chainId: number
  readonly vault: Hex
}

const withdrawalFields = [
  { name: 'stream', type: 'bytes32' },
  { name: 'sequence', type: 'uint64' },
  { name: 'head', type: 'bytes32' },
  { name: 'command', type: 'bytes32' },
  { name: 'token', type: 'address' },
  { name: 'to', type: 'address' },
  { name: 'amount', type: 'uint256' },
  { name: 'nonce', type: 'uint64' },
  { name: 'deadline', type: 'uint64' },
  { name: 'attesterSet', type: 'uint64' },
] as const

const rotationFields = [
  { name: 'attesters', type: 'address[]' },
  { name: 'threshold', type: 'uint64' },
  { name: 'attesterSet', type: 'uint64' },
  { name: 'deadline', type: 'uint64' },
] as const

function domainOf({ chainId, vault }: VaultDomain) {
  return { name: 'Symbolon Vault', version: '1', chainId, verifyingContract: vault } as const
}

/**
 * A withdrawal as wallets sign it (EIP-712).
 * Spec: evm.md#withdrawals.
 * @param domain - Chain and vault.
 * @param message - What is signed.
 * @returns Domain, types, primary type and message, as viem's `signTypedData` takes them.
 * @example await account.signTypedData(withdrawalTypedData({ chainId: 1, vault }, withdrawal))
 */
export function withdrawalTypedData(domain: VaultDomain, message: Withdrawal) {
  return {
    domain: domainOf(domain),
    types: { Withdrawal: withdrawalFields },
    primaryType: 'Withdrawal',
    message,
  } as const
}

/** What the present attesters sign to be replaced. */
export interface Rotation {
  /** In ascending order. */
  readonly attesters: readonly Hex[]
  readonly threshold: bigint
  /** Number of the present set. */
  readonly attesterSet: bigint
  readonly deadline: bigint
}

/**
 * A change of attesters as wallets sign it (EIP-712).
 * Spec: evm.md#attesters.
 * @param domain - Chain and vault.
 * @param message - What is signed; the attesters are put in order.
 * @returns Domain, types, primary type and message, as viem's `signTypedData` takes them.
 * @example await account.signTypedData(rotationTypedData({ chainId: 1, vault }, rotation))
 */
export function rotationTypedData(domain: VaultDomain, message: Rotation) {
  const ordered = { ...message, attesters: ascending(message.attesters) }
  return {
    domain: domainOf(domain),
    types: { Rotation: rotationFields },
    primaryType: 'Rotation',
    message: ordered,
  } as const
}

/**
 * Signatures in the order in which a vault takes them: by signer, so that none counts twice.
 * Spec: evm.md#withdrawals.
 * @param signatures - By whom each is.
 * @returns The signatures alone.
 * @example const ordered = orderedSignatures([{ signer: alice.address, signature }])
 */
export function orderedSignatures(
  signatures: readonly { readonly signer: Hex; readonly signature: Hex }[],
): readonly Hex[] {
  return [...signatures].sort((a, b) => compared(a.signer, b.signer)).map(({ signature }) => signature)
}

function ascending(addresses: readonly Hex[]): readonly Hex[] {
  return [...addresses].sort(compared)
}

function compared(a: Hex, b: Hex): number {
  const [one, other] = [a.toLowerCase(), b.toLowerCase()]
  return one < other ? -1 : one > other ? 1 : 0
}
