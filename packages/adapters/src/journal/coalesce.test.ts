import { expect, it } from 'vitest'
import { claimOn } from '../testing/chain.js'
import { coalesce } from './coalesce.js'
import { type Claim, EMPTY_HEAD } from './journal.js'

const limits = { records: 10, characters: 10_000 }
const claim = (stream: string, ...commands: readonly string[]) => claimOn(stream, EMPTY_HEAD, ...commands)

function recording(): { readonly writes: string[][]; write(claims: readonly Claim[]): Promise<ReadonlySet<string>> } {
  const writes: string[][] = []
  return {
    writes,
    write: async (claims) => {
      writes.push(claims.map(({ stream }) => stream))
      return new Set(claims.map(({ stream }) => stream).filter((stream) => !stream.startsWith('lost')))
    },
  }
}

it('appends that wait go out together, and each learns of its own streams only', async () => {
  const { writes, write } = recording()
  const queue = coalesce(write, limits)
  const won = await Promise.all([
    queue.append([claim('a', '1')]),
    queue.append([claim('lost', '1'), claim('b', '1')]),
    queue.append([claim('c', '1')]),
  ])
  expect(writes).toEqual([['a', 'lost', 'b', 'c']])
  expect(won.map((set) => [...set])).toEqual([['a'], ['b'], ['c']])
})

it('a stream is written once at a time, in the order of the appends', async () => {
  const { writes, write } = recording()
  const queue = coalesce(write, limits)
  await Promise.all(
    [claim('a', '1'), claim('a', '2'), claim('b', '1'), claim('a', '3')].map((one) => queue.append([one])),
  )
  expect(writes).toEqual([['a', 'b'], ['a'], ['a']])
})

it('a write holds no more than its limits, one large append excepted', async () => {
  const { writes, write } = recording()
  const queue = coalesce(write, limits)
  const many = Array.from({ length: 25 }, (_, n) => `${n}`)
  await Promise.all([queue.append([claim('large', ...many)]), ...many.map((n) => queue.append([claim(`s${n}`, '1')]))])
  expect(writes.map((streams) => streams.length)).toEqual([1, 10, 10, 5])
})

it('an error reaches every append of its write, and the next write goes on', async () => {
  let failing = true
  const queue = coalesce(async () => {
    if (!failing) return new Set(['c'])
    failing = false
    throw new Error('down')
  }, limits)
  const results = await Promise.allSettled([queue.append([claim('a', '1')]), queue.append([claim('b', '1')])])
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(await queue.append([claim('c', '1')])).toEqual(new Set(['c']))
  await queue.idle()
})
