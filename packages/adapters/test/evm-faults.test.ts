import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPublicClient, custom, parseEther } from 'viem'
import { foundry } from 'viem/chains'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Chain, startChain } from '../../../scripts/evm/chain.js'
import {
  deploy,
  type EvmJournalOptions,
  type EvmPublicClient,
  evmJournal,
  type Hex,
  journalArtefact,
  journalDeployment,
  streamIdOf,
} from '../src/evm/index.js'
import { EMPTY_HEAD, type Journal } from '../src/journal/index.js'
import { chain as chained, claimOn, headAfter, readAll } from '../src/testing/chain.js'

const deployment = journalDeployment({ inboxDelay: 3600 })
const folder = mkdtempSync(join(tmpdir(), 'symbolon-evm-'))
let chain: Chain
let address: Hex
beforeAll(async () => {
  chain = await startChain()
  address = await deploy({ publicClient: chain.client, walletClient: chain.wallet, deployment, pollEvery: 10 })
})
afterAll(async () => {
  await chain.stop()
  rmSync(folder, { recursive: true, force: true })
})

let streams = 0
const fresh = (): string => `faults${++streams}`
const handle = (more: Partial<EvmJournalOptions> = {}, of = chain): Journal =>
  evmJournal({ publicClient: of.client, walletClient: of.wallet, address, finality: 0, pollEvery: 10, ...more })

/** A stream with so many records, each in a transaction of its own. */
async function filled(journal: Journal, stream: string, count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    expect(await journal.append([claimOn(stream, await journal.head(stream), `c${n}`)])).toEqual(new Set([stream]))
  }
}

/** Whether the records of a stream are those of these commands, in a chain that holds. */
async function expectCommands(journal: Journal, stream: string, commands: readonly string[]): Promise<void> {
  const records = await readAll(journal, stream)
  expect(records.map(({ command }) => command)).toEqual(commands)
  expect(records).toEqual(chained(EMPTY_HEAD, records))
  expect(await journal.head(stream)).toEqual(headAfter(records))
}

/** Runs without a block for each transaction; `mine` makes one. */
async function withoutMining<Result>(run: (mine: () => Promise<void>) => Promise<Result>): Promise<Result> {
  await chain.node.setAutomine(false)
  try {
    return await run(() => chain.node.mine({ blocks: 1 }))
  } finally {
    await chain.node.setAutomine(true)
    await chain.node.mine({ blocks: 1 })
  }
}

const pool = async (): Promise<number> => (await chain.node.getTxpoolStatus()).pending
async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5))
}
const reorg = (depth: number): Promise<unknown> =>
  chain.client.request({ method: 'anvil_reorg', params: [depth, []] } as never)

/** The node with something in between: what requests answer, or throw. */
function between(change: (method: string, params: never, ask: () => Promise<unknown>) => Promise<unknown>) {
  const ask = (question: { method: string; params: never }) =>
    change(question.method, question.params, () => chain.client.request(question as never) as Promise<unknown>)
  const transport = custom({ request: ask as never }, { retryCount: 0 })
  return createPublicClient({ chain: foundry, transport, cacheTime: 0 }) as EvmPublicClient
}

