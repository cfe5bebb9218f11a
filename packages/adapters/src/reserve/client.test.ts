import { createSystem } from '@symbolon/core'
import { resourceReserve } from '@symbolon/core/resource-reserve'
import { describe, expect, it } from 'vitest'
import { memoryJournal } from '../memory/index.js'
import { open } from '../runtime/index.js'
import { type AskedQuote, reserveClient, reserveClientOf, type TakenQuote } from './index.js'

const DAY = 86_400
const system = createSystem({
  spec: '1.0',
  mechanisms: [
    resourceReserve.with({
      asset: 'USD',
      native: 'NAT',
      period: 30 * DAY,
      appraisers: ['ada'],
      threshold: 1,
      reportAge: DAY,
      appraisalAge: 90 * DAY,
      jump: 2_000,
      weight: 4_000,
      reference: 100n,
      grace: 90 * DAY,
      notice: DAY,
      hold: 600,
      scheduleInterval: 365 * DAY,
      longestLife: 3_650 * DAY,
      longestLease: 365 * DAY,
      looks: 100,
      leastPart: 0n,
      publishInterval: DAY,
      publishMost: 1_000,
      authority: 'board',
    }),
  ],
  assets: [{ asset: 'USD' }],
  allocations: [{ party: 'shop', asset: 'USD', amount: 1_000_000n }],
})

/** A reserve of two nodes of 10,000 each, at a thousandth and two thousandths a day. */
async function opened() {
  let clock = 0
  const app = await open({ system, journal: memoryJournal(), stream: 's', now: () => clock })
  const must = async (by: string, name: string, input: object) => {
    const answer = await app.execute({ by, type: `resource-reserve.${name}`, input } as never)
    expect(answer.status, name).toBe('accepted')
  }
  const returns = { restake: 0, pass: [] }
  const limits = { cap: null, projectCap: null, rate: 0, volumeRate: 0, least: 0n, shortest: DAY, longest: 90 * DAY }
  await must('own', 'rulebook', {
    book: 'b',
    open: true,
    ...limits,
    hours: [],
    automatic: true,
    mobile: false,
    returns,
  })
  for (const [i, node] of ['n1', 'n2'].entries()) {
    const method = { method: 'straight-line', periods: 60, factor: 0, switching: false, units: 0n, pace: 0n, years: 0 }
    const evidence = [String(i).padStart(64, '0')]
    const made = { hardware: 'rack', software: [], evidence, model: null, metrics: [], tax: null }
    await must('own', 'register', { node, ...made, cost: 10_000n, salvage: 0n, serviced: 0, schedule: method })
    await must('ada', 'report', { node, quote: 10_000n, work: 100n, produced: 0n, observed: 0, signed: null })
    await must('own', 'appraise', { node })
    await must('own', 'mint', { node })
    await must('own', 'offer', { node, book: 'b', rate: 1_000_000 * (i + 1) })
  }
  const pass = (seconds: number): void => {
    clock += seconds
  }
  return { app, pass, balance: async () => (await app.view()).balance(available) }
}
const secret = 'known to the shop alone'
const available = { party: 'shop', asset: 'USD', purpose: 'available' }
const terms = { quote: 'june', amount: 12_000n, duration: 10 * DAY, rate: 2_000_000, purpose: 'sales of june' }

