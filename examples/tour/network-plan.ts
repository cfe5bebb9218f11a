import { available, execute, genesis, type State, view } from '@symbolon/core'
import { convertible } from '@symbolon/core/bridge'
import { lotsOf } from '@symbolon/core/delegation'
import { fail } from './failure.js'
import { signing } from './network-signing.js'
import { BRIDGE_WAIT, DOLLAR, HOLDERS, HOUR, networkSystem, RECEIVERS } from './network-system.js'
import { type Of, relaying, type Traffic } from './network-traffic.js'
import { type Planned, RECORDED_AT } from './planned.js'
import { random } from './random.js'
import { DAY, TOKEN } from './systems.js'
import type { NetworkResult, NetworkRow } from './tour-result.js'

/** A month of a bonded network: its commands, what they tell, and what each day came to. */
export interface NetworkPlan {
  readonly commands: readonly Planned[]
  readonly rows: readonly NetworkRow[]
  readonly traffic: Traffic
  /** Dollars paid to relayers and those behind them by the end of each day. */
  readonly paid: readonly number[]
  /** MPOND in the pool whose commission changes, day by day. */
  readonly pooled: readonly number[]
  /** What holders have in the end: dollars and POND, base units. */
  readonly earned: NetworkResult['earned']
  readonly last: State
}

const RELAYERS = ['rhea', 'saul', 'tess'] as const
const CHECKERS = ['checker-1', 'checker-2', 'checker-3'] as const
const CHANNEL = 'blocks'
const of = (signer: string, producer = signer): Of => ({ channel: CHANNEL, signer, producer })
const WHOLE = 65_536

/**
 * Lives through the month. Commands are decided as they are planned, since some need what came before. What isn't said
 * to the network's ledger is done too: relayers admit or drop what producers send.
 * @param seed - Whole number, 0 ≤ seed < 2^32: the same month on every machine.
 */
