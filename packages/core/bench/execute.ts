import { hash as digestOf } from 'node:crypto'
import type { Row } from '../../../scripts/bench-row.js'
import { GENESIS_HASH, RECORD_TAG, type RecordHash } from '../src/codec/index.js'
import {
  type AnyCommand,
  begin,
  createSystem,
  decode,
  execute,
  genesis,
  restore,
  type Sealed,
  type State,
  seal,
  snapshot,
} from '../src/kernel/index.js'
import { transfer } from '../src/mechanisms/transfer/index.js'
import { uniform } from './ledger.js'
import { fastest } from './rate.js'

const BATCH = 1000
const ROUNDS = 100
const UNIT = 10n ** 18n
const system = createSystem({ spec: '1.0', mechanisms: [transfer.with({})], assets: [{ asset: 'POND' }] })
const bytes = Buffer.alloc(1 << 16)
const tagged = bytes.write(RECORD_TAG, 'latin1')
const native: RecordHash = (previous, body) => {
  bytes.write(previous, tagged, 'hex')
  const end = tagged + 32 + bytes.write(body, tagged + 32, 'utf8')
  return digestOf('sha256', bytes.subarray(0, end))
}

/** Commands per second, pure and in a session, with record and hash, and replay from text. */
export async function bench(): Promise<Row[]> {
  return [1_000, 1_000_000].flatMap((accounts) => rowsFor(accounts))
}

function rowsFor(accounts: number): Row[] {
  const large = accounts === 1_000_000
  const label = `${accounts.toLocaleString('en')} accounts`
  const reference = reduced(accounts)
  const row = (name: string, value: number, goal: string): Row => ({
    name: `${name}, ${label}`,
    value,
    unit: '/s',
    reference: 'the same transfers on a mutable Map',
    ratio: value / reference,
    note: `goal ≥ ${goal}`,
  })
  let state = funded(accounts)
  const pure = measure(accounts, (commands) => {
    for (const command of commands) {
      const outcome = execute(system, state, command as never)
      if (outcome.status === 'accepted') state = outcome.state
    }
  })
  const session = begin(system, state)
  const linear = measure(accounts, (commands) => {
    for (const command of commands) session.execute(command)
    session.settle(session.sequence)
  })
  const records: Sealed[] = []
  const sealed = measure(accounts, (commands) => {
    let previous = GENESIS_HASH
    records.length = 0
    for (const command of commands) {
      const decision = session.execute(command)
      if (decision.status === 'rejected') continue
      const record = seal(decision, previous, { hash: native })
      previous = record.hash
      records.push(record)
    }
    session.settle(session.sequence)
  })
  return [
    row('execute, pure', pure, large ? '330 k/s' : '1 M/s'),
    row('session', linear, 'pure'),
    row('session with canonical record and native hash', sealed, large ? '140 k/s' : '500 k/s'),
    row('replay from text, every command executed again', replayed(accounts), large ? '180 k/s' : '350 k/s'),
  ]
}

/** A state in which every party has plenty, read back from a snapshot: quicker than a million commands. */
function funded(accounts: number): State {
  const { state } = genesis(system, { at: 0 })
  const json = JSON.parse(snapshot(system, state))
  const balances = Array.from({ length: accounts }, (_, i) => [`party-${i}/available`, String(2_000_000n * UNIT)])
  balances.push(['@issuer/issuance', String(-2_000_000n * UNIT * BigInt(accounts))])
  json.balances = { POND: Object.fromEntries(balances) }
  return restore(system, { stream: 'local', text: JSON.stringify(json) })
}

let round = 0
/** Commands whose strings are new objects, as they come out of JSON. */
function commandsFor(accounts: number, random: (below: number) => number): AnyCommand[] {
  round += 1
  return JSON.parse(
    JSON.stringify(
      Array.from({ length: BATCH }, (_, i) => {
        const from = random(accounts)
        const to = (from + 1 + random(accounts - 1)) % accounts
        const input = { to: `party-${to}`, asset: 'POND', amount: 1 + random(1000) }
        return { id: `${round}-${i}-0123456789`, by: `party-${from}`, at: round, type: 'transfer.send', input }
      }),
    ),
    (key, value) => (key === 'amount' ? BigInt(value) * UNIT : value),
  )
}

function measure(accounts: number, run: (commands: readonly AnyCommand[]) => void): number {
  const random = uniform(accounts)
  const times: number[] = []
  for (let i = 0; i < ROUNDS; i++) {
    const commands = commandsFor(accounts, random)
    const start = performance.now()
    run(commands)
    times.push(performance.now() - start)
  }
  // the median round: the fastest would leave out the garbage that the others collect for it
  times.sort((a, b) => a - b)
  return (1000 * BATCH) / (times[ROUNDS >> 1] as number)
}

function reduced(accounts: number): number {
  const random = uniform(accounts)
  const balances = new Map<string, bigint>()
  for (let i = 0; i < accounts; i++) balances.set(`party-${i}/POND/available`, 2_000_000n * UNIT)
  const commands = commandsFor(accounts, random) as (AnyCommand & { input: { to: string; amount: bigint } })[]
  return fastest(BATCH, () => {
    for (const { by, input } of commands) {
      const [from, to] = [`${by}/POND/available`, `${input.to}/POND/available`]
      const balance = balances.get(from) as bigint
      if (balance < input.amount) continue
      balances.set(from, balance - input.amount)
      balances.set(to, (balances.get(to) as bigint) + input.amount)
    }
  })
}

/** Records read back from text, decoded, executed again and compared, as a journal that is caught up with. */
function replayed(accounts: number): number {
  const random = uniform(accounts)
  const records: Sealed[] = []
  const writer = begin(system, funded(accounts))
  for (let i = 0; i < 50; i++) {
    for (const command of commandsFor(accounts, random)) {
      const decision = writer.execute(command)
      if (decision.status === 'rejected') continue
      records.push(seal(decision, records.at(-1)?.hash ?? GENESIS_HASH, { hash: native }))
    }
    writer.settle(writer.sequence)
  }
  const reader = begin(system, funded(accounts))
  let previous = GENESIS_HASH
  const elapsed = timed(() => {
    for (const { body, hash } of records) {
      const { at, command } = JSON.parse(body)
      const decoded = decode(system, { ...command, at })
      if (decoded.status === 'rejected') throw new Error(decoded.code)
      const decision = reader.execute(decoded.command)
      if (decision.status === 'rejected') throw new Error(decision.code)
      const again = seal(decision, previous, { hash: native })
      if (again.hash !== hash) throw new Error(`record ${again.sequence} differs`)
      previous = hash
      reader.settle(reader.sequence)
    }
  })
  return (records.length * 1000) / elapsed
}

function timed(run: () => void): number {
  const start = performance.now()
  run()
  return performance.now() - start
}
