import { available } from '@symbolon/core'
import { canonicalize } from '@symbolon/core/codec'
import { type Signer, signCommand, signKey } from '@symbolon/core/signature'
import { type Abi, stringToHex } from 'viem'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Chain, startChain, type Wallet } from '../../../scripts/evm/chain.js'
import { deploy, evmJournal, type Hex, journalArtefact, journalDeployment, streamIdOf } from '../src/evm/index.js'
import type { Journal } from '../src/journal/index.js'
import { contentOf, verifyStream } from '../src/runtime/index.js'
import { readAll } from '../src/testing/chain.js'
import { type ExampleApp, openExample, pay } from '../src/testing/example-app.js'
import { exampleSystem, START, upgradedSystem } from '../src/testing/example-system.js'
import { type Contract, contractAt } from './evm-contract.js'

const DELAY = 600
const signer: Signer = {
  scheme: 'ed25519',
  privateKey: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
}
let chain: Chain
let address: Hex
let contract: Contract
let stranger: Wallet
beforeAll(async () => {
  chain = await startChain()
  const { client: publicClient, wallet: walletClient } = chain
  stranger = chain.walletOf(2)
  address = await deploy({
    publicClient,
    walletClient,
    deployment: journalDeployment({ inboxDelay: DELAY }),
    pollEvery: 10,
  })
  contract = contractAt(chain, address, journalArtefact.abi as Abi)
})
afterAll(() => chain.stop())

const handle = (): Journal =>
  evmJournal({ publicClient: chain.client, walletClient: chain.wallet, address, finality: 0, pollEvery: 5 })

let streams = 0
/** The example system on a stream of its own, in which alice has a key. */
async function begun(): Promise<{ readonly app: ExampleApp; readonly journal: Journal; readonly stream: string }> {
  const stream = `inbox${++streams}`
  const journal = handle()
  const app = await openExample(journal, stream, { offersEvery: 0 })
  const input = { key: 'k', ...signKey({ stream, by: 'alice', key: 'k' }, signer) }
  expect(await app.execute({ by: 'alice', type: 'key.register', input })).toMatchObject({ status: 'accepted' })
  return { app, journal, stream }
}

/** A payment of alice's, signed, as a text to offer. */
function signedText(stream: string, id: string, amount: string): string {
  const input = { asset: 'GOLD', amount, to: 'carol' }
  const terms = {
    stream,
    id,
    by: 'alice',
    type: 'transfer.send',
    input: canonicalize(input),
    deadline: 2 ** 40,
    key: 'k',
  }
  const { key, value } = signCommand(terms, signer)
  const signature = { deadline: `${2 ** 40}`, key, value }
  return canonicalize({ by: 'alice', id, input, signature, type: 'transfer.send' })
}

async function offer(stream: string, text: string): Promise<void> {
  const id = streamIdOf(chain.wallet.account.address, stream)
  expect(await contract.send(stranger, 'offer', id, stringToHex(text))).toBeTypeOf('bigint')
}

const carols = async (app: ExampleApp): Promise<bigint> => (await app.view()).balance(available('carol', 'GOLD'))
async function later(seconds: number): Promise<void> {
  await chain.node.increaseTime({ seconds })
  await chain.node.mine({ blocks: 1 })
}

/** What the records say became of the offers. */
async function outcomes(journal: Journal, stream: string): Promise<readonly (string | null)[]> {
  const records = (await readAll(journal, stream)).map(contentOf)
  const takes = records.filter(({ command }) => command.type === 'inbox.take')
  return takes.map(({ writes }) => {
    const row = writes.find(({ table }) => table === 'kernel.inbox')?.row as { readonly refused: string | null }
    return row.refused
  })
}

it('a command that was offered past the host gets in, and counts on both sides', async () => {
  const { app, journal, stream } = await begun()
  await offer(stream, signedText(stream, 'forced', '5'))
  expect(await app.takeOffers()).toBe(1)
  expect(await carols(app)).toBe(5n)
  expect((await app.view()).offersTaken).toBe(1)
  const head = await contract.read<{ taken: bigint; offered: bigint }>(
    'head',
    streamIdOf(chain.wallet.account.address, stream),
  )
  expect(head).toMatchObject({ taken: 1n, offered: 1n })
  expect(await app.takeOffers()).toBe(0)
  expect((await journal.find(stream, 'forced'))?.sequence).toBe(3)
  expect(await app.verify()).toMatchObject({ status: 'verified' })
  const again = await openExample(journal, stream)
  expect(again.head).toEqual(app.head)
  await app.close()
  await again.close()
})

it('whatever is offered, each offer leads to one record and the stream goes on', async () => {
  const { app, journal, stream } = await begun()
  await app.execute(pay('bob', 'carol', 1, 'known'))
  const large = canonicalize({ by: 'alice', id: 'l', input: { text: 'x'.repeat(3900) }, type: 'notes.put' })
  const texts = [
    'no command at all',
    signedText(stream, 'once', '7'),
    signedText(stream, 'once', '7'),
    signedText(stream, 'known', '9'),
    signedText('another-stream', 'other', '11'),
    signedText(stream, 'rich', `${START * 2n}`),
    large,
  ]
  for (const text of texts) await offer(stream, text)
  expect(await app.takeOffers()).toBe(texts.length)
  expect(await outcomes(journal, stream)).toEqual([
    'COMMAND_MALFORMED',
    null,
    'COMMAND_KNOWN',
    'COMMAND_KNOWN',
    'SIGNATURE_INVALID',
    'ACCOUNT_BELOW_FLOOR',
    'INPUT_INVALID',
  ])
  expect(await carols(app)).toBe(8n)
  // Sent to the app as well, each is answered with what became of it.
  const sent = (text: string) => app.submit(JSON.parse(text))
  expect(await sent(texts[1] as string)).toMatchObject({ status: 'accepted', repeated: true })
  expect(await sent(texts[5] as string)).toMatchObject({ status: 'rejected', code: 'ACCOUNT_BELOW_FLOOR' })
  const { to: _, ...other } = JSON.parse(texts[1] as string).input
  const changed = { ...JSON.parse(texts[1] as string), input: { ...other, to: 'dora' } }
  expect(await app.submit(changed)).toMatchObject({ status: 'rejected', code: 'COMMAND_CONFLICT' })
  expect(await verifyStream(journal, stream, [exampleSystem])).toMatchObject({ status: 'verified' })
  await app.close()
})

