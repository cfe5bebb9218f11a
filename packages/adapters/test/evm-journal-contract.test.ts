import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { nativeHash } from '@symbolon/adapters/node'
import fc from 'fast-check'
import { type Abi, getContractAddress, sha256, stringToHex, toEventSelector, toHex } from 'viem'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Chain, startChain, type Wallet } from '../../../scripts/evm/chain.js'
import { DEPLOYER, deploymentOf } from '../src/evm/deploy.js'
import { deploy, type Hex, journalArtefact, journalDeployment, streamIdOf } from '../src/evm/index.js'
import { topics } from '../src/evm/logs.js'
import { EMPTY_HEAD } from '../src/journal/index.js'
import { type Contract, contractAt } from './evm-contract.js'

const DELAY = 3600
let chain: Chain
let journal: Contract
let [owner, writer, stranger] = [] as unknown as [Wallet, Wallet, Wallet]
beforeAll(async () => {
  chain = await startChain()
  owner = chain.walletOf(0)
  writer = chain.walletOf(1)
  stranger = chain.walletOf(2)
  const { client: publicClient } = chain
  const deployment = journalDeployment({ inboxDelay: DELAY })
  const address = await deploy({ publicClient, walletClient: stranger, deployment, pollEvery: 10 })
  journal = contractAt(chain, address, journalArtefact.abi as Abi)
})
afterAll(() => chain.stop())

const addressOf = ({ account }: Wallet): Hex => account.address
const ZERO: Hex = `0x${EMPTY_HEAD.hash}`
let names = 0
/** A stream of the owner's, opened. */
async function opened(): Promise<Hex> {
  const name = `s${++names}`
  expect(await journal.send(owner, 'open', addressOf(owner), name)).toBeTypeOf('bigint')
  return streamIdOf(addressOf(owner), name)
}
interface HeadWords {
  readonly hash: Hex
  readonly sequence: bigint
  readonly taken: bigint
  readonly offered: bigint
}
const headOf = (stream: Hex): Promise<HeadWords> => journal.read('head', stream)
const bodies = (...texts: readonly string[]): readonly Hex[] => texts.map((text) => stringToHex(text))

describe('deployment', () => {
  it('is at the address that salt and code say (EIP-1014), whoever sends it, and once', async () => {
    const deployment = journalDeployment({ inboxDelay: 7, salt: `0x${'5'.repeat(64)}` })
    const args = `${'0'.repeat(63)}7`
    expect(deployment.address.toLowerCase()).toBe(
      getContractAddress({
        opcode: 'CREATE2',
        from: DEPLOYER,
        salt: `0x${'5'.repeat(64)}`,
        bytecode: `${journalArtefact.bytecode}${args}`,
      }).toLowerCase(),
    )
    const options = { publicClient: chain.client, deployment, pollEvery: 10 }
    const first = await deploy({ ...options, walletClient: owner })
    const block = await chain.client.getBlockNumber()
    expect(await deploy({ ...options, walletClient: stranger })).toBe(first)
    expect(await chain.client.getBlockNumber()).toBe(block)
    expect(
      await chain.client.readContract({ address: first, abi: journalArtefact.abi, functionName: 'inboxDelay' }),
    ).toBe(7n)
  })

  it('error: what fits no word, a salt of another length, a delay that is none', () => {
    expect(() => deploymentOf(journalArtefact, [-1n])).toThrow(RangeError)
    expect(() => deploymentOf(journalArtefact, [1n << 256n])).toThrow(RangeError)
    expect(() => journalDeployment({ inboxDelay: 1, salt: '0x12' })).toThrow(RangeError)
    expect(() => journalDeployment({ inboxDelay: 1.5 })).toThrow(RangeError)
    expect(() => journalDeployment({ inboxDelay: -1 })).toThrow(RangeError)
  })

  it('the topics that logs are looked for by are those of the artefact', () => {
    for (const [name, topic] of Object.entries(topics)) {
      const event = journalArtefact.abi.find((entry) => entry.type === 'event' && entry.name === name)
      expect(toEventSelector(event as never), name).toBe(topic)
    }
  })
})

