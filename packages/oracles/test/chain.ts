/** A real EVM node, and contracts compiled for it. */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import solc from 'solc'
import {
  type Abi,
  createPublicClient,
  createTestClient,
  createWalletClient,
  type Hex,
  http,
  type PublicClient,
  type TestClient,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'

/** The first of the accounts that the node gives to everybody. */
const account = privateKeyToAccount('0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80')

function binary(): string {
  const require = createRequire(createRequire(import.meta.url).resolve('@foundry-rs/anvil/package.json'))
  const system = process.platform === 'win32' ? 'win32' : process.platform
  const machine = process.arch === 'x64' ? 'amd64' : 'arm64'
  const program = process.platform === 'win32' ? 'anvil.exe' : 'anvil'
  return require.resolve(`@foundry-rs/anvil-${system}-${machine}/bin/${program}`)
}

/** A contract on the chain. */
export interface Deployed {
  readonly address: Hex
  readonly call: (functionName: string, ...args: readonly unknown[]) => Promise<void>
}
export interface Chain {
  readonly client: PublicClient
  readonly node: TestClient
  readonly deploy: (name: string, args: readonly unknown[]) => Promise<Deployed>
  readonly stop: () => Promise<void>
}

/** Starts a node whose first block has a given time. */
export async function startChain(timestamp: number): Promise<Chain> {
  const options = ['--port', '0', '--timestamp', String(timestamp)]
  const leash = join(import.meta.dirname, 'leash.mjs')
  const child = spawn(process.execPath, [leash, binary(), ...options], { stdio: ['pipe', 'pipe', 'inherit'] })
  const port = await new Promise<number>((resolve, reject) => {
    let text = ''
    child.stdout.on('data', (data: Buffer) => {
      text += data.toString()
      const found = /Listening on 127\.0\.0\.1:(\d+)/.exec(text)
      if (found !== null) resolve(Number(found[1]))
    })
    child.on('exit', (code) => reject(new Error(`the node ended with ${code}: ${text}`)))
  })
  const transport = http(`http://127.0.0.1:${port}`, { retryCount: 0 })
  const client: PublicClient = createPublicClient({ chain: foundry, transport, pollingInterval: 20, cacheTime: 0 })
  const node = createTestClient({ mode: 'anvil', chain: foundry, transport })
  const wallet = createWalletClient({ chain: foundry, transport, account })
  async function deploy(name: string, args: readonly unknown[]): Promise<Deployed> {
    const { abi, bytecode } = compiled(name)
    const hash = await wallet.deployContract({ abi, bytecode, args })
    const { contractAddress } = await client.waitForTransactionReceipt({ hash })
    const address = contractAddress as Hex
    const call: Deployed['call'] = async (functionName, ...given) => {
      const sent = await wallet.writeContract({ address, abi, functionName, args: given })
      await client.waitForTransactionReceipt({ hash: sent })
    }
    return { address, call }
  }
  /** The node ends as its standard input closes. */
  async function stop(): Promise<void> {
    if (child.exitCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.stdin.end()
    await ended
  }
  return { client, node, deploy, stop }
}

function compiled(name: string): { readonly abi: Abi; readonly bytecode: Hex } {
  const file = `${name}.sol`
  const content = readFileSync(join(import.meta.dirname, 'contracts', file), 'utf8')
  const settings = { optimizer: { enabled: true }, outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } } }
  const input = { language: 'Solidity', sources: { [file]: { content } }, settings }
  const output = JSON.parse(solc.compile(JSON.stringify(input)))
  const contract = output.contracts?.[file]?.[name]
  if (contract === undefined) throw new Error(JSON.stringify(output.errors))
  return { abi: contract.abi, bytecode: `0x${contract.evm.bytecode.object}` }
}
