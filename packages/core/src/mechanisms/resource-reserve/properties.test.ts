/** Random lives of owners, projects, appraisers and passers-by. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type AnyCommand,
  audit,
  begin,
  createSystem,
  digest,
  execute,
  genesis,
  type State,
  seal,
  verify,
  view,
} from '../../index.js'
import { reserveTree, resourceReserve, type Schedule, type Shard, standingOf, worthAt } from './index.js'

const PERIOD = 300
const OWNERS = ['ann', 'ben'] as const
const PROJECTS = ['shop', 'cafe'] as const
const NODES = ['n0', 'n1', 'n2', 'n3'] as const
const EACH = 100_000n
const DAY = 86_400
const system = createSystem({
  spec: '1.0',
  mechanisms: [
    resourceReserve.with({
      asset: 'USD',
      native: 'NAT',
      period: PERIOD,
      appraisers: ['ada', 'bob'],
      threshold: 1,
      reportAge: 1_500,
      appraisalAge: 2_000,
      jump: 5_000,
      weight: 3_000,
      reference: 10n,
      grace: 700,
      notice: 50,
      hold: 60,
      scheduleInterval: 100,
      longestLife: 30 * PERIOD,
      longestLease: 400,
      looks: 50,
      leastPart: 3n,
      publishInterval: 20,
      publishMost: 6,
      authority: 'board',
    }),
  ],
  assets: [{ asset: 'USD' }],
  allocations: [...OWNERS, ...PROJECTS, 'eve'].map((party) => ({ party, asset: 'USD', amount: EACH })),
})
const USD = 5n * EACH

interface Move {
  readonly by: string
  readonly name: string
  readonly input: object
  /** Seconds after the move before. */
  readonly after: number
}
const who = (...names: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...names)
const owner = who(...OWNERS)
const project = who(...PROJECTS)
const node = who('n0', 'n0', 'n1', 'n1', 'n2', 'n3')
const soon = fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 3, 15, 25, 60, 120)
const by = (party: fc.Arbitrary<string>, name: string, input: fc.Arbitrary<object>): fc.Arbitrary<Move> =>
  fc.record({ by: party, name: fc.constant(name), input, after: soon })