export function planNetwork(stream: string, seed: number, days: number): NetworkPlan {
  const chance = random(seed)
  const sign = signing(stream, seed)
  const commands: Planned[] = []
  const rows: NetworkRow[] = []
  const [paid, pooled]: [number[], number[]] = [[], []]
  let { state } = genesis(networkSystem, { at: RECORDED_AT, stream })
  let at = RECORDED_AT
  let out = 0n
  const see = () => view(networkSystem, state, at)
  const dayOf = (time: number): number => Math.floor((time - RECORDED_AT) / DAY)
  const has = (party: string, asset: string): bigint => see().balance(available(party, asset))
  /** What counts of a pool, without what waits to be withdrawn. */
  const staked = (pool: string): bigint =>
    see().mechanisms.delegation.tables.epochs.before({ pool }, Number.MAX_SAFE_INTEGER)?.row.current ?? 0n

  function tell(by: string, type: Planned['type'], input: Planned['input'], says?: string, refused?: string): void {
    const command = { id: `step-${commands.length + 1}`, by, at, type, input }
    const outcome = execute(networkSystem, state, command as never)
    const code = outcome.status === 'accepted' ? undefined : outcome.code
    if (code !== refused) fail(`${command.id} (${type}) was ${code ?? 'accepted'} on day ${dayOf(at)}`)
    if (outcome.status === 'accepted') {
      state = outcome.state
      for (const { type: event, data } of outcome.events) {
        if (event === 'relay-rewards.paid' && data.asset === 'USD') out += data.amount
      }
    }
    commands.push(refused === undefined ? command : { ...command, hopeless: true })
    if (says === undefined) return
    const deposit = see().mechanisms['spam-deposit'].tables.deposits.get(of('mallory'))?.current ?? 0n
    const standing: NetworkRow['standing'] = [staked('harbour') / TOKEN, has('ann', 'POND') / TOKEN, deposit / TOKEN]
    rows.push({ day: dayOf(at), says, outcome: code ?? 'accepted', standing })
  }
  const pool = (by: string, name: string, input: Planned['input'], says?: string, refused?: string): void =>
    tell(by, `delegation.${name}`, input, says, refused)
  const spam = (by: string, name: string, input: Planned['input'], says?: string, refused?: string): void =>
    tell(by, `spam-deposit.${name}`, input, says, refused)

  function found(): void {
    for (const party of [...RECEIVERS, ...CHECKERS, 'mill', 'atlas', 'mallory']) {
      tell(party, 'key.register', sign.registration(party))
    }
    const shares = (...weights: readonly number[]) =>
      RELAYERS.map((relayer, i) => ({ relayer, weight: weights[i] ?? 0 })).filter(({ weight }) => weight > 0)
    pool('olga', 'open', { pool: 'harbour', personal: false, commission: 500, shares: shares(2, 1) })
    pool('pete', 'open', { pool: 'peak', personal: false, commission: 1_000, shares: shares(0, 1, 2) })
    pool('dan', 'open', { pool: 'own', personal: true, commission: 0, shares: shares(0, 0, 1) })
    pool('ann', 'delegate', { pool: 'harbour', amount: 600n * TOKEN })
    pool('ben', 'delegate', { pool: 'harbour', amount: 900n * TOKEN }, 'ben puts 900 MPOND behind olga’s pool, harbour')
    pool('cleo', 'delegate', { pool: 'peak', amount: 1_000n * TOKEN })
    pool('dan', 'delegate', { pool: 'own', amount: 400n * TOKEN })
    tell('treasury', 'relay-rewards.fund', { amount: 500_000n * TOKEN })
    for (const receiver of RECEIVERS) {
      const rate = DOLLAR * BigInt(20 + chance.below(60))
      tell(receiver, 'relay-rewards.subscribe', { period: 0, asset: 'USD', rate })
    }
    const rule = { checkers: [...CHECKERS], quorum: '2' }
    const rate = { asset: 'POND', stake: TOKEN, volume: 8n, overlap: 2_000, spam: 5_000 }
    spam('keeper', 'open', { channel: CHANNEL, ...rate, receivers: 4, verifier: 'quorum', rule })
    const deposit = { channel: CHANNEL, amount: 1_000n * TOKEN, key: 'main' }
    spam('mill', 'deposit', { ...deposit, producer: 'mill' }, 'mill deposits 1,000 POND: 2,000 bytes an hour')
    spam('atlas', 'deposit', { ...deposit, producer: 'press' })
    const offer = { channel: CHANNEL, stake: 500n * TOKEN, asset: 'USD', fee: DOLLAR / 10n, windows: days * 24 }
    spam('atlas', 'offer', { ...offer, producer: 'press' })
    spam(
      'press',
      'accept',
      { ...offer, attester: 'atlas' },
      'press has atlas deposit and attest, for ten cents an hour',
    )
    spam('mallory', 'deposit', { ...deposit, producer: 'mallory' }, 'mallory deposits as much as mill')
  }

  /** Receivers give tickets for what came in time; the epoch is settled when no more of them come in. */
  function settleYesterday(): void {
    const epoch = dayOf(at) - 1
    const vouchers = RECEIVERS.flatMap((receiver) =>
      RELAYERS.map((relayer, i) =>
        sign.voucher(receiver, { relayer, epoch, tickets: BigInt(WHOLE / 8 + chance.below(WHOLE >> (i + 1))) }),
      ),
    )
    at += HOUR / 2
    tell('anybody', 'relay-rewards.redeem', { epoch, vouchers })
    at += HOUR
    tell('anybody', 'relay-rewards.settle', { limit: 1_000 })
    const earned = RELAYERS.flatMap((relayer) => ['USD', 'POND'].map((asset) => ({ relayer, asset }))).filter((one) =>
      see().mechanisms['relay-rewards'].tables.earnings.has(one),
    )
    if (earned.length > 0) tell('anybody', 'relay-rewards.claim', { rewards: earned })
  }

  const traffic = relaying(stream, sign)
  /** Both producers send three messages of some length each. */
  function send(): void {
    for (const [signer, producer] of [
      ['mill', 'mill'],
      ['atlas', 'press'],
    ] as const) {
      const lengths = [0, 0, 0].map(() => 500 + chance.below(400))
      traffic.send(see().mechanisms['spam-deposit'], of(signer, producer), lengths)
    }
  }
  /** Mallory sends different messages over the same bytes to different relayers; two of them compare. */
  function cheat(): void {
    const { about, first, second, third, verdict } = traffic.cheat(see().mechanisms['spam-deposit'], of('mallory'))
    spam('rhea', 'report', { ...about, first, second }, 'rhea shows two messages of mallory’s over the same bytes')
    const turned = { ...about, first: second, second: first }
    spam('saul', 'report', turned, 'saul shows the same two the other way round', 'SPAM_DEPOSIT_FAULT_KNOWN')
    spam('saul', 'report', { ...about, first: third, second: first }, 'a third message is a second fault')
    const proof = { verdicts: CHECKERS.slice(0, 2).map(verdict) }
    spam('tess', 'prove', { ...about, ...second, proof }, 'two of three checkers sign that one of them is spam')
    const own = { channel: CHANNEL, producer: 'mallory' }
    const amount = see().mechanisms['spam-deposit'].tables.deposits.get(of('mallory'))?.current
    spam('mallory', 'leave', { ...own, amount }, 'mallory asks back what is left of the deposit')
    spam('mallory', 'withdraw', own, 'and wants it at once', 'SPAM_DEPOSIT_WAITING')
  }

  function exit(name: 'request' | 'convert', amount: bigint, says: string, refused?: string): void {
    const input = name === 'request' ? { amount: amount * TOKEN } : { epoch: requested, amount: amount * TOKEN }
    tell('ann', `bridge.${name}`, input, says, refused)
  }
  const requested = RECORDED_AT / DAY + 1
  const story: Readonly<Record<number, () => void>> = {
    1: () => exit('request', 400n, 'ann asks the bridge for 400 of her 1,000 MPOND back in POND'),
    3: () => exit('convert', 1n, 'ann doesn’t want to wait', 'BRIDGE_CONVERSION_EXCEEDS_ALLOWANCE'),
    6: () =>
      pool(
        'olga',
        'commission',
        { pool: 'harbour', commission: 4_000 },
        'olga announces that harbour will keep 40 % instead of 5 %',
      ),
    7: () => {
      const mine = { pool: 'harbour', start: 1, since: 1, amount: 900n * TOKEN }
      pool('ben', 'undelegate', mine, 'ben leaves harbour before it gets dearer')
    },
    10: () =>
      pool(
        'ben',
        'withdraw',
        { pool: 'harbour', start: 1, end: 8 },
        'and wants his stake at once',
        'DELEGATION_WAITING',
      ),
    11: () => {
      const due = convertible(see().mechanisms.bridge, { party: 'ann', epoch: requested })
      exit('convert', due / TOKEN, `after ${BRIDGE_WAIT} days the first half of ann’s request opens`)
    },
    12: cheat,
    14: () =>
      spam('mallory', 'withdraw', { channel: CHANNEL, producer: 'mallory' }, 'mallory gets what is left, and is out'),
    15: () => {
      pool('ben', 'withdraw', { pool: 'harbour', start: 1, end: 8 })
      pool('ben', 'delegate', { pool: 'peak', amount: 900n * TOKEN }, 'ben’s stake has waited, and goes to peak')
    },
    18: () =>
      tell(
        'court',
        'delegation.slash',
        { target: 'saul', epoch: 17, fraction: 500 },
        'the court finds that saul held blocks back: 5 % of what backed him',
      ),
    21: () => exit('convert', 200n, `after ${2 * BRIDGE_WAIT} days the other half`),
  }

  function collect(): void {
    for (const name of ['harbour', 'peak', 'own']) pool('anybody', 'settle', { pools: [name] })
    for (const party of HOLDERS) {
      for (const name of ['harbour', 'peak', 'own']) {
        const { active } = lotsOf(see().mechanisms.delegation, party, name)
        if (active.length === 0 && !(party === 'ben' && name === 'harbour')) continue
        pool(party, 'collect', { pool: name, lots: active.map(({ start, since }) => ({ start, since })) })
      }
    }
    pool('olga', 'draw', { pool: 'harbour' })
    pool('pete', 'draw', { pool: 'peak' })
    spam('atlas', 'collect', { channel: CHANNEL, attester: 'atlas', producer: 'press' }, 'atlas is paid for every hour')
  }

  found()
  for (let day = 1; day <= days; day += 1) {
    at = RECORDED_AT + day * DAY
    if (day > 1) settleYesterday()
    at = RECORDED_AT + day * DAY + 12 * HOUR
    send()
    story[day]?.()
    paid.push(Number(out / DOLLAR))
    pooled.push(Number(staked('harbour') / TOKEN))
  }
  at += HOUR
  collect()
  const earned = HOLDERS.map((party): readonly [string, bigint, bigint] => [
    party,
    has(party, 'USD'),
    has(party, 'POND'),
  ])
  return { commands, rows, traffic: traffic.counts, paid, pooled, earned, last: state }
}
