import { createSystem, execute, genesis, type Report, view } from '@symbolon/core'
import { describe, expect, it } from 'vitest'
import { type PriceSource, PriceSourceError } from '../source.js'
import { type FeedKeeping, type FeedState, keepFeed, type ReportSink } from './index.js'

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
function setting(answers: readonly (bigint | Error | Partial<Report>)[], more: Partial<FeedKeeping> = {}) {
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
    view: async () => view(system, state, time),
  }
  const { view: _view, ...blind } = app
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
    onState: (next) => {
      states.push(next)
    },
    async wait(seconds, signal) {
      waits.push(seconds)
      time += seconds
      if (asked < answers.length) return
      finished()
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
    },
    ...more,
  })
  return {
    app,
    blind,
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
/** What a keeper that has just started tells first. */
async function firstState(keeping: Pick<FeedKeeping, 'app' | 'source'>): Promise<FeedState> {
  let tell: (state: FeedState) => void = () => undefined
  const told = new Promise<FeedState>((resolve) => {
    tell = resolve
  })
  const feed = keepFeed({ ...keeping, pair, by: 'reporter', every: 10, now: () => 110, onState: (one) => tell(one) })
  const state = await told
  await feed.close()
  return state
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
    const { feed, done, pass, states } = setting([5n, unreachable])
    await done
    expect(states).toMatchObject([0, 1].map((failures) => ({ is: 'fresh', failures, report: { quoteAmount: 5n } })))
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

  it('behavior: after a restart what the feed has is fresh, and isn’t sent again, whatever its number', async () => {
    const { feed, done, app, blind, records } = setting([{ quoteAmount: 7n, observed: 100, until: 1000, number: 3 }])
    await done
    await feed.close()
    const again: PriceSource = async (asked) => {
      const rest = { baseAmount: 1n, confidence: 0n, source: 'a', signatures: [] }
      return { ...asked, ...rest, quoteAmount: 7n, observed: 100, until: 1000, number }
    }
    let number = 3
    const restarted = (sink: ReportSink) => firstState({ app: sink, source: again })
    expect(await restarted(app)).toMatchObject({ is: 'fresh', until: 1000, report: { quoteAmount: 7n } })
    number = 4
    expect(await restarted(app)).toMatchObject({ is: 'fresh' })
    expect(records()).toBe(2)
    // Another keeper recorded it between the look and the report: one that can't look at all is told so.
    let looks = 0
    const late: ReportSink = {
      ...app,
      view: async () => (looks++ === 0 ? Promise.reject(new Error('gone')) : app.view!()),
    }
    number = 3
    expect(await restarted(late)).toMatchObject({ is: 'fresh' })
    expect(await restarted(blind)).toMatchObject({ is: 'refused', code: 'PRICE_OUT_OF_ORDER' })
    expect(records()).toBe(2)
  })

  it('behavior: another price in the feed than the source’s is no fresh one', async () => {
    const { feed, done, app } = setting([{ quoteAmount: 7n, observed: 100, until: 1000, number: 3 }])
    await done
    await feed.close()
    const other: PriceSource = async (asked) => {
      const rest = { baseAmount: 1n, confidence: 0n, source: 'a', number: 3, signatures: [] }
      return { ...asked, ...rest, quoteAmount: 8n, observed: 100, until: 1000 }
    }
    const state = await firstState({ app, source: other })
    expect(state).toMatchObject({ is: 'refused', code: 'PRICE_OUT_OF_ORDER' })
  })

  it('behavior: is fresh for as long as the feed’s maximum age lets it be', async () => {
    const { feed, done, pass, price } = setting([{ observed: 100, until: 100_000 }])
    await done
    expect(feed.state()).toMatchObject({ is: 'fresh', until: 3701 })
    pass(3590)
    expect(feed.state().is).toBe('fresh')
    expect(price()).toBe(1n)
    pass(1)
    expect(feed.state()).toMatchObject({ is: 'stale', code: 'PRICE_STALE' })
    expect(price).toThrow(expect.objectContaining({ code: 'PRICE_STALE' }))
    await feed.close()
  })

  it('behavior: a source that stands still is asked less often once its report has ended', async () => {
    const still = { observed: 100, until: 115 }
    const { feed, done, states, waits } = setting([still, still, still])
    await done
    expect(states.map(({ is }) => is)).toEqual(['fresh', 'fresh', 'stale'])
    expect(waits).toEqual([10, 10, 1])
    await feed.close()
  })

  it.each([
    () => {
      throw new Error('listener')
    },
    () => Promise.reject(new Error('listener')),
  ])('security: a listener that fails stops nothing (%#)', async (onState) => {
    const { feed, done, price } = setting([1n, 2n, 3n], { onState: onState as () => void })
    await done
    expect(price()).toBe(3n)
    await feed.close()
  })

  it('security: a wait that fails is a wait all the same', async () => {
    let asked = 0
    const source: PriceSource = async () => {
      asked++
      throw unreachable
    }
    const wait = () => Promise.reject(new Error('no timer'))
    const { feed } = setting([], { source, wait, retryAfter: 100 })
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(asked).toBe(1)
    await feed.close()
  })

  it('security: who doesn’t answer is a failure after a time, and holds up no closing', async () => {
    const silent: PriceSource = () => new Promise(() => undefined)
    const slow = setting([], { source: silent, timeout: 10, retryAfter: 100, wait: () => new Promise(() => undefined) })
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(slow.feed.state()).toMatchObject({ is: 'stale', code: 'PRICE_UNREACHABLE', failures: 1 })
    await slow.feed.close()
    const held = setting([], { source: silent })
    await held.feed.close()
    expect(held.feed.state()).toEqual({ is: 'waiting' })
    const app: ReportSink = { execute: () => new Promise(() => undefined) }
    const stuck = setting([1n], { app, timeout: 10 })
    await stuck.done
    expect(stuck.states).toMatchObject([{ is: 'stale', code: 'PRICE_UNREACHABLE' }])
    await stuck.feed.close()
  })

  it('security: what is no report of the pair isn’t sent', async () => {
    const { feed, done, states, records } = setting([{ base: 'BTC' }, { until: 100 }, { baseAmount: 0n }])
    await done
    expect(states.map((one) => 'code' in one && one.code)).toEqual([
      'PRICE_MALFORMED',
      'PRICE_STALE',
      'PRICE_MALFORMED',
    ])
    expect(records()).toBe(1)
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
    for (const wrong of [{ every: 0 }, { retryAfter: -1 }, { retryAtMost: 0.5 }, { timeout: 0 }])
      expect(() => keepFeed({ ...keeping, ...wrong })).toThrow(RangeError)
  })
})