const amount = fc.bigInt({ min: 1n, max: 400n })
const rate = fc.integer({ min: 0, max: 9 }).map((n) => n * DAY * 100_000)
const none = { periods: 0, factor: 0, switching: false, units: 0n, pace: 0n, years: 0 }
const schedule: fc.Arbitrary<Schedule> = fc.oneof(
  fc.integer({ min: 8, max: 28 }).map((periods) => ({ ...none, method: 'straight-line' as const, periods })),
  fc.constant({ ...none, method: 'declining-balance' as const, periods: 20, factor: 20_000, switching: true }),
  fc.constant({ ...none, method: 'sum-of-years-digits' as const, periods: 20 }),
  fc.constant({ ...none, method: 'units-of-production' as const, units: 100n, pace: 7n }),
)
const bps = fc.constantFrom(0, 1, 2_500, 5_000)
const nth = fc.nat(9)
const returns = fc.record({
  restake: bps,
  pass: fc.array(fc.record({ party: who('eve', 'ann'), share: bps }), { maxLength: 1 }),
})
const rules = fc.record({
  open: fc.constantFrom(true, true, true, true, true, true, false),
  cap: fc.constantFrom(null, null, 1_500n),
  projectCap: fc.constantFrom(null, null, 900n),
  rate: fc.constantFrom(0, 0, DAY * 200_000),
  volumeRate: fc.constantFrom(0, 10_000_000),
  least: fc.constantFrom(0n, 5n),
  shortest: fc.constantFrom(1, 10),
  longest: fc.constantFrom(400, 300),
  hours: fc.constantFrom(
    [],
    [],
    [
      { from: 0, to: 500 },
      { from: 700, to: 9_000 },
    ],
  ),
  automatic: fc.constantFrom(true, true, true, true, true, false),
  mobile: fc.boolean(),
  returns,
})
const asked = {
  amount,
  duration: fc.integer({ min: 20, max: 300 }),
  rate: fc.constant(DAY * 1_000_000),
  volumeRate: fc.constantFrom(0, 1_000_000_000),
  purpose: fc.constant('sales'),
}
const flag = fc.boolean()
const hardware = {
  cost: fc.bigInt({ min: 1n, max: 3_000n }),
  salvage: fc.constantFrom(0n, 1n, 100n),
  schedule,
  nth,
}
const often = <T>(times: number, one: T): readonly T[] => Array.from({ length: times }, () => one)
const nodes: readonly fc.Arbitrary<Move>[] = [
  ...often(3, by(owner, 'register', fc.record({ node, ...hardware }))),
  by(who('board'), 'upgrade', fc.record({ node, ...hardware })),
  by(owner, 'reschedule', fc.record({ node, schedule, salvage: fc.constantFrom(0n, 1n) })),
  by(owner, 'retire', fc.record({ node: who('n1', 'n2', 'n3') })),
  ...often(
    3,
    by(
      who('ada', 'bob', 'eve'),
      'report',
      fc.record({
        node,
        quote: fc.bigInt({ min: 1_000n, max: 2_500n }),
        work: fc.bigInt({ min: 0n, max: 12n }),
        produced: fc.bigInt({ min: 0n, max: 90n }),
        old: fc.nat(20),
      }),
    ),
  ),
  ...often(3, by(who('eve', 'ann'), 'appraise', fc.record({ node }))),
  ...often(2, by(owner, 'mint', fc.record({ node }))),
  by(owner, 'stake', fc.record({ node, amount })),
  ...often(2, by(owner, 'unstake', fc.record({ node, amount }))),
  ...often(8, by(owner, 'attest', fc.record({ node }))),
  by(owner, 'host', fc.record({ node, project, nth, lasts: fc.integer({ min: 1, max: 500 }) })),
  ...often(2, by(who('eve'), 'recall', fc.record({ node, nth, contained: flag }))),
  by(owner, 'rulebook', rules),
  by(owner, 'admit', fc.record({ project, allowed: flag, blocked: fc.constantFrom(false, false, false, false, true) })),
  ...often(2, by(owner, 'offer', fc.record({ node, rate }))),
  by(owner, 'withhold', fc.record({ node: who('n0', 'n3') })),
]
const leases: readonly fc.Arbitrary<Move>[] = [
  ...often(5, by(project, 'quote', fc.record({ nth, ...asked }))),
  ...often(5, by(project, 'take', fc.record({ nth }))),
  ...often(2, by(who(...PROJECTS, 'eve'), 'lapse', fc.record({ nth }))),
  ...often(2, by(project, 'request', fc.record({ nth, node, ...asked, lasts: fc.integer({ min: 1, max: 90 }) }))),
  ...often(2, by(owner, 'grant', fc.record({ nth }))),
  by(who(...PROJECTS, ...OWNERS, 'eve'), 'decline', fc.record({ nth })),
  ...often(2, by(who(...PROJECTS, ...OWNERS), 'end', fc.record({ nth }))),
  ...often(2, by(who('eve'), 'expire', fc.record({ nth }))),
  by(project, 'move', fc.record({ nth, to: project })),
  ...often(
    2,
    by(
      project,
      'assign',
      fc.record({ nth, id: nth, kind: who('loan', 'warranty'), amount, lasts: fc.integer({ min: 1, max: 200 }) }),
    ),
  ),
  ...often(2, by(who('eve', ...PROJECTS), 'unassign', fc.record({ nth }))),
]
const trading: readonly fc.Arbitrary<Move>[] = [
  by(project, 'appoint', fc.constant({ authority: 'eve' })),
  by(project, 'deposit', fc.record({ amount })),
  by(project, 'withdraw', fc.record({ amount })),
  ...often(2, by(who('eve'), 'volume', fc.record({ nth, more: amount }))),
  by(who('eve', ...OWNERS), 'title', fc.record({ nth })),
  ...often(3, by(who('eve', ...OWNERS), 'sell', fc.record({ nth, node, thing: flag, staked: flag, price: amount }))),
  by(who('eve', ...OWNERS), 'unsell', fc.record({ nth })),
  ...often(4, by(who('eve', ...OWNERS), 'buy', fc.record({ nth, staked: fc.constantFrom(true, false, false) }))),
  by(
    who('eve', 'ann'),
    'publish',
    fc.constantFrom({ depth: 0, index: 0 }, { depth: 1, index: 0 }, { depth: 1, index: 1 }, { depth: 2, index: 4 }),
  ),
  by(who('eve'), 'collect', fc.record({ party: who('ann', 'ben', 'shop', 'cafe', 'eve') })),
]
const lives = (maxLength: number) =>
  fc.array(fc.oneof(...nodes, ...often(5, leases).flat(), ...trading, ...trading), {
    minLength: 60,
    maxLength,
    size: 'max',
  })