describe('streams and roles', () => {
  it('a stream is named by its owner and its name, so that nobody takes it first', async () => {
    const stream = streamIdOf(addressOf(owner), 'named')
    expect(await journal.read('streamOf', addressOf(owner), 'named')).toBe(stream)
    expect(await journal.send(stranger, 'open', addressOf(owner), 'named')).toBe('NotOperator')
    expect(await journal.send(stranger, 'open', `0x${'0'.repeat(40)}`, 'named')).toBe('NotOperator')
    expect(await journal.send(stranger, 'open', addressOf(stranger), 'named')).toBeTypeOf('bigint')
    expect(await journal.send(owner, 'open', addressOf(owner), 'named')).toBeTypeOf('bigint')
    expect(await journal.send(owner, 'open', addressOf(owner), 'named')).toBe('StreamTaken')
  })

  it('writers write to one stream, operators to all of an owner’s and open them; both can be taken back', async () => {
    const stream = await opened()
    const append = async (wallet: Wallet) =>
      journal.send(wallet, 'append', stream, (await headOf(stream)).hash, bodies('r'), 0n)
    expect(await append(owner)).toBeTypeOf('bigint')
    expect(await append(writer)).toBe('NotWriter')
    expect(await journal.send(writer, 'setWriter', stream, addressOf(writer), true)).toBe('NotAdmin')
    await journal.send(owner, 'setWriter', stream, addressOf(writer), true)
    expect(await append(writer)).toBeTypeOf('bigint')
    expect(await journal.send(writer, 'open', addressOf(owner), 'of-a-writer')).toBe('NotOperator')
    await journal.send(owner, 'setWriter', stream, addressOf(writer), false)
    expect(await append(writer)).toBe('NotWriter')
    await journal.send(owner, 'setOperator', addressOf(writer), true)
    expect(await append(writer)).toBeTypeOf('bigint')
    expect(await journal.send(writer, 'open', addressOf(owner), 'of-an-operator')).toBeTypeOf('bigint')
    expect(await journal.send(writer, 'setWriter', stream, addressOf(stranger), true)).toBe('NotAdmin')
    await journal.send(owner, 'setOperator', addressOf(writer), false)
    expect(await append(writer)).toBe('NotWriter')
    expect(await append(stranger)).toBe('NotWriter')
  })

  it('an admin hands a stream on and has no say then', async () => {
    const stream = await opened()
    expect(await journal.send(stranger, 'setAdmin', stream, addressOf(stranger))).toBe('NotAdmin')
    expect(await journal.send(owner, 'setAdmin', stream, `0x${'0'.repeat(40)}`)).toBe('NotAdmin')
    await journal.send(owner, 'setAdmin', stream, addressOf(writer))
    expect(await journal.send(owner, 'append', stream, ZERO, bodies('r'), 0n)).toBe('NotWriter')
    expect(await journal.send(owner, 'setWriter', stream, addressOf(owner), true)).toBe('NotAdmin')
    expect(await journal.send(writer, 'append', stream, ZERO, bodies('r'), 0n)).toBeTypeOf('bigint')
  })

  it('a stream that was never opened has no writers and no inbox', async () => {
    const stream = streamIdOf(addressOf(owner), 'never')
    expect(await journal.send(owner, 'append', stream, ZERO, bodies('r'), 0n)).toBe('NotWriter')
    expect(await journal.send(owner, 'offer', stream, '0x01')).toBe('StreamUnknown')
  })
})