describe('reorganisations', () => {
  it('what a reorganisation took away is gone from reads, and appends go on from what is left', async () => {
    const [journal, stream] = [handle(), fresh()]
    await filled(journal, stream, 6)
    await expectCommands(journal, stream, ['c0', 'c1', 'c2', 'c3', 'c4', 'c5'])
    await reorg(3)
    await expectCommands(journal, stream, ['c0', 'c1', 'c2'])
    expect(await journal.find(stream, 'c4')).toBeUndefined()
    await journal.append([claimOn(stream, await journal.head(stream), 'd3', 'd4', 'c5')])
    await expectCommands(journal, stream, ['c0', 'c1', 'c2', 'd3', 'd4', 'c5'])
    await reorg(1)
    await journal.append([claimOn(stream, await journal.head(stream), 'e3')])
    await expectCommands(journal, stream, ['c0', 'c1', 'c2', 'e3'])
    await expectCommands(handle(), stream, ['c0', 'c1', 'c2', 'e3'])
  })

  it('another branch as long as the first is noticed', async () => {
    const [journal, stream] = [handle(), fresh()]
    await filled(journal, stream, 4)
    await readAll(journal, stream)
    await reorg(2)
    const other = handle()
    for (const id of ['d2', 'd3']) await other.append([claimOn(stream, await other.head(stream), id)])
    await expectCommands(journal, stream, ['c0', 'c1', 'd2', 'd3'])
  })

  it('a stream that was opened in a block that is gone is opened again', async () => {
    const [journal, stream] = [handle(), fresh()]
    await filled(journal, stream, 1)
    await reorg(2)
    expect(await journal.head(stream)).toEqual(EMPTY_HEAD)
    await filled(journal, stream, 2)
    await expectCommands(journal, stream, ['c0', 'c1'])
  })

  it('an append is acknowledged when it is final, and not when it was undone before: then it is sent again', async () => {
    const stream = fresh()
    await filled(handle(), stream, 1)
    await chain.node.mine({ blocks: 3 })
    const journal = handle({ finality: 3 })
    const claim = claimOn(stream, await journal.head(stream), 'final')
    let acknowledged = false
    const append = journal.append([claim]).then((won) => {
      acknowledged = won.has(stream)
    })
    const latest = handle()
    await until(async () => (await latest.head(stream)).sequence === 2)
    await chain.node.mine({ blocks: 2 })
    await new Promise((resolve) => setTimeout(resolve, 60))
    expect(acknowledged).toBe(false)
    expect((await journal.head(stream)).sequence).toBe(1)
    await reorg(3)
    // Sent again at once: the head of the new branch asks for it.
    await until(async () => (await latest.head(stream)).sequence === 2)
    expect(acknowledged).toBe(false)
    await chain.node.mine({ blocks: 3 })
    await append
    expect(acknowledged).toBe(true)
    await expectCommands(journal, stream, ['c0', 'final'])
  })

  it('who was second waits until the first is final, so that it finds what it lost to', async () => {
    const stream = fresh()
    await filled(handle(), stream, 1)
    await chain.node.mine({ blocks: 2 })
    const [one, two] = [handle({ finality: 2 }), handle({ finality: 2, walletClient: chain.walletOf(1) })]
    const second = evmJournal({
      publicClient: chain.client,
      walletClient: chain.wallet,
      address,
      finality: 2,
      pollEvery: 10,
    })
    const head = await one.head(stream)
    const first = one.append([claimOn(stream, head, 'first')])
    await until(async () => (await handle().head(stream)).sequence === 2)
    const lost = second.append([claimOn(stream, head, 'second')])
    await new Promise((resolve) => setTimeout(resolve, 50))
    await chain.node.mine({ blocks: 2 })
    expect(await first).toEqual(new Set([stream]))
    expect(await lost).toEqual(new Set())
    expect((await second.head(stream)).sequence).toBe(2)
    await two.close()
  })
})