interface Open {
  readonly nth: number
  readonly node: string
  readonly amount: bigint
  readonly lasts: number
  readonly project: string
  readonly contained: boolean
  readonly to: string
  readonly id: number
  readonly kind: string
  readonly more: bigint
  readonly thing: boolean
  readonly staked: boolean
  readonly price: bigint
  readonly cost: bigint
  readonly salvage: bigint
  readonly schedule: Schedule
}
const hash = (n: number): string => String(n).padStart(64, '0')

const OWNED = new Set(['attest', 'offer', 'stake', 'unstake', 'mint', 'host', 'sell', 'reschedule'])

/** What a move leaves open, by what there is. */
function resolved(state: State, { by: party, name, input }: Move, at: number): object {
  const { tables } = view(system, state, at).mechanisms['resource-reserve']
  const { nth: n = 0, ...open } = input as Open
  const mineOf = NODES.filter((one) => tables.nodes.get({ node: one })?.owner === party)
  // mostly a node of one's own, now and then another's
  const meant = OWNED.has(name) && (at + n) % 5 > 0 ? mineOf[at % Math.max(1, mineOf.length)] : undefined
  const rest = meant === undefined ? open : { ...open, node: meant }
  const of = <K, R>(rows: { entries(): readonly { readonly key: K; readonly row: R }[] }) => {
    const all = rows.entries()
    return all[n % Math.max(1, all.length)]
  }
  const certificate = of(tables.certificates)?.key ?? { node: 'n0', certificate: 1 }
  const sale = of(tables.sales)
  const own = mineOf[n % Math.max(1, mineOf.length)] ?? 'n0'
  switch (name) {
    case 'register':
    case 'upgrade': {
      const { cost, salvage, schedule: written } = rest
      const evidence = [hash(name === 'register' ? Number(rest.node.slice(1)) : 100 + at)]
      const thing = {
        node: rest.node,
        hardware: 'rack',
        software: [{ name: 'os', listPrice: 5n }],
        evidence,
        model: null,
      }
      const more = name === 'register' ? { metrics: [], tax: null } : {}
      return { ...thing, cost, salvage, serviced: Math.max(0, at - 10), schedule: written, ...more }
    }
    case 'reschedule':
      return { ...rest, tax: null }
    case 'report': {
      const { old, ...report } = rest as never as { readonly old: number }
      return { ...report, observed: Math.max(0, at - old), signed: null }
    }
    case 'attest': {
      const here = tables.containers.entries().filter(({ key: _, row }) => row.node === rest.node)
      return { ...rest, containers: here.slice(0, 2).map(({ key }) => key.container), metrics: [] }
    }
    case 'host':
      return { container: `c${at}-${n}`, node: rest.node, project: rest.project, until: at + rest.lasts }
    case 'recall': {
      const container = tables.containers.entries().find(({ row }) => row.node === rest.node)?.key.container
      return { node: rest.node, container: rest.contained ? (container ?? null) : null }
    }
    case 'rulebook':
    case 'admit':
    case 'offer':
      return { book: 'b', ...rest }
    case 'quote':
      return { quote: `q${n}`, ...rest }
    case 'take': {
      const mine = tables.quotes.entries().find(({ key, row }) => key.project === party && at < row.until)
      return { quote: mine?.key.quote ?? `q${n}` }
    }
    case 'lapse':
      return (
        (n < 3 ? of(tables.quotes)?.key : tables.quotes.entries().find(({ row }) => row.until <= at)?.key) ?? {
          project: 'shop',
          quote: 'q',
        }
      )
    case 'request': {
      const { lasts, ...request } = rest
      return { request: `r${n}`, ...request, until: at + lasts }
    }
    case 'grant': {
      const mine = tables.requests.entries().filter(({ row }) => row.lender === party && at < row.until)
      return mine[n % Math.max(1, mine.length)]?.key ?? { project: 'shop', request: 'r' }
    }
    case 'decline':
      return of(tables.requests)?.key ?? { project: 'shop', request: 'r' }
    case 'end':
      return certificate
    case 'move': {
      const mine = tables.certificates.entries().find(({ row }) => row.project === party && row.assigned === 0n)
      return { ...(mine?.key ?? certificate), to: rest.to }
    }
    case 'expire': {
      const all = tables.certificates.entries().filter(({ row }) => row.end <= at)
      const due = all[n % Math.max(1, all.length)]?.key ?? certificate
      return { node: due.node, certificates: [due.certificate] }
    }
    case 'assign': {
      const mine = tables.certificates.entries().find(({ row }) => row.project === party && at < row.end)
      const { id, kind, lasts } = rest
      const most = mine === undefined ? 1n : mine.row.amount
      const part = rest.amount < most ? rest.amount : most
      const until = Math.min(at + lasts, mine?.row.end ?? at + 1)
      return { ...(mine?.key ?? certificate), assignment: `a${id}`, kind, to: 'eve', amount: part, until }
    }
    case 'unassign':
      return of(tables.assignments)?.key ?? { ...certificate, assignment: 'a0' }
    case 'volume': {
      const { key, row } = of(tables.certificates) ?? { key: certificate, row: { volume: 0n } }
      return { ...key, total: row.volume + rest.more }
    }
    case 'title':
      return { thing: `t${n}`, description: 'a van', evidence: hash(50 + n) }
    case 'sell': {
      const thing = tables.things.entries().find(({ row }) => row.owner === party)
      const item = rest.thing ? (thing?.key.thing ?? 't0') : rest.node
      const kind = rest.thing ? 'thing' : 'node'
      return { kind, item, price: rest.price, buyer: null, until: at + 400, into: rest.staked ? own : null }
    }
    case 'unsell':
      return sale?.key ?? { kind: 'node', item: 'n0' }
    case 'buy': {
      const open = tables.sales.entries().find(({ row }) => at < row.until)
      const key = open?.key ?? { kind: 'node', item: 'n0' }
      return { ...key, price: open?.row.price ?? 1n, bound: 0n, stake: 0n, from: rest.staked ? own : null }
    }
    default:
      return rest
  }
}