describe('records', () => {
  it('are chained with the hash of the core, and every end of a call is an anchor', async () => {
    const stream = await opened()
    const texts = ['{"a":"é😀"}', '', 'x'.repeat(31), 'x'.repeat(32), 'x'.repeat(33), 'y'.repeat(5000)]
    let { hash } = EMPTY_HEAD
    const ends: string[] = []
    for (const batch of [texts.slice(0, 1), texts.slice(1, 4), texts.slice(4)]) {
      const expected: Hex = `0x${hash}`
      for (const text of batch) hash = nativeHash(hash, text)
      expect(await journal.send(owner, 'append', stream, expected, bodies(...batch), 0n)).toBeTypeOf('bigint')
      expect(await headOf(stream)).toMatchObject({ hash: `0x${hash}` })
      ends.push(hash)
    }
    expect(await headOf(stream)).toMatchObject({ sequence: 6n, taken: 0n, offered: 0n })
    expect(await Promise.all(ends.map((end) => journal.read('anchor', stream, `0x${end}`)))).toEqual([1n, 4n, 6n])
    expect(await journal.read('anchor', stream, sha256('0x'))).toBe(0n)
    const inner = nativeHash(ends[0]!, '')
    expect(await journal.read('anchor', stream, `0x${inner}`)).toBe(0n)
  })

  it('are those of the specification’s example', async () => {
    const text = readFileSync(join(import.meta.dirname, '../../../spec/v1/evm.md'), 'utf8')
    const [, json = ''] = /<!-- example:evm -->\n```json\n([^`]*)```/.exec(text) ?? []
    const example: { owner: Hex; name: string; stream: Hex; records: string[]; hashes: Hex[] } = JSON.parse(json)
    expect(await journal.read('streamOf', example.owner, example.name)).toBe(example.stream)
    expect(streamIdOf(example.owner, example.name)).toBe(example.stream)
    const stream = await opened()
    let expected = ZERO
    for (const [index, hash] of example.hashes.entries()) {
      await journal.send(owner, 'append', stream, expected, bodies(example.records[index]!), 0n)
      expect(await headOf(stream)).toMatchObject({ hash })
      expected = hash
    }
    expect(example.records.length).toBe(example.hashes.length)
  })

  it('error: the reverts of an append, in order', async () => {
    const stream = await opened()
    const call = (wallet: Wallet, expected: Hex, records: readonly Hex[], taken: bigint) =>
      journal.send(wallet, 'append', stream, expected, records, taken)
    const large = toHex(new Uint8Array(98_305))
    const other: Hex = `0x${'1'.repeat(64)}`
    expect(await call(stranger, other, [], 9n)).toBe('NotWriter')
    expect(await call(owner, other, [], 9n)).toBe('BatchEmpty')
    expect(await call(owner, other, [large], 9n)).toBe('HeadMismatch')
    expect(await call(owner, ZERO, [large], 9n)).toBe('InboxCursor')
    expect(await call(owner, ZERO, ['0x01', large], 0n)).toBe('RecordTooLarge')
    expect(await call(owner, ZERO, ['0x01', large.slice(0, -2) as Hex], 0n)).toBeTypeOf('bigint')
    expect(await journal.send(owner, 'appendNamed', stream, ZERO, bodies('r'), 0n, 'c')).toBe('HeadMismatch')
  })
})

describe('inbox', () => {
  it('takes what anybody offers, in order, and stops writers while an offer is overdue', async () => {
    const stream = await opened()
    const append = async (taken: bigint) =>
      journal.send(owner, 'append', stream, (await headOf(stream)).hash, bodies('r'), taken)
    expect(await journal.send(stranger, 'offer', stream, '0x')).toBe('OfferTooLarge')
    expect(await journal.send(stranger, 'offer', stream, toHex(new Uint8Array(4097)))).toBe('OfferTooLarge')
    await journal.send(stranger, 'offer', stream, '0x01')
    await chain.node.increaseTime({ seconds: 1800 })
    await journal.send(stranger, 'offer', stream, '0x02')
    // Writers may do other things first, within the delay.
    expect(await append(0n)).toBeTypeOf('bigint')
    expect(await append(3n)).toBe('InboxCursor')
    await chain.node.increaseTime({ seconds: 1801 })
    await chain.node.mine({ blocks: 1 })
    expect(await append(0n)).toBe('InboxOverdue')
    expect(await append(1n)).toBeTypeOf('bigint')
    expect(await append(0n)).toBe('InboxCursor')
    await chain.node.increaseTime({ seconds: 1801 })
    await chain.node.mine({ blocks: 1 })
    expect(await append(1n)).toBe('InboxOverdue')
    expect(await append(2n)).toBeTypeOf('bigint')
    expect(await headOf(stream)).toMatchObject({ taken: 2n, offered: 2n, sequence: 3n })
  })
})

describe('whatever is called', () => {
  it('head, cursor and anchors are those of a model, and what is refused changes nothing', async () => {
    const step = fc.record({
      who: fc.constantFrom(0, 1, 2),
      call: fc.constantFrom('append', 'append', 'offer', 'setWriter', 'setOperator'),
      stale: fc.boolean(),
      count: fc.integer({ min: 0, max: 3 }),
      cursor: fc.integer({ min: -1, max: 2 }),
      allowed: fc.boolean(),
    })
    const seen = new Set<string>()
    const plain = { who: 0, call: 'append', stale: false, count: 1, cursor: 0, allowed: true }
    // Whatever is drawn, each outcome below comes about once.
    const directed = [
      { ...plain, call: 'offer' },
      { ...plain, who: 2 },
      { ...plain, stale: true },
      { ...plain, cursor: 2 },
      { ...plain, call: 'setWriter' },
      { ...plain, call: 'setOperator' },
      { ...plain, cursor: 1 },
    ]
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 16 }), async (steps) => {
        const stream = await opened()
        const wallets = [owner, writer, stranger]
        const rights = { writer: new Set<number>(), operator: new Set<number>() }
        await journal.send(owner, 'setOperator', addressOf(writer), false)
        await journal.send(owner, 'setOperator', addressOf(stranger), false)
        const model = { hash: EMPTY_HEAD.hash, sequence: 0, taken: 0, offered: 0 }
        for (const { who, call, stale, count, cursor, allowed } of steps) {
          const wallet = wallets[who] as Wallet
          let wanted: string | undefined
          let answer: bigint | string
          if (call === 'offer') {
            answer = await journal.send(wallet, 'offer', stream, '0x0102')
            model.offered += 1
          } else if (call === 'append') {
            const texts = Array.from({ length: count }, (_, n) => `${model.sequence}:${n}`)
            const taken = model.taken + cursor
            const expected: Hex = stale ? `0x${'2'.repeat(64)}` : `0x${model.hash}`
            if (who !== 0 && !rights.writer.has(who) && !rights.operator.has(who)) wanted = 'NotWriter'
            else if (count === 0) wanted = 'BatchEmpty'
            else if (stale) wanted = 'HeadMismatch'
            else if (cursor < 0 || taken > model.offered) wanted = 'InboxCursor'
            // Below zero no cursor can be asked for.
            answer = await journal.send(
              wallet,
              'append',
              stream,
              expected,
              bodies(...texts),
              BigInt(Math.max(0, taken)),
            )
            if (taken < 0 && wanted === 'InboxCursor') wanted = undefined
            if (wanted === undefined) {
              for (const text of texts) model.hash = nativeHash(model.hash, text)
              model.sequence += count
              model.taken = Math.max(0, taken)
              expect(await journal.read('anchor', stream, `0x${model.hash}`)).toBe(BigInt(model.sequence))
            }
          } else {
            const who2 = count % 2 === 0 ? 1 : 2
            const role = call === 'setWriter' ? rights.writer : rights.operator
            const account = addressOf(wallets[who2] as Wallet)
            const args = call === 'setWriter' ? [stream, account, allowed] : [account, allowed]
            answer = await journal.send(wallet, call, ...args)
            if (who !== 0 && call === 'setWriter') wanted = 'NotAdmin'
            // Others' operators are no business of this stream's.
            if (who === 0 && allowed) role.add(who2)
            if (who === 0 && !allowed) role.delete(who2)
          }
          if (wanted === undefined) expect(answer).toBeTypeOf('bigint')
          else expect(answer).toBe(wanted)
          seen.add(wanted ?? call)
          const { hash, sequence, taken, offered } = await headOf(stream)
          const found = {
            hash: hash.slice(2),
            sequence: Number(sequence),
            taken: Number(taken),
            offered: Number(offered),
          }
          expect(found).toEqual(model)
        }
      }),
      { numRuns: 15, examples: [[directed]] },
    )
    for (const outcome of ['append', 'offer', 'setWriter', 'setOperator', 'NotWriter', 'HeadMismatch', 'InboxCursor'])
      expect(seen, outcome).toContain(outcome)
  })
})
