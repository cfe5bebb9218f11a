import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { JournalError } from '../journal/error.js'
import { journalArtefact } from './artefacts/journal.js'
import { type EvmPublicClient, type EvmWalletClient, type Hex, request } from './client.js'

/** A contract that can be deployed to one address only, by anybody, on every chain. */
export interface Deployment {
  /** Where it is or will be (EIP-1014). */
  readonly address: Hex
  /** The call to the deployer: salt and init code. */
  readonly data: Hex
}

/** What a deployment is made of. */
export interface DeploymentOptions {
  /** Tells equal contracts apart; 32 bytes, zeros by default. */
  readonly salt?: Hex
}

/**
 * The deployer that is at the same address on nearly every chain, and that anybody can put where it isn't.
 * Source: github.com/Arachnid/deterministic-deployment-proxy.
 */
export const DEPLOYER: Hex = '0x4e59b44847b379578588920ca78fbf26c0b4956c'

const ZERO: Hex = `0x${'0'.repeat(64)}`

/**
 * Deployment of the journal contract. It has no owner and can't be upgraded: one serves any number of streams of any
 * number of owners.
 * Spec: evm.md#deployment.
 * @param options - `inboxDelay`: whole seconds after which an offer that isn't taken stops the writers of its stream;
 * `salt`: 32 bytes, zeros by default.
 * @returns Address and call.
 * @throws {RangeError} when the delay is no number of seconds.
 * @example const address = await deploy({ publicClient, walletClient, deployment: journalDeployment({ inboxDelay: 86_400 }) })
 */
export function journalDeployment(options: DeploymentOptions & { readonly inboxDelay: number }): Deployment {
  const { inboxDelay, salt } = options
  if (!Number.isSafeInteger(inboxDelay) || inboxDelay < 0) throw new RangeError(`inboxDelay: ${inboxDelay}`)
  return deploymentOf(journalArtefact, [BigInt(inboxDelay)], salt)
}

/** A contract's interface and code. */
export interface Artefact {
  readonly abi: readonly object[]
  readonly bytecode: Hex
}

/** Values of a constructor: integers, addresses and 32 bytes, lists of them, and texts. */
export type ConstructorValue = bigint | Hex | readonly (bigint | Hex)[] | { readonly text: string }

/** Deployment of any contract of this package with its constructor's arguments. */
export function deploymentOf({ bytecode }: Artefact, args: readonly ConstructorValue[], salt: Hex = ZERO): Deployment {
  if (!/^0x[0-9a-fA-F]{64}$/.test(salt)) throw new RangeError(`salt: ${salt} isn't 32 bytes`)
  const init = `${bytecode.slice(2)}${encoded(args)}`
  const hash = keccak(`${init}`)
  const address: Hex = `0x${keccak(`ff${DEPLOYER.slice(2)}${salt.slice(2)}${hash}`).slice(24)}`
  return { address, data: `0x${salt.slice(2)}${init}` }
}

const keccak = (hex: string): string => bytesToHex(keccak_256(hexToBytes(hex)))

/** Arguments as the ABI wants them: values in place, lists and texts behind them. */
function encoded(args: readonly ConstructorValue[]): string {
  let tail = ''
  const head = args.map((arg) => {
    if (typeof arg !== 'object') return word(arg)
    const offset = BigInt(32 * args.length + tail.length / 2)
    tail += 'text' in arg ? textWords(arg.text) : word(BigInt(arg.length)) + arg.map(word).join('')
    return word(offset)
  })
  return head.join('') + tail
}

/** A text's bytes behind their number, in whole words. */
function textWords(text: string): string {
  const digits = bytesToHex(utf8ToBytes(text))
  return word(BigInt(digits.length / 2)) + digits.padEnd(64 * Math.ceil(digits.length / 64), '0')
}

/** A value to the right of its word; 32 bytes fill it. */
function word(value: bigint | Hex): string {
  const digits = typeof value === 'bigint' ? value.toString(16) : value.slice(2).toLowerCase()
  if (!/^[0-9a-f]{1,64}$/.test(digits)) throw new RangeError(`${value} fits no word`)
  return digits.padStart(64, '0')
}

/** How {@link deploy} works. */
export interface DeployOptions {
  readonly publicClient: EvmPublicClient
  readonly walletClient: EvmWalletClient
  readonly deployment: Deployment
  /** Milliseconds between looks at the chain; 1,000 by default. */
  readonly pollEvery?: number
  /** Milliseconds after which waiting ends; two minutes by default. */
  readonly patience?: number
}

/**
 * Puts a contract on the chain through the common deployer, unless it is there already.
 * Spec: evm.md#deployment.
 * @param options - Clients and deployment.
 * @returns The contract's address, once there is code at it in the newest block.
 * @throws {JournalError} `JOURNAL_BUSY` when nothing is there in time; and what the clients throw.
 * @example const address = await deploy({ publicClient, walletClient, deployment: journalDeployment({ inboxDelay: 86_400 }) })
 */
export async function deploy(options: DeployOptions): Promise<Hex> {
  const { publicClient, walletClient, deployment, pollEvery = 1000, patience = 120_000 } = options
  const { address, data } = deployment
  const isThere = async (at: Hex) => (await request<Hex>(publicClient, 'eth_getCode', [at, 'latest'])).length > 2
  if (await isThere(address)) return address
  if (!(await isThere(DEPLOYER))) throw new TypeError(`the chain has no deployer at ${DEPLOYER}`)
  await walletClient.sendTransaction({ account: walletClient.account, to: DEPLOYER, data } as never)
  for (let waited = 0; !(await isThere(address)); waited += pollEvery) {
    if (waited > patience) throw new JournalError('JOURNAL_BUSY', `no contract at ${address} after ${patience} ms`)
    await new Promise((resolve) => setTimeout(resolve, pollEvery))
  }
  return address
}