const openings: readonly (readonly [string, string, object])[] = OWNERS.flatMap((party, i) => [
  [
    party,
    'register',
    {
      node: `n${i}`,
      hardware: 'rack',
      software: [],
      evidence: [hash(i)],
      model: null,
      cost: 2_000n,
      salvage: 0n,
      serviced: 0,
      schedule: { ...none, method: 'straight-line', periods: 20 },
      metrics: [],
      tax: null,
    },
  ] as const,
  ['ada', 'report', { node: `n${i}`, quote: 1_900n, work: 9n, produced: 0n, observed: 0, signed: null }] as const,
  ['eve', 'appraise', { node: `n${i}` }] as const,
  [party, 'mint', { node: `n${i}` }] as const,
  [
    party,
    'rulebook',
    {
      book: 'b',
      open: true,
      cap: null,
      projectCap: null,
      rate: 0,
      volumeRate: 0,
      least: 0n,
      shortest: 1,
      longest: 400,
      hours: [],
      automatic: true,
      mobile: true,
      returns: { restake: 1_000, pass: [] },
    },
  ] as const,
  [party, 'offer', { node: `n${i}`, book: 'b', rate: DAY * 300_000 * (i + 1) }] as const,
])

function* live(moves: readonly Move[]) {
  let { state } = genesis(system, { at: 0, stream: 'one' })
  let at = 0
  const all = [...openings.map(([party, name, input]) => ({ by: party, name, input, after: 0, given: true })), ...moves]
  for (const [index, move] of all.entries()) {
    at += move.after
    const before = state
    const input = 'given' in move ? move.input : resolved(state, move, at)
    const command: AnyCommand = { id: `c${index}`, by: move.by, at, type: `resource-reserve.${move.name}`, input }
    const outcome = execute(system, state, command as never)
    if (outcome.status === 'accepted') state = outcome.state
    yield { command, outcome, before, state }
  }
}
/** Runs a command that must be accepted. */
function must(state: State, party: string, at: number, name: string, input: object): State {
  const id = `${name}-${state.sequence}`
  const outcome = execute(system, state, { id, by: party, at, type: `resource-reserve.${name}`, input } as never)
  expect(outcome, `${name} ${JSON.stringify(input, (_, value) => String(value))}`).toMatchObject({ status: 'accepted' })
  return outcome.status === 'accepted' ? outcome.state : state
}