describe('a client of a reserve', () => {
  it('default: asks, takes, shows and releases, on an app', async () => {
    const { app, pass, balance } = await opened()
    const client = reserveClientOf(app, 'shop', { secret })
    const asked = (await client.ask(terms)) as AskedQuote
    expect(asked).toEqual({
      status: 'quoted',
      quote: 'june',
      amount: 12_000n,
      // of each 10,000 are free: no period ends by then
      fee: 100n + 40n,
      until: 600,
      parts: [
        { node: 'n1', amount: 10_000n, rate: 1_000_000, fee: 100n },
        { node: 'n2', amount: 2_000n, rate: 2_000_000, fee: 40n },
      ],
    })
    expect(await balance()).toBe(999_860n)
    const taken = (await client.take('june')) as TakenQuote
    expect(taken.certificates).toEqual([
      { node: 'n1', certificate: 1 },
      { node: 'n2', certificate: 1 },
    ])
    const [first] = taken.certificates
    if (first === undefined) throw new Error('it was taken')
    const loan = { assignment: 'l1', kind: 'loan', to: 'bank', amount: 700n, until: 5 * DAY } as const
    expect(await client.assign(first, loan)).toEqual({ status: 'done' })
    expect(await client.backing()).toMatchObject({ amount: 12_000n, assigned: 700n, until: 10 * DAY })
    expect(await client.release(first)).toMatchObject({ status: 'refused', code: 'RESERVE_ASSIGNED' })
    pass(DAY / 2)
    expect(await client.release({ node: 'n2', certificate: 1 })).toEqual({ status: 'done' })
    expect(await client.backing()).toMatchObject({ amount: 10_000n })
    // of ten days at least one is charged: 4 of 40
    expect(await client.collect('1')).toEqual({ status: 'done' })
    expect(await balance()).toBe(999_896n)
    expect(await client.collect('2')).toMatchObject({ status: 'refused', code: 'RESERVE_VALUE_NONE' })
    await app.close()
  })

  it('behavior: the same call twice is one command, also when the first answer was lost', async () => {
    const { app, balance } = await opened()
    const client = reserveClientOf(app, 'shop', { secret })
    const asked = await client.ask(terms)
    expect(await client.ask(terms)).toEqual(asked)
    expect(await balance()).toBe(999_860n)
    const taken = await client.take('june')
    const { sequence } = app.head
    expect(await client.take('june')).toEqual(taken)
    expect(await client.ask(terms)).toMatchObject({ status: 'refused', code: 'RESERVE_QUOTE_UNKNOWN' })
    expect(app.head.sequence).toBe(sequence)
    await app.close()
  })

  it('behavior: others can’t have its ids taken first', async () => {
    const { app } = await opened()
    const idsOf = async (known: string): Promise<readonly string[]> => {
      const ids: string[] = []
      const client = reserveClient({
        project: 'shop',
        secret: known,
        submit: async ({ id }) => ({ status: 'rejected', code: String(ids.push(id)) }),
        read: async () => (await app.view()).mechanisms['resource-reserve'],
      })
      await client.ask(terms)
      await client.take('june')
      return ids
    }
    // who guesses makes the same commands, with a secret of its own
    for (const id of await idsOf('a guess')) {
      const taken = { id, by: 'eve', type: 'resource-reserve.appoint', input: { authority: 'eve' } } as const
      expect((await app.execute(taken)).status).toBe('accepted')
    }
    const client = reserveClientOf(app, 'shop', { secret })
    expect((await client.ask(terms)).status).toBe('quoted')
    expect((await client.take('june')).status).toBe('taken')
    expect(await idsOf(secret)).toEqual(await idsOf(secret))
    await app.close()
  })

  it('behavior: refusals are answers, and what isn’t taken can be dropped', async () => {
    const { app, balance } = await opened()
    const client = reserveClientOf(app, 'shop', { secret })
    expect(await client.ask({ ...terms, amount: 99_999n })).toMatchObject({
      status: 'refused',
      code: 'RESERVE_NOT_COVERED',
    })
    expect(await client.take('june')).toMatchObject({ status: 'refused', code: 'RESERVE_QUOTE_UNKNOWN' })
    await client.ask(terms)
    expect(await client.drop('june')).toEqual({ status: 'done' })
    expect(await client.collect('1')).toEqual({ status: 'done' })
    // a second of each part at least
    expect(await balance()).toBe(999_998n)
    expect(await client.backing()).toMatchObject({ amount: 0n, until: null })
    expect(() => reserveClientOf(app, 'shop', { secret, instance: 'other' })).toThrow(TypeError)
    await app.close()
  })

  it('behavior: works over any transport of JSON', async () => {
    const { app } = await opened()
    const sent: string[] = []
    const client = reserveClient({
      project: 'shop',
      secret,
      async submit(command) {
        const text = JSON.stringify(command)
        sent.push(text)
        const answer = await app.submit(JSON.parse(text))
        // all that a server passes on
        return answer.status === 'accepted' ? { status: 'accepted', record: { body: answer.record.body } } : answer
      },
      read: async () => (await app.view()).mechanisms['resource-reserve'],
    })
    expect(await client.ask(terms)).toMatchObject({ status: 'quoted', fee: 140n })
    expect(await client.take('june')).toMatchObject({ certificates: [{ node: 'n1', certificate: 1 }, {}] })
    expect(sent.map((text) => JSON.parse(text).type)).toEqual(['resource-reserve.quote', 'resource-reserve.take'])
    await app.close()
  })
})