it('a host that ignores an offer can store nothing else once it is overdue; one that minds takes it first', async () => {
  const { app, journal, stream } = await begun()
  await offer(stream, signedText(stream, 'forced', '3'))
  expect(await app.execute(pay('bob', 'dora', 1))).toMatchObject({ status: 'accepted' })
  await later(DELAY + 1)
  const { offers: _, ...blind } = journal
  const ignoring = await openExample(blind, stream, { attempts: 2 })
  await expect(ignoring.execute(pay('bob', 'dora', 1))).rejects.toMatchObject({ code: 'APPEND_UNKNOWN' })
  await ignoring.close()
  expect(await carols(app)).toBe(0n)
  const answers = await Promise.all([1, 2, 3].map((n) => app.execute(pay('bob', 'dora', n))))
  expect(answers.map(({ status }) => status)).toEqual(['accepted', 'accepted', 'accepted'])
  expect(await carols(app)).toBe(3n)
  expect(await app.verify()).toMatchObject({ status: 'verified' })
  await app.close()
})

it('more offers than one append can hold, all overdue, don’t stop the stream', async () => {
  const { app, journal, stream } = await begun()
  const id = streamIdOf(chain.wallet.account.address, stream)
  const junk = stringToHex('x'.repeat(4096))
  for (let n = 0; n < 15; n++) await contract.send(stranger, 'offer', id, junk)
  await later(DELAY + 1)
  expect(await app.execute(pay('bob', 'carol', 1))).toMatchObject({ status: 'accepted' })
  await app.takeOffers()
  expect(await outcomes(journal, stream)).toEqual(Array.from({ length: 15 }, () => 'COMMAND_MALFORMED'))
  expect(await app.verify()).toMatchObject({ status: 'verified' })
  await app.close()
})

it('an app takes offers by itself, a stream with an overdue one is upgraded, and two apps don’t take one twice', async () => {
  const { app, journal, stream } = await begun()
  const other = await openExample(handle(), stream, { offersEvery: 0, attempts: 50 })
  for (let n = 0; n < 6; n++) await offer(stream, signedText(stream, `both${n}`, '1'))
  const [one, two] = await Promise.all([app.takeOffers(), other.takeOffers()])
  expect(one + two).toBeGreaterThanOrEqual(6)
  await app.refresh()
  expect(await carols(app)).toBe(6n)
  await other.close()
  await offer(stream, signedText(stream, 'before', '1'))
  await later(DELAY + 1)
  const upgraded = await app.upgrade(upgradedSystem, { by: 'founder' })
  expect(upgraded).toMatchObject({ status: 'accepted' })
  if (upgraded.status === 'accepted') await upgraded.app.close()
  const watching = await openExample(journal, stream, {
    system: upgradedSystem,
    systems: [exampleSystem],
    offersEvery: 20,
  })
  await offer(stream, signedText(stream, 'by-itself', '1'))
  while ((await carols(watching)) < 8n) await new Promise((resolve) => setTimeout(resolve, 20))
  await watching.close()
})

it('error: nobody outside takes offers, nor acts as the kernel', async () => {
  const { app, stream } = await begun()
  const input = { offer: 0, command: '7b7d', refuse: null }
  const malformed = { status: 'rejected', code: 'COMMAND_MALFORMED' }
  expect(
    await app.submit({ id: 'x', by: '@kernel', type: 'inbox.take', input: { ...input, offer: '0' } }),
  ).toMatchObject(malformed)
  expect(await app.execute({ id: 'x', by: '@kernel', type: 'inbox.take', input })).toMatchObject(malformed)
  expect(await app.execute({ id: 'x', by: 'alice', type: 'inbox.take', input })).toMatchObject({ status: 'rejected' })
  expect((await app.view()).offersTaken).toBe(0)
  // Nothing was offered: the contract itself keeps a host from inventing what was.
  const id = streamIdOf(chain.wallet.account.address, stream)
  const { hash } = await contract.read<{ hash: Hex }>('head', id)
  expect(await contract.send(chain.wallet, 'append', id, hash, ['0x7b7d'], 1n)).toBe('InboxCursor')
  await app.close()
})

it('a stream that was opened long ago, with offers overdue, still begins', async () => {
  const stream = 'opened-before'
  const { address: owner } = chain.wallet.account
  await contract.send(chain.wallet, 'open', owner, stream)
  await offer(stream, 'too early')
  await later(DELAY + 1)
  const journal = handle()
  const app = await openExample(journal, stream, { offersEvery: 0 })
  expect(await app.execute(pay('alice', 'bob', 1))).toMatchObject({ status: 'accepted' })
  expect(await outcomes(journal, stream)).toEqual(['COMMAND_MALFORMED'])
  await app.close()
})
