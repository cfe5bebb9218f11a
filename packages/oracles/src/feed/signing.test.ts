import { createSystem, execute, genesis, view } from '@symbolon/core'
import { signKey } from '@symbolon/core/signature'
import { describe, expect, it } from 'vitest'
import { fixed } from '../fixed/index.js'
import { sign } from '../signed/index.js'
import { type FeedState, keepFeed, signing } from './index.js'

const pair = { base: 'ETH', quote: 'USD' } as const
const signer = { scheme: 'ed25519', privateKey: '07'.repeat(32) } as const
const policy = {
  reporters: ['reporter'],
  signers: [{ party: 'reporter', key: 'k1' }],
  threshold: 1,
  maxAge: 60,
  futureSkew: 0,
  lowest: null,
  highest: null,
  jump: null,
  monotone: true,
  timelock: 0,
}

/** A system in which who has keys signs, and a reporter that has one. */
async function keyed() {
  const system = createSystem({ spec: '1.0', mechanisms: [], authentication: 'keys', feeds: [{ ...pair, policy }] })
  let { state } = genesis(system, { at: 1000, stream: 'keyed' })
  let made = 0
  const app = {
    stream: 'keyed',
    async execute(command: object) {
      const outcome = execute(system, state, { id: `c${made++}`, at: 1000, ...command } as never)
      if (outcome.status === 'accepted') state = outcome.state
      return outcome
    },
    view: async () => view(system, state, 1000),
  }
  const input = { key: 'k1', ...signKey({ stream: 'keyed', by: 'reporter', key: 'k1' }, signer) }
  expect(await app.execute({ by: 'reporter', type: 'key.register', input })).toMatchObject({ status: 'accepted' })
  return app
}
const peg = fixed({ ...pair, baseAmount: 3n, quoteAmount: 5n, validity: 60 })
const source = sign(peg, { stream: 'keyed', party: 'reporter', key: 'k1', ...signer })

describe('signing', () => {
  it('default: a reporter with keys keeps a feed', async () => {
    const app = await keyed()
    const kept = (sink: Parameters<typeof keepFeed>[0]['app']): Promise<FeedState> =>
      new Promise((resolve) => {
        const how = { source, pair, by: 'reporter', every: 60, now: () => 1000 }
        const feed = keepFeed({ app: sink, ...how, onState: (state) => resolve(feed.close().then(() => state)) })
      })
    expect(await kept(app)).toMatchObject({ is: 'refused', code: 'SIGNATURE_REQUIRED' })
    expect(await kept(signing(app, { key: 'k1', ...signer, now: () => 1000 }))).toMatchObject({ is: 'fresh' })
    expect((await app.view()).price('ETH', 'USD')).toMatchObject({ baseAmount: 3n, quoteAmount: 5n })
  })

  it('behavior: a command lasts as long as it was said to, and each has an id of its own', async () => {
    const app = await keyed()
    const send = async (at: number, lasts?: number) => {
      const sink = signing(app, { key: 'k1', ...signer, now: () => at, ...(lasts === undefined ? {} : { lasts }) })
      return sink.execute({ by: 'reporter', type: 'price.report', input: await source(pair, 1000) })
    }
    expect(await send(939)).toMatchObject({ code: 'SIGNATURE_EXPIRED' })
    expect(await send(940)).toMatchObject({ status: 'accepted' })
    expect(await send(989, 10)).toMatchObject({ code: 'SIGNATURE_EXPIRED' })
    expect(await send(990, 10)).toMatchObject({ code: 'PRICE_OUT_OF_ORDER' })
  })

  it('error: a key or a time that is none', async () => {
    const app = await keyed()
    for (const wrong of [{ key: '' }, { lasts: 0 }, { lasts: 1.5 }])
      expect(() => signing(app, { key: 'k1', ...signer, ...wrong })).toThrow(RangeError)
  })
})
