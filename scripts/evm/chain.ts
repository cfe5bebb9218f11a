/** A real EVM node for tests and measurements. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import {
  type Account,
  type Chain as ChainOf,
  createPublicClient,
  createTestClient,
  createWalletClient,
  type Hex,
  type HttpTransport,
  http,
  type PublicClient,
  type TestClient,
  type WalletClient,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import type { Compiled } from './compile.js'

/** Keys of accounts that the node gives to everybody, each with money. */
export const keys: readonly Hex[] = [
  '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80',
  '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d',
  '0x5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a',
  '0x7c852118294e51e653712a81e05800f419141751be58f605c371e15141b007a6',
]

/** A contract on the chain. */
export interface Deployed {
  readonly address: Hex
  /** Sends a transaction and waits for it; a refused one throws. */
  readonly call: (functionName: string, ...args: readonly unknown[]) => Promise<void>
}

/** A wallet whose transactions the node takes. */
export type Wallet = WalletClient<HttpTransport, ChainOf, Account>

/** A node that runs, and its clients. */
export interface Chain {
  readonly url: string
  readonly port: number
  readonly client: PublicClient<HttpTransport, ChainOf>
  readonly node: TestClient<'anvil', HttpTransport, ChainOf>
  /** Of the first account. */
  readonly wallet: Wallet
  /** Of any account, by its place among {@link keys}. */
  readonly walletOf: (index: number) => Wallet
  readonly deploy: (contract: Compiled | undefined, args: readonly unknown[]) => Promise<Deployed>
  /** The process that holds the node on a leash: for tests that stop and kill it. */
  readonly child: ChildProcess
  readonly stop: () => Promise<void>
}

/** What the node starts with. */
export interface ChainOptions {
  /** Time of the first block, whole seconds; now by default. */
  readonly timestamp?: number
  /** 0, the default, takes any that is free. */
  readonly port?: number
  /** More of the program's own options. */
  readonly options?: readonly string[]
}

function binary(): string {
  const require = createRequire(createRequire(import.meta.url).resolve('@foundry-rs/anvil/package.json'))
  const system = process.platform === 'win32' ? 'win32' : process.platform
  const machine = process.arch === 'x64' ? 'amd64' : 'arm64'
  const program = process.platform === 'win32' ? 'anvil.exe' : 'anvil'
  return require.resolve(`@foundry-rs/anvil-${system}-${machine}/bin/${program}`)
}

/** Starts a node. */
export async function startChain({ timestamp, port = 0, options = [] }: ChainOptions = {}): Promise<Chain> {
  const given = ['--port', String(port), ...(timestamp === undefined ? [] : ['--timestamp', String(timestamp)])]
  const leash = join(import.meta.dirname, 'leash.mjs')
  const command = [leash, binary(), ...given, ...options]
  const child = spawn(process.execPath, command, { stdio: ['pipe', 'pipe', 'inherit'] })
  const listening = await new Promise<number>((resolve, reject) => {
    let text = ''
    child.stdout.on('data', (data: Buffer) => {
      // What it prints later is of no interest, but must be read.
      if (text.length > 1e5) return
      text += data.toString()
      const found = /Listening on 127\.0\.0\.1:(\d+)/.exec(text)
      if (found !== null) resolve(Number(found[1]))
    })
    child.on('exit', (code) => reject(new Error(`the node ended with ${code}: ${text}`)))
  })
  const url = `http://127.0.0.1:${listening}`
  const { client, walletOf, node } = clientsOf(url)
  const wallet = walletOf(0)
  async function deploy(contract: Compiled | undefined, args: readonly unknown[]): Promise<Deployed> {
    if (contract === undefined) throw new Error('no contract of that name was compiled')
    const { abi, bytecode } = contract
    const hash = await wallet.deployContract({ abi, bytecode, args })
    const { contractAddress } = await client.waitForTransactionReceipt({ hash })
    const address = contractAddress as Hex
    const call: Deployed['call'] = async (functionName, ...args) => {
      const sent = await wallet.writeContract({ address, abi, functionName, args })
      await client.waitForTransactionReceipt({ hash: sent })
    }
    return { address, call }
  }
  /** The node ends as its standard input closes. */
  async function stop(): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.stdin.end()
    await ended
  }
  return { url, port: listening, client, node, wallet, walletOf, deploy, child, stop }
}

/** Clients of a node that runs already. */
export function clientsOf(url: string): Pick<Chain, 'client' | 'node' | 'walletOf'> {
  const transport = http(url, { retryCount: 0, timeout: 5_000 })
  const client = createPublicClient({ chain: foundry, transport, pollingInterval: 20, cacheTime: 0 })
  const node = createTestClient({ mode: 'anvil', chain: foundry, transport })
  const walletOf = (index: number): Wallet =>
    createWalletClient({ chain: foundry, transport, account: privateKeyToAccount(keys[index] as Hex), cacheTime: 0 })
  return { client, node, walletOf }
}
