import { createSystem, execute, genesis, type Report, view } from '@symbolon/core'
import { describe, expect, it } from 'vitest'
import { type PriceSource, PriceSourceError } from '../source.js'
import { type FeedState, keepFeed, type ReportSink } from './index.js'

const pair = { base: 'ETH', quote: 'USD' } as const
const policy = {
  reporters: ['reporter'],
  signers: [],
  threshold: 0,
  maxAge: 3600,
  futureSkew: 0,
  lowest: null,
  highest: { baseAmount: 1n, quoteAmount: 5000n },
  jump: null,
  monotone: true,
  timelock: 0,
}

/** A real system, a clock that waiting moves on, and a source that says what it is told to. */
function setting(answers: readonly (bigint | Error | Partial<Report>)[]) {
  const system = createSystem({ spec: '1.0', mechanisms: [], feeds: [{ ...pair, policy }] })
  let { state } = genesis(system, { at: 0 })
  let time = 100
  let asked = 0
  let broken = 0
  const waits: number[] = []
  const states: FeedState[] = []
  const app: ReportSink = {
    async execute(command) {
      if (broken-- > 0) throw Object.assign(new Error('gone'), { code: 'JOURNAL_FAILED' })
      const outcome = execute(system, state, { ...command, id: `c${asked}`, at: time })
      if (outcome.status === 'accepted') state = outcome.state
      return outcome
    },
  }
  const source: PriceSource = async (asking, at) => {
    const answer = answers[asked++]
    if (answer instanceof Error) throw answer
    const more = typeof answer === 'bigint' ? { quoteAmount: answer } : answer
    const rest = { baseAmount: 1n, quoteAmount: 1n, confidence: 0n, source: 'a', number: 0, signatures: [] }
    return { ...asking, ...rest, observed: at, until: at + 50, ...more }
  }
  let finished: () => void = () => undefined
  const done = new Promise<void>((resolve) => {
    finished = resolve
  })
  const feed = keepFeed({
    app,
    source,
    pair,
    by: 'reporter',
    every: 10,
    retryAtMost: 8,
    now: () => time,
    onState: (next) => states.push(next),
    async wait(seconds, signal) {
      waits.push(seconds)
      time += seconds
      if (asked < answers.length) return
      finished()
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
    },
  })
  return {
    feed,
    done,
    waits,
    states,
    price: () => view(system, state, time).price('ETH', 'USD').quoteAmount,
    fail: (times: number) => {
      broken = times
    },
    pass: (seconds: number) => {
      time += seconds
    },
    records: () => state.sequence,
  }
}
const unreachable = new PriceSourceError('PRICE_UNREACHABLE', 'offline')

describe('keepFeed', () => {
  it('default: records what is new, as often as told, and is fresh', async () => {
    const { feed, done, waits, states, price } = setting([3000n, 3001n])
    expect(feed.state()).toEqual({ is: 'waiting' })
    await done
    expect(price()).toBe(3001n)
    expect(waits).toEqual([10, 10])
    expect(states.map(({ is }) => is)).toEqual(['fresh', 'fresh'])
    await feed.close()
  })

  it('behavior: what the feed has already isn’t sent again', async () => {
    const same = { quoteAmount: 7n, observed: 100, until: 1000, number: 3 }
    const { feed, done, records } = setting([
      same,
      same,
      { ...same, number: 4 },
      { ...same, number: 5, quoteAmount: 8n },
    ])
    await done
    expect(records()).toBe(3)
    expect(feed.state().is).toBe('fresh')
    await feed.close()
  })

  it('behavior: fails, is asked again after 1, 2, 4 and then 8 seconds, and recovers', async () => {
    const { feed, done, waits, states, price } = setting([...new Array<Error>(5).fill(unreachable), 9n])
    await done
    expect(waits).toEqual([1, 2, 4, 8, 8, 10])
    expect(states.slice(0, 5)).toMatchObject(
      [1, 2, 3, 4, 5].map((failures) => ({ is: 'stale', code: 'PRICE_UNREACHABLE', failures })),
    )
    expect(price()).toBe(9n)
    await feed.close()
  })

  it('behavior: stays fresh through failures until the report ends', async () => {
    const { feed, done, pass } = setting([5n, unreachable])
    await done
    expect(feed.state().is).toBe('fresh')
    pass(50)
    expect(feed.state()).toMatchObject({ is: 'stale', code: 'PRICE_STALE', failures: 1 })
    await feed.close()
  })

  it('behavior: says why the core refused, and goes on', async () => {
    const { feed, done, states, price } = setting([5001n, 5000n])
    await done
    expect(states[0]).toMatchObject({ is: 'refused', code: 'PRICE_OUT_OF_BOUNDS', report: { quoteAmount: 5001n } })
    expect(feed.state().is).toBe('fresh')
    expect(price()).toBe(5000n)
    await feed.close()
  })

  it('behavior: a journal that doesn’t answer is a failure like another', async () => {
    const { feed, done, states, fail } = setting([1n, 2n])
    fail(1)
    await done
    expect(states).toMatchObject([{ is: 'stale', code: 'JOURNAL_FAILED' }, { is: 'fresh' }])
    await feed.close()
  })

  it('behavior: closing ends a timer that is still waiting', async () => {
    const source: PriceSource = () => Promise.reject(unreachable)
    const app: ReportSink = { execute: async () => ({ status: 'accepted' }) }
    const feed = keepFeed({ app, source, pair, by: 'reporter', every: 3600, retryAfter: 3600, retryAtMost: 3600 })
    await new Promise((resolve) => setImmediate(resolve))
    await feed.close()
    expect(feed.state().is).toBe('stale')
  })

  it('error: times that are none', () => {
    const app: ReportSink = { execute: async () => ({ status: 'accepted' }) }
    const keeping = { app, source: async () => Promise.reject(unreachable), pair, by: 'reporter', every: 1 }
    for (const wrong of [{ every: 0 }, { retryAfter: -1 }, { retryAtMost: 0.5 }])
      expect(() => keepFeed({ ...keeping, ...wrong })).toThrow(RangeError)
  })
})