interface Told {
  readonly node: string
  readonly earned: bigint
  readonly refund: bigint
  readonly amount: bigint
  readonly end: number
}

const seenAt = (state: State, at: number) => view(system, state, at).mechanisms['resource-reserve']
type Seen = ReturnType<typeof seenAt>

/** Whether a node is worth at each end, by its schedule, what is out or held until then. */
function backed(seen: Seen, node: string): boolean {
  const { now } = seen
  const row = seen.tables.nodes.get({ node })
  if (row === undefined) return true
  const ends: (readonly [number, bigint])[] = []
  for (const { row: certificate } of seen.tables.certificates.under({ node })) {
    if (certificate.end > now) ends.push([certificate.end, certificate.amount])
  }
  for (const { key, row: line } of seen.tables.lines.entries()) {
    const quote = seen.tables.quotes.get({ project: key.project, quote: key.quote })
    if (key.node === node && quote !== undefined && quote.until > now) {
      ends.push([quote.until + quote.duration, line.amount])
    }
  }
  return ends.every(([end]) => {
    const out = ends.reduce((sum, [other, amount]) => (other < end ? sum : sum + amount), 0n)
    return out <= worthAt(seen, row, end)
  })
}

/** Everything ends, is collected and retired. */
function emptied(last: State): State {
  let state = last
  const at = last.at + 1_000_000
  const seen = () => view(system, state, at).mechanisms['resource-reserve']
  for (const { key } of seen().tables.quotes.entries()) state = must(state, 'eve', at, 'lapse', key)
  for (const { key } of seen().tables.requests.entries()) state = must(state, 'eve', at, 'decline', key)
  for (const { key } of seen().tables.certificates.entries()) {
    state = must(state, 'eve', at, 'expire', { node: key.node, certificates: [key.certificate] })
  }
  for (const { key } of seen().tables.sales.entries()) {
    const { kind, item } = key
    const whose = kind === 'node' ? seen().tables.nodes.get({ node: item }) : seen().tables.things.get({ thing: item })
    state = must(state, whose?.owner ?? '', at, 'unsell', key)
  }
  for (const { key, row } of seen().tables.nodes.entries()) {
    if (!row.retired) state = must(state, row.owner, at, 'retire', key)
  }
  for (const party of [...OWNERS, ...PROJECTS, 'eve']) {
    const { balance } = view(system, state)
    if (balance(seen().purse(party, 'USD', 'due')) > 0n) state = must(state, 'eve', at, 'collect', { party })
    const amount = balance(seen().purse(party, 'USD', 'volume'))
    if (amount > 0n) state = must(state, party, at, 'withdraw', { amount })
  }
  return state
}

