/** Appending to a chain, and what it costs: on a node of its own that makes a block of each transaction. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { createSystem } from '@symbolon/core'
import { transfer } from '@symbolon/core/transfer'
import { type Abi, type Hex, sha256, stringToHex, toHex } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import type { Row } from '../../../scripts/bench-row.js'
import { type Chain, startChain } from '../../../scripts/evm/chain.js'
import { compileFolder } from '../../../scripts/evm/compile.js'
import {
  deploy,
  evmJournal,
  journalArtefact,
  journalDeployment,
  orderedSignatures,
  streamIdOf,
  vaultArtefact,
  vaultDeployment,
  withdrawalTypedData,
} from '../src/evm/index.js'
import { nativeHash } from '../src/node/index.js'
import { open } from '../src/runtime/index.js'

/** Milliseconds of each measurement. */
const SPAN = 3000
const ZERO: Hex = `0x${'0'.repeat(64)}`

export async function bench(): Promise<readonly Row[]> {
  const chain = await startChain()
  const { client: publicClient, wallet: walletClient } = chain
  try {
    const deployment = journalDeployment({ inboxDelay: 86_400 })
    const address = await deploy({ publicClient, walletClient, deployment, pollEvery: 10 })
    return [
      ...(await gasRows(chain, address)),
      ...(await vaultRows(chain, address)),
      ...(await rateRows(chain, address)),
    ]
  } finally {
    await chain.stop()
  }
}

async function sender(chain: Chain, address: Hex, abi: Abi) {
  const { wallet, client } = chain
  return async (functionName: string, ...args: readonly unknown[]): Promise<number> => {
    const hash = await wallet.writeContract({ address, abi, functionName, args })
    const { gasUsed, status } = await client.waitForTransactionReceipt({ hash })
    if (status !== 'success') throw new Error(`${functionName} was refused`)
    return Number(gasUsed)
  }
}

/** Gas that a transaction pays for its bytes alone (EIP-7623). */
const floorOf = (bytes: number): number => 21_000 + 40 * bytes

async function gasRows(chain: Chain, address: Hex): Promise<readonly Row[]> {
  const send = await sender(chain, address, journalArtefact.abi as Abi)
  const owner = chain.wallet.account.address
  await send('open', owner, 'gas')
  const id = streamIdOf(owner, 'gas')
  let head = '0'.repeat(64)
  let sequence = 0
  const records = (count: number): readonly Hex[] =>
    Array.from({ length: count }, () => {
      const text = textOf(++sequence)
      return stringToHex(text)
    })
  async function append(count: number): Promise<number> {
    const batch = records(count)
    const gas = await send('append', id, `0x${head}`, batch, 0n)
    for (const body of batch) head = nativeHash(head, Buffer.from(body.slice(2), 'hex').toString('utf8'))
    return gas
  }
  await append(1)
  const rows: Row[] = []
  for (const count of [1, 10, 100]) {
    const value = Math.round((await append(count)) / count)
    const least = Math.round(floorOf(300 * count) / count)
    const name = `journal: a record of 300 bytes, ${count} at a time`
    rows.push({ name, value, unit: 'gas', reference: `its bytes alone, ${least}`, ratio: value / least })
  }
  const offer = toHex(randomBytes(300))
  await send('offer', id, offer)
  const value = await send('offer', id, offer)
  const least = floorOf(300)
  rows.push({
    name: 'journal: an offer of 300 bytes',
    value,
    unit: 'gas',
    reference: `its bytes alone, ${least}`,
    ratio: value / least,
  })
  return rows
}

