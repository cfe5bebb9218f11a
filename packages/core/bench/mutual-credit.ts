import type { Row } from '../../../scripts/bench-row.js'
import { begin, createSystem, genesis, type Session } from '../src/index.js'
import { mutualCredit, type Terms } from '../src/mechanisms/mutual-credit/index.js'
import { transfer } from '../src/mechanisms/transfer/index.js'

const DAY = 86_400
/** Each two of so many networks agree: 10,011 agreements. */
const NETWORKS = 142
const PAGE = 1_000

/**
 * Epochs of 10^4 agreements beside as many plain transfers as they move, and a claim among 10^5 stakes beside one among
 * 10^2.
 */
export async function bench(): Promise<Row[]> {
  // the first run is the compiler's
  claims(10 ** 2)
  const few = claims(10 ** 2)
  const many = claims(10 ** 5)
  return [
    epochs('fixed rates', { lock: 0 }),
    epochs('a lock of three epochs', { lock: 3 }),
    {
      name: 'claim among 10^5 stakes',
      value: many,
      unit: 'µs',
      reference: 'among 10^2',
      ratio: many / few,
      note: 'a hundred claims by different parties, the fastest of ten rounds',
    },
  ]
}

const id = (n: number): string => String(n).padStart(3, '0')

/** A session whose commands must be accepted. */
function opened(assets: readonly string[], holders: readonly string[]) {
  const system = createSystem({
    spec: '1.0',
    mechanisms: [transfer.with({}), mutualCredit.with({ epoch: DAY, assets, authority: 'founder' })],
    assets: assets.map((asset) => ({ asset, tracked: true })),
    allocations: [
      { party: 'payer', asset: assets[0] as string, amount: 10n ** 30n },
      ...holders.map((party) => ({ party, asset: assets[1] as string, amount: 1_000n })),
    ],
  })
  const session = begin(system, genesis(system, { at: 0 }).state)
  let count = 0
  const say = (by: string, type: string, input: object, at: number): void => {
    count += 1
    const { status, ...more } = session.execute({ id: `c${count}`, by, at, type, input })
    if (status !== 'accepted') throw new Error(`${type} is refused: ${JSON.stringify(more)}`)
  }
  return { session, say }
}
type Say = ReturnType<typeof opened>['say']

function agree(say: Say, a: number, b: number, terms: Partial<Terms>): void {
  const agreement = `${id(a)}-${id(b)}`
  const rate = { kind: 'fixed', amount: 10n ** 18n }
  const all = { start: 0, first: rate, second: rate, conditions: [], notice: 0, lock: 0, ...terms }
  const proposal = { agreement, network: id(a), partner: id(b), terms: all }
  say('op', 'mutual-credit.propose', proposal, 0)
  say('op', 'mutual-credit.accept', { agreement, network: id(b), revision: 1 }, 0)
}
const found = (say: Say, n: number): void =>
  say('founder', 'mutual-credit.found', { network: id(n), operator: 'op', asset: `T${id(n)}` }, 0)

/** Settles one epoch, page by page. */
function settle(say: Say, session: Session, epoch: number, agreements: readonly string[], at: number): void {
  for (let first = 0; first < Math.max(1, agreements.length); first += PAGE) {
    const part = first === 0 ? 'fees' : 'flows'
    say('x', 'mutual-credit.settle', { epoch, part, after: agreements[first - 1] ?? null, limit: PAGE }, at)
  }
  session.settle(session.sequence)
}

function epochs(name: string, terms: Partial<Terms>): Row {
  const { session, say } = opened(
    Array.from({ length: NETWORKS }, (_, n) => `T${id(n)}`),
    [],
  )
  for (let n = 0; n < NETWORKS; n++) found(say, n)
  const agreements: string[] = []
  for (let a = 0; a < NETWORKS; a++) {
    for (let b = a + 1; b < NETWORKS; b++) {
      agree(say, a, b, terms)
      agreements.push(`${id(a)}-${id(b)}`)
    }
  }
  let epoch = 0
  const times: number[] = []
  for (; epoch < 9; epoch++) {
    const start = milliseconds()
    settle(say, session, epoch, agreements, (epoch + 1) * DAY)
    // nothing flows in epoch 0; locks open from the third on
    if (epoch > 4) times.push(milliseconds() - start)
  }
  const at = (epoch + 1) * DAY
  const start = milliseconds()
  for (let n = 0; n < 2 * agreements.length; n++) {
    say('payer', 'transfer.send', { to: `p${n}`, asset: 'T000', amount: 1n }, at)
  }
  const plain = milliseconds() - start
  const best = Math.min(...times)
  return {
    name: `epochs of ${agreements.length} agreements, ${name}`,
    value: 1000 / best,
    unit: 'epochs/s',
    reference: 'as many transfers, each a command',
    ratio: plain / best,
    note: `${Math.round((1000 * best) / agreements.length)} µs an agreement`,
  }
}

function claims(stakes: number): number {
  const holders = Array.from({ length: stakes }, (_, n) => `h${n}`)
  const { session, say } = opened(['T000', 'T001'], holders)
  found(say, 0)
  found(say, 1)
  agree(say, 0, 1, {})
  const reserve = { agreement: '000-001', network: '001', asset: 'T000' }
  const schedule = { kind: 'share', over: 0, cliff: 0, share: 1_000 }
  say('op', 'mutual-credit.distribute', { ...reserve, schedule }, 0)
  for (const holder of holders) say(holder, 'mutual-credit.stake', { network: '001', amount: 1_000n }, 0)
  let best = Number.POSITIVE_INFINITY
  for (let epoch = 0; epoch < 10; epoch++) {
    const at = (epoch + 1) * DAY
    settle(say, session, epoch, ['000-001'], at)
    const start = milliseconds()
    for (let n = 0; n < 100; n++) {
      say(
        holders[(n * 997) % stakes] as string,
        'mutual-credit.claim',
        { network: '001', pot: '000-001', asset: 'T000' },
        at,
      )
    }
    best = Math.min(best, milliseconds() - start)
  }
  return 10 * best
}

/** Processor time: what else the machine does doesn't count. */
function milliseconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
