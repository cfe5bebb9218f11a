/** Whatever names `@governance` as its authority is run by proposals that pass. */
import { describe, expect, it } from 'vitest'
import { type AnyInstance, createSystem, execute, upgrade } from '../src/index.js'
import { bridge } from '../src/mechanisms/bridge/index.js'
import { custody } from '../src/mechanisms/custody/index.js'
import { governance } from '../src/mechanisms/governance/index.js'
import { tradeCredit } from '../src/mechanisms/trade-credit/index.js'
import { transfer } from '../src/mechanisms/transfer/index.js'
import { staking } from './staking.js'
import { probe } from './support/probe.js'
import { story } from './support/story.js'

const authority = '@governance'
const rules = {
  asset: 'VOTE',
  threshold: 1n,
  delay: 1,
  period: 1,
  quorum: 5_000,
  majority: 5_000,
  timelock: 1,
  grace: 9,
  guardian: null,
}
const instances: readonly AnyInstance[] = [
  governance.with({ ...rules, authority }),
  governance.as('lower').with({ ...rules, authority }),
  transfer.with({ authority }),
  custody.with({ assets: ['USD'], authority }),
  bridge.with({ liquid: 'POND', bonded: 'MPOND', rate: 10n, wait: 100, liquidity: 0, authority }),
  bridge.as('bridge-eth').with({ liquid: 'POND', bonded: 'MPOND', rate: 10n, wait: 100, liquidity: 0, authority }),
  tradeCredit.with({ unit: 'EUR', backing: 'none', roundLength: 60, authority }),
  staking.with({ asset: 'VOTE', authority }),
  probe.with({ asset: 'X', wait: 1, authority }),
]
const compose = (mechanisms: readonly AnyInstance[]) =>
  createSystem({
    spec: '1.0',
    mechanisms,
    assets: [{ asset: 'VOTE', tracked: true }],
    allocations: [{ party: 'alice', asset: 'VOTE', amount: 10n }],
    authority,
  })
const system = compose(instances)

/** What became of the execution of a proposal with these actions, which has passed. */
function passed(actions: readonly object[], life = story(system)) {
  const at = life.state.at
  expect(life.run('alice', 'governance.propose', { description: '', actions }, at)).toBe('accepted')
  const [{ proposal }] = life.events as readonly [{ readonly proposal: number }]
  const vote = { proposal, support: 'for' }
  expect(life.run('alice', 'governance.vote', vote, at + 1)).toBe('accepted')
  expect(life.run('x', 'governance.queue', { proposal }, at + 2)).toBe('accepted')
  return { life, came: life.run('x', 'governance.execute', { proposal }, at + 3) }
}

describe('an instance whose authority is a governance', () => {
  const changes: Readonly<Record<string, object>> = {
    bridge: { liquidity: '1000' },
    'bridge-eth': { wait: '7' },
    'trade-credit': { roundLength: '61' },
    governance: { quorum: '1', guardian: { party: 'guard', until: null } },
    lower: { delay: '0' },
    probe: { wait: '2' },
  }
  it.each(instances.map(({ as }) => as))('%s is configured by a proposal that passes, and by nobody else', (as) => {
    const { life, came } = passed([{ type: `${as}.configure`, input: changes[as] ?? {} }])
    expect(came).toBe('accepted')
    const params = JSON.parse(
      JSON.stringify(life.see().mechanisms[as]?.params, (_, v) =>
        typeof v === 'bigint' || typeof v === 'number' ? String(v) : v,
      ),
    )
    expect(params).toMatchObject(changes[as] ?? {})
    for (const by of ['alice', 'x']) expect(life.run(by, `${as}.configure`, {})).toBe('NOT_AUTHORISED')
  })

  it('has its commands for the authority run by it too', () => {
    const deposit = { party: 'alice', asset: 'USD', amount: '5', reference: 'r' }
    const { life, came } = passed([
      { type: 'custody.deposit', input: deposit },
      { type: 'probe.mint', input: { to: 'bob', amount: '3' } },
    ])
    expect(came).toBe('accepted')
    expect(life.see().held('alice', 'USD')).toBe(5n)
    expect(life.see().held('bob', 'X')).toBe(3n)
  })

  it('is not reached by another governance', () => {
    const life = story(system)
    const configure = { description: '', actions: [{ type: 'probe.configure', input: { wait: '2' } }] }
    life.run('alice', 'lower.propose', configure, 0)
    life.run('alice', 'lower.vote', { proposal: 1, support: 'for' }, 1)
    life.run('x', 'lower.queue', { proposal: 1 }, 2)
    expect(life.run('x', 'lower.execute', { proposal: 1 }, 3)).toBe('NOT_AUTHORISED')
  })
})

describe('the depth of what a proposal runs', () => {
  it('counts from the execution: its commands are at depth 1, and seven more may be below them', () => {
    expect(passed([{ type: 'probe.nest', input: { times: '7' } }]).came).toBe('accepted')
    expect(passed([{ type: 'probe.nest', input: { times: '8' } }]).came).toBe('CALL_TOO_DEEP')
  })

  it('is less where the execution itself is nested', () => {
    const nested = (times: number) => {
      const life = story(system)
      const actions = [{ type: 'probe.nest', input: { times: String(times) } }]
      life.run('alice', 'governance.propose', { description: '', actions }, 0)
      life.run('alice', 'governance.vote', { proposal: 1, support: 'for' }, 1)
      life.run('x', 'governance.queue', { proposal: 1 }, 2)
      const execution = { actions: [{ type: 'governance.execute', input: { proposal: '1' } }] }
      return life.run('x', 'probe.run', execution, 3)
    }
    expect(nested(6)).toBe('accepted')
    expect(nested(7)).toBe('CALL_TOO_DEEP')
  })

  it('lets one proposal execute another', () => {
    const life = story(system)
    life.run('alice', 'lower.propose', { description: '', actions: [] }, 0)
    life.run('alice', 'lower.vote', { proposal: 1, support: 'for' }, 1)
    life.run('x', 'lower.queue', { proposal: 1 }, 2)
    expect(passed([{ type: 'lower.execute', input: { proposal: '1' } }], life).came).toBe('accepted')
  })
})

describe('a system whose authority is a governance', () => {
  it('declares assets by proposals', () => {
    const asset = { asset: 'NEW', minters: [], cap: '7', transferable: true, whitelist: [], tracked: false }
    const { life, came } = passed([{ type: 'asset.declare', input: asset }])
    expect(came).toBe('accepted')
    expect(life.see().asset('NEW')?.cap).toBe(7n)
    const own = { ...asset, asset: 'OTHER', cap: 7n }
    expect(life.run('alice', 'asset.declare', own)).toBe('NOT_AUTHORISED')
  })

  it('approves an upgrade by a proposal, which anybody may then run', () => {
    const next = compose([...instances, transfer.as('more').with({})])
    const attempt = (life: ReturnType<typeof story>) => upgrade(system, next, life.state, { id: 'u', by: 'x', at: 99 })
    expect(attempt(story(system))).toMatchObject({ status: 'rejected', code: 'NOT_AUTHORISED' })
    const { life, came } = passed([{ type: 'system.approve', input: { composition: next.hash } }])
    expect(came).toBe('accepted')
    const upgraded = attempt(life)
    if (upgraded.status === 'rejected') throw new Error(upgraded.code)
    const send = { id: 's', by: 'alice', at: 99, type: 'more.send', input: { to: 'bob', asset: 'VOTE', amount: 1n } }
    expect(execute(next, upgraded.state, send as never).status).toBe('accepted')
  })
})