async function vaultRows(chain: Chain, journal: Hex): Promise<readonly Row[]> {
  const { client: publicClient, wallet: walletClient } = chain
  const owner = walletClient.account.address
  const contract = compileFolder(join(import.meta.dirname, '../test/contracts')).get('Token')
  const token = await chain.deploy(contract, [])
  const tokenSend = await sender(chain, token.address, contract?.abi as Abi)
  const send = await sender(chain, journal, journalArtefact.abi as Abi)
  await send('open', owner, 'vault')
  const stream = streamIdOf(owner, 'vault')
  await send('append', stream, ZERO, ['0x7b7d'], 0n)
  const { hash: head } = (await publicClient.readContract({
    address: journal,
    abi: journalArtefact.abi,
    functionName: 'head',
    args: [stream],
  })) as { readonly hash: Hex }
  const attesters = Array.from({ length: 5 }, () => privateKeyToAccount(generatePrivateKey()))
  const terms = {
    journal,
    stream,
    guardian: owner,
    pauseFor: 86_400,
    threshold: 3,
    tokens: [token.address],
    attesters: attesters.map(({ address }) => address),
  }
  const vault = await deploy({ publicClient, walletClient, deployment: vaultDeployment(terms), pollEvery: 10 })
  const vaultSend = await sender(chain, vault, vaultArtefact.abi as Abi)
  await tokenSend('approve', vault, 2n ** 255n)
  const to: Hex = `0x${'12'.repeat(20)}`
  await tokenSend('transfer', to, 1n)
  const plain = await tokenSend('transfer', to, 1n)
  await vaultSend('deposit', token.address, 1000n, 'alice')
  const deposit = await vaultSend('deposit', token.address, 1000n, 'alice')
  async function withdraw(nonce: bigint): Promise<number> {
    const { timestamp } = await publicClient.getBlock()
    const message = {
      stream,
      sequence: 1n,
      head,
      command: sha256(stringToHex(`c${nonce}`)),
      token: token.address,
      to,
      amount: 10n,
      nonce,
      deadline: timestamp + 1000n,
      attesterSet: 1n,
    }
    const data = withdrawalTypedData({ chainId: 31337, vault }, message)
    const by = attesters.slice(0, 3)
    const signed = by.map(async (one) => ({ signer: one.address, signature: await one.signTypedData(data) }))
    return vaultSend('withdraw', message, orderedSignatures(await Promise.all(signed)))
  }
  await withdraw(1n)
  const paid = await withdraw(2n)
  const reference = `a plain transfer of the same token, ${plain}`
  return [
    { name: 'vault: a deposit', value: deposit, unit: 'gas', reference, ratio: deposit / plain },
    { name: 'vault: a withdrawal, 3 of 5 attesters', value: paid, unit: 'gas', reference, ratio: paid / plain },
  ]
}

async function rateRows(chain: Chain, address: Hex): Promise<readonly Row[]> {
  const { client: publicClient, wallet: walletClient } = chain
  const send = await sender(chain, address, journalArtefact.abi as Abi)
  const owner = walletClient.account.address
  await send('open', owner, 'raw')
  const raw = streamIdOf(owner, 'raw')
  let head = '0'.repeat(64)
  let count = 0
  const direct = await rate(async () => {
    const text = textOf(++count)
    await send('append', raw, `0x${head}`, [stringToHex(text)], 0n)
    head = nativeHash(head, text)
    return 1
  })
  const system = createSystem({
    spec: '1.0',
    mechanisms: [transfer.with({})],
    assets: [{ asset: 'USD' }],
    allocations: [{ party: 'alice', asset: 'USD', amount: 10n ** 18n }],
  })
  const journal = evmJournal({ publicClient, walletClient, address, finality: 0, pollEvery: 5 })
  const app = await open({ system, journal, stream: 'bench', hash: nativeHash, offersEvery: 0, snapshotEvery: 0 })
  const pay = () => app.execute({ by: 'alice', type: 'transfer.send', input: { to: 'bob', asset: 'USD', amount: 1n } })
  const one = await rate(async () => {
    await pay()
    return 1
  })
  const many = await rate(async () => {
    await Promise.all(Array.from({ length: 1000 }, pay))
    return 1000
  })
  await app.close()
  const reference = `a record a transaction by viem alone, ${Math.round(direct)}/s`
  return [
    { name: 'commands one after the other', value: one, unit: 'commands/s', reference, ratio: one / direct },
    { name: 'commands, 1,000 at once', value: many, unit: 'commands/s', reference, ratio: many / direct },
  ]
}

/** A record's text as long as many are. */
function textOf(number: number): string {
  const text = `{"at":"1700000000","command":{"by":"alice","id":"c${number}","input":{"amount":"${number}","to":"bob"},"type":"a.b"}`
  return `${text},"note":"${randomBytes(150).toString('hex')}`.slice(0, 298).concat('"}')
}

/** How many a second, over some seconds. */
async function rate(run: () => Promise<number>): Promise<number> {
  const start = performance.now()
  let done = 0
  while (performance.now() - start < SPAN) done += await run()
  return (done / (performance.now() - start)) * 1000
}