describe('whatever is done', () => {
  it('behavior: nothing is issued above its value now or at its end, fees conserve, and in the end nothing is left', () => {
    const accepted = new Set<string>()
    const codes = new Set<string>()
    fc.assert(
      fc.property(lives(200), (moves) => {
        let last: State | undefined
        let step = 0
        for (const { command, outcome, before, state } of live(moves)) {
          last = state
          step += 1
          if (outcome.status === 'rejected') {
            codes.add(outcome.code)
            expect(state).toBe(before)
            continue
          }
          accepted.add(command.type)
          const [past, seen] = [seenAt(before, command.at), seenAt(state, command.at)]
          for (const { type, data } of outcome.events) {
            const told = data as never as Told
            if (type === 'resource-reserve.issued') {
              const row = seen.tables.nodes.get({ node: told.node })
              if (row === undefined) throw new Error('a certificate is of a node')
              const out = row.outstanding + row.held
              expect(out).toBeLessThanOrEqual(worthAt(seen, row, command.at))
              expect(out).toBeLessThanOrEqual(worthAt(seen, row, told.end))
            }
            if (type === 'resource-reserve.earned' && command.type.endsWith('.end')) {
              const escrow = past.tables.certificates.get(command.input as never)?.escrow
              expect(told.earned + told.refund).toBe(escrow)
            }
          }
          if (command.type.endsWith('.publish')) {
            const { root } = reserveTree(seen, command.input as never as Shard)
            expect(outcome.events[0]?.data).toMatchObject({ hash: root.hash, outstanding: root.sums[1] })
          }
          for (const name of NODES) {
            // only an appraisal, or the authority, may unback what was backed to its end
            const governed = command.type.endsWith('.appraise') || command.type.endsWith('.upgrade')
            if (!governed || name !== (command.input as { readonly node?: string }).node) {
              expect(!backed(past, name) || backed(seen, name), command.type).toBe(true)
            }
            const standing = standingOf(seen, name)
            if (standing === undefined) continue
            const { bound, burned, held, outstanding, genesis: minted, worth } = standing
            expect(bound + burned + held + outstanding).toBe(minted)
            expect(bound === 0n || bound + held + outstanding <= worth).toBe(true)
          }
          if (step % 50 === 0) expect(audit(system, state)).toEqual([])
        }
        if (last === undefined) return
        expect(audit(system, last)).toEqual([])
        const end = emptied(last)
        expect(audit(system, end)).toEqual([])
        const { balance, mechanisms, supply } = view(system, end)
        expect(supply('NAT')).toBe(0n)
        expect(balance(mechanisms['resource-reserve'].purse('@resource-reserve', 'USD', 'escrow'))).toBe(0n)
        let held = 0n
        for (const party of [...OWNERS, ...PROJECTS, 'eve']) {
          held += balance({ party, asset: 'USD', purpose: 'available' })
        }
        expect(held).toBe(USD)
        const { tables } = mechanisms['resource-reserve']
        for (const table of [
          'certificates',
          'backings',
          'assignments',
          'quotes',
          'lines',
          'lent',
          'exposures',
          'offers',
          'places',
        ] as const) {
          expect(tables[table].size, table).toBe(0)
        }
      }),
      { seed: 7, numRuns: 18 },
    )
    const commands = Object.keys(resourceReserve.blueprint.commands).map((command) => `resource-reserve.${command}`)
    expect(commands.filter((type) => !accepted.has(type))).toEqual([])
    expect(codes.size).toBeGreaterThan(30)
  })

  it('behavior: a session and execute agree to the byte, and verification re-executes both', () => {
    fc.assert(
      fc.property(lives(60), (moves) => {
        let { state, decision } = genesis(system, { at: 0, stream: 'one' })
        const session = begin(system, genesis(system, { at: 0, stream: 'one' }).state)
        const records = [seal(decision, '0'.repeat(64))]
        for (const { command, outcome, state: now } of live(moves)) {
          state = now
          const came = session.execute(command)
          if (outcome.status === 'rejected') {
            expect(came).toMatchObject({ status: 'rejected', code: outcome.code })
            continue
          }
          decision = outcome.decision
          const record = seal(decision, records.at(-1)?.hash as string)
          expect(came.status === 'accepted' && seal(came, record.previous).hash).toBe(record.hash)
          records.push(record)
        }
        expect(digest(system, session.state())).toBe(digest(system, state))
        expect(verify(system, records)).toMatchObject({ status: 'verified', sequence: records.length })
      }),
      { seed: 2, numRuns: 5 },
    )
  })
})