describe('transactions', () => {
  it('one that the pool dropped is sent again', async () => {
    const [journal, stream] = [handle(), fresh()]
    await filled(journal, stream, 1)
    await withoutMining(async (mine) => {
      const append = journal.append([claimOn(stream, await journal.head(stream), 'dropped')])
      await until(async () => (await pool()) >= 1)
      const { pending } = await chain.node.getTxpoolContent()
      for (const { hash } of Object.values(Object.values(pending)[0] ?? {})) {
        await chain.node.dropTransaction({ hash })
      }
      expect(await pool()).toBe(0)
      await mine()
      await until(async () => (await pool()) >= 1)
      await mine()
      expect(await append).toEqual(new Set([stream]))
    })
    await expectCommands(journal, stream, ['c0', 'dropped'])
  })

  it('one whose nonce another took is sent again', async () => {
    const [journal, stream] = [handle(), fresh()]
    await filled(journal, stream, 1)
    await withoutMining(async (mine) => {
      const { account } = chain.wallet
      const nonce = await chain.client.getTransactionCount({ address: account.address })
      const append = journal.append([claimOn(stream, await journal.head(stream), 'replaced')])
      await until(async () => (await pool()) >= 1)
      const fees = { maxFeePerGas: 10n ** 11n, maxPriorityFeePerGas: 10n ** 11n }
      await chain.wallet.sendTransaction({ to: account.address, value: parseEther('1'), nonce, ...fees })
      await mine()
      expect((await handle().head(stream)).sequence).toBe(1)
      await until(async () => (await pool()) >= 1)
      await mine()
      expect(await append).toEqual(new Set([stream]))
    })
    await expectCommands(journal, stream, ['c0', 'replaced'])
  })

  it('one that waits too long is sent again in its own place, for more', async () => {
    const [journal, stream] = [handle({ bumpAfter: 100 }), fresh()]
    await filled(journal, stream, 1)
    await withoutMining(async (mine) => {
      const append = journal.append([claimOn(stream, await journal.head(stream), 'stuck')])
      const waiting = async () => {
        const { pending } = await chain.node.getTxpoolContent()
        return Object.values(pending).flatMap((of) => Object.values(of))
      }
      await until(async () => (await waiting()).length === 1)
      const [first] = await waiting()
      await until(async () => (await waiting())[0]?.hash !== first?.hash)
      const all = await waiting()
      expect(all).toHaveLength(1)
      expect(BigInt(all[0]!.maxFeePerGas!)).toBeGreaterThan((BigInt(first!.maxFeePerGas!) * 110n) / 100n)
      expect(all[0]?.nonce).toBe(first?.nonce)
      await mine()
      expect(await append).toEqual(new Set([stream]))
    })
    await expectCommands(journal, stream, ['c0', 'stuck'])
  })

  /** A wallet whose node estimates nothing, and so refuses nothing before it is included. */
  const blind = (wallet: typeof chain.wallet) => ({
    ...wallet,
    writeContract: (question: never) => wallet.writeContract({ ...(question as object), gas: 500_000n } as never),
  })

  it('a stream is opened by one transaction, however long it waits for its block', async () => {
    const [journal, stream] = [handle({ walletClient: blind(chain.wallet) }), fresh()]
    await withoutMining(async (mine) => {
      const append = journal.append([claimOn(stream, EMPTY_HEAD, 'first')])
      await until(async () => (await pool()) >= 1)
      // Many looks later it is still the only one.
      await new Promise((resolve) => setTimeout(resolve, 200))
      expect(await pool()).toBe(1)
      await mine()
      await until(async () => (await pool()) >= 1)
      await new Promise((resolve) => setTimeout(resolve, 100))
      expect(await pool()).toBe(1)
      await mine()
      expect(await append).toEqual(new Set([stream]))
    })
    await expectCommands(handle(), stream, ['first'])
  })

  it('error: what a node never takes is given up, though its blocks go on', async () => {
    const [journal, stream] = [handle(), fresh()]
    await filled(journal, stream, 1)
    const wallet = { ...chain.wallet, writeContract: () => Promise.reject(new Error('replacement underpriced')) }
    const kept = handle({ walletClient: wallet as never, patience: 150 })
    let done = false
    const append = kept.append([claimOn(stream, await journal.head(stream), 'never')]).finally(() => {
      done = true
    })
    const blocks = (async () => {
      while (!done) {
        await chain.node.mine({ blocks: 1 })
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    })()
    await expect(append).rejects.toMatchObject({ code: 'JOURNAL_BUSY' })
    await blocks
  })

  it('writers that share an account, and with it the nonces, all get their appends in', async () => {
    const names = [fresh(), fresh(), fresh()]
    await withoutMining(async (mine) => {
      let done = false
      const miner = (async () => {
        while (!done) {
          await mine()
          await new Promise((resolve) => setTimeout(resolve, 25))
        }
      })()
      await Promise.all(names.map((stream) => filled(handle(), stream, 4)))
      done = true
      await miner
    })
    for (const stream of names) await expectCommands(handle(), stream, ['c0', 'c1', 'c2', 'c3'])
  })

  it('two accounts race for one head in one block: one wins, and the other knows', async () => {
    const stream = fresh()
    const one = handle()
    await filled(one, stream, 1)
    const owner = chain.wallet.account.address
    const { abi } = journalArtefact
    const other = chain.walletOf(1)
    const args = [streamIdOf(owner, stream), other.account.address, true] as const
    await chain.wallet.writeContract({ address, abi, functionName: 'setWriter', args })
    const head = await one.head(stream)
    // The node knows of what waits: neither is to be kept back by an estimate on top of the other.
    const first = handle({ walletClient: blind(chain.wallet) })
    const second = handle({ walletClient: blind(other), owner })
    const won = await withoutMining(async (mine) => {
      const both = Promise.all([
        first.append([claimOn(stream, head, 'one')]),
        second.append([claimOn(stream, head, 'two')]),
      ])
      await until(async () => (await pool()) >= 2)
      await mine()
      return both
    })
    expect(won.filter((set) => set.has(stream))).toHaveLength(1)
    await expectCommands(one, stream, ['c0', won[0]?.has(stream) ? 'one' : 'two'])
  })

  it('error: an account that may not write, a journal without a wallet, a chain that stands still', async () => {
    const stream = fresh()
    await filled(handle(), stream, 1)
    const head = await handle().head(stream)
    const owner = chain.wallet.account.address
    const stranger = handle({ walletClient: chain.walletOf(2), owner })
    await expect(stranger.append([claimOn(stream, head, 'c')])).rejects.toMatchObject({ code: 'JOURNAL_FORBIDDEN' })
    await expect(stranger.append([claimOn(fresh(), EMPTY_HEAD, 'c')])).rejects.toMatchObject({
      code: 'JOURNAL_FORBIDDEN',
    })
    const reader = evmJournal({ publicClient: chain.client, address, owner, finality: 0 })
    expect(await reader.head(stream)).toEqual(head)
    await expect(reader.append([claimOn(stream, head, 'c')])).rejects.toMatchObject({ code: 'JOURNAL_FORBIDDEN' })
    await withoutMining(async () => {
      const patient = handle({ patience: 100 })
      await expect(patient.append([claimOn(stream, head, 'still')])).rejects.toMatchObject({ code: 'JOURNAL_BUSY' })
    })
    // Given up, and included all the same: unknown means unknown.
    await expectCommands(handle(), stream, ['c0', 'still'])
    const wrong = claimOn(stream, await handle().head(stream), 'c')
    const records = wrong.records.map((record) => ({ ...record, hash: 'a'.repeat(64) }))
    await expect(handle().append([{ ...wrong, records }])).rejects.toMatchObject({ code: 'CLAIM_INVALID' })
  })

  it('error: options out of bounds', () => {
    const { client: publicClient, wallet: walletClient } = chain
    const base = { publicClient, walletClient, address }
    expect(() => evmJournal({ publicClient, address })).toThrow(RangeError)
    expect(() => evmJournal({ ...base, address: '0x12' })).toThrow(RangeError)
    expect(() => evmJournal({ ...base, finality: -1 })).toThrow(RangeError)
    expect(() => evmJournal({ ...base, finality: 0.5 })).toThrow(RangeError)
    expect(() => evmJournal({ ...base, maxBlocks: 0n })).toThrow(RangeError)
  })

  it('error: a claim larger than a transaction, though each record would fit', async () => {
    const stream = fresh()
    const text = 'x'.repeat(60_000)
    const records = chained(EMPTY_HEAD, [
      { command: 'a', body: text },
      { command: 'b', body: text },
    ])
    const claim = { stream, expected: EMPTY_HEAD, records }
    await expect(handle().append([claim])).rejects.toMatchObject({ code: 'RECORD_TOO_LARGE' })
  })
})

describe('nodes', () => {
  it('logs are found in any range that a node allows, and appends far apart in as many questions', async () => {
    const [journal, stream] = [handle(), fresh()]
    const commands: string[] = []
    for (let n = 0; n < 8; n++) {
      await journal.append([claimOn(stream, await journal.head(stream), `far${n}`, `with${n}`)])
      commands.push(`far${n}`, `with${n}`)
      await chain.node.mine({ blocks: 60 })
    }
    let asked = 0
    const narrow = between(async (method, params, ask) => {
      if (method !== 'eth_getLogs') return ask()
      asked += 1
      const [{ fromBlock, toBlock }] = params as unknown as [{ fromBlock: Hex; toBlock: Hex }]
      if (BigInt(toBlock) - BigInt(fromBlock) >= 7n) throw new Error('query exceeds max block range 7')
      return ask()
    })
    await expectCommands(handle({ publicClient: narrow }), stream, commands)
    // Ten halvings from 10,000 blocks, growing once in a while, and one question for each append.
    expect(asked).toBeLessThan(40)
    const few = between(async (method, _params, ask) => {
      const answer = await ask()
      if (method === 'eth_getLogs' && (answer as readonly unknown[]).length > 4) throw new Error('too many results')
      return answer
    })
    await expectCommands(handle({ publicClient: few }), stream, commands)
  })

  it('a chain that counts blocks in two ways is looked through from end to end', async () => {
    const [journal, stream] = [handle(), fresh()]
    await filled(journal, stream, 3)
    await chain.node.mine({ blocks: 50 })
    await journal.append([claimOn(stream, await journal.head(stream), 'c3')])
    // A rollup whose contracts see the number of another chain's block.
    const rollup = between(async (method, params, ask) => {
      const answer = (await ask()) as Hex
      const [call] = params as unknown as [{ data?: Hex }]
      if (method !== 'eth_call' || answer.length !== 2 + 5 * 64 || call.data === undefined) return answer
      return `${answer.slice(0, 2 + 128)}${'1'.padStart(64, '0')}${answer.slice(2 + 192)}`
    })
    await expectCommands(handle({ publicClient: rollup, maxBlocks: 20n }), stream, ['c0', 'c1', 'c2', 'c3'])
  })

  it('a node that leaves logs out, or answers from two blocks, is asked again; one that always does isn’t believed', async () => {
    const stream = fresh()
    await filled(handle(), stream, 3)
    let short = 2
    const forgetful = between(async (method, _params, ask) => {
      const answer = await ask()
      return method === 'eth_getLogs' && short-- > 0 ? (answer as readonly unknown[]).slice(1) : answer
    })
    await expectCommands(handle({ publicClient: forgetful }), stream, ['c0', 'c1', 'c2'])
    const lying = between(async (method, _params, ask) => {
      const answer = await ask()
      if (method !== 'eth_getLogs') return answer
      return (answer as readonly { data: Hex }[]).map((log) => ({
        ...log,
        data: log.data.replace('636f6d6d616e64', '636f6d6d616e65'),
      }))
    })
    await expect(handle({ publicClient: lying, pollEvery: 1 }).read(stream, 0, 10)).rejects.toMatchObject({
      code: 'JOURNAL_BUSY',
    })
  })

  it('a node that disappears is told at once; what was under way goes on when it is back, and is stored once', async () => {
    const state = join(folder, 'state.json')
    const options = ['--state', state]
    const before = await startChain({ options })
    await deploy({ publicClient: before.client, walletClient: before.wallet, deployment, pollEvery: 10 })
    const stream = fresh()
    const journal = handle({ patience: 20_000 }, before)
    await filled(journal, stream, 2)
    const head = await journal.head(stream)
    await before.node.setAutomine(false)
    const append = journal.append([claimOn(stream, head, 'underway')])
    await until(async () => (await before.node.getTxpoolStatus()).pending === 1)
    await before.stop()
    await expect(journal.head(stream)).rejects.toThrow()
    await expect(journal.append([claimOn(fresh(), EMPTY_HEAD, 'while it is away')])).rejects.toThrow()
    const after = await startChain({ options, port: before.port })
    expect(await append).toEqual(new Set([stream]))
    await expectCommands(journal, stream, ['c0', 'c1', 'underway'])
    await after.stop()
  })
})
