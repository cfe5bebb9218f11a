import { describe, expect, it } from 'vitest'
import { GENESIS_HASH, Party, struct, Text } from '../src/codec/index.js'
import {
  available,
  createSystem,
  defineMechanism,
  digest,
  execute,
  issuance,
  purse,
  type Scope,
  seal,
  table,
  view,
} from '../src/kernel/index.js'
import { transfer } from '../src/mechanisms/transfer/index.js'
import { probe } from './support/probe.js'
import { story } from './support/story.js'

const system = createSystem({
  spec: '1.0',
  authority: 'founder',
  mechanisms: [
    transfer.with({}),
    probe.with({ asset: 'X', wait: 1, ceilingOfWait: 9, authority: '@council' }),
    probe.as('council').with({ asset: 'V', wait: 1 }),
  ],
  assets: [
    { asset: 'X', cap: 1000n, tracked: true },
    { asset: 'L', transferable: false, whitelist: ['shop'] },
  ],
  allocations: [
    { party: 'alice', asset: 'X', amount: 100n },
    { party: 'alice', asset: 'L', amount: 10n },
    { party: 'shop', asset: 'L', amount: 10n },
  ],
})
const told = () => story(system as never)
const balance = (s: ReturnType<typeof told>, party: string, asset = 'X') =>
  view(system, s.state).balance(available(party, asset))

describe('credit', () => {
  it('lets a balance fall to minus the limit while its time lasts, and only be received after', () => {
    const s = told()
    s.run('founder', 'probe.credit', { party: 'bob', limit: 30n, until: 10 })
    expect(s.run('bob', 'transfer.send', { to: 'alice', asset: 'X', amount: 20n }, 9)).toBe('accepted')
    expect(s.run('bob', 'transfer.send', { to: 'alice', asset: 'X', amount: 11n }, 9)).toBe('ACCOUNT_BELOW_FLOOR')
    expect(s.run('bob', 'transfer.send', { to: 'alice', asset: 'X', amount: 1n }, 10)).toBe('ACCOUNT_BELOW_FLOOR')
    expect(s.run('alice', 'transfer.send', { to: 'bob', asset: 'X', amount: 25n }, 10)).toBe('accepted')
    expect(s.run('bob', 'transfer.send', { to: 'alice', asset: 'X', amount: 5n }, 10)).toBe('accepted')
    expect(balance(s, 'bob')).toBe(0n)
  })

  it('may be cut below the debt; the account then only receives', () => {
    const s = told()
    s.run('founder', 'probe.credit', { party: 'bob', limit: 30n, until: null })
    s.run('bob', 'transfer.send', { to: 'alice', asset: 'X', amount: 30n })
    expect(s.run('founder', 'probe.credit', { party: 'bob', limit: 10n, until: null })).toBe('accepted')
    expect(s.run('bob', 'transfer.send', { to: 'alice', asset: 'X', amount: 1n })).toBe('ACCOUNT_BELOW_FLOOR')
    expect(s.run('alice', 'transfer.send', { to: 'bob', asset: 'X', amount: 1n })).toBe('accepted')
  })

  it('is refused above a ceiling', () => {
    const s = told()
    s.run('founder', 'probe.ceiling', { party: 'bob', ceiling: 5n })
    expect(s.run('alice', 'transfer.send', { to: 'bob', asset: 'X', amount: 6n })).toBe('ACCOUNT_ABOVE_CEILING')
    expect(s.run('alice', 'transfer.send', { to: 'bob', asset: 'X', amount: 5n })).toBe('accepted')
  })
})

describe('holds', () => {
  it('count against the floor at once, and are posted in part with the rest given back, once only', () => {
    const s = told()
    expect(s.run('alice', 'probe.hold', { id: 'h', to: 'bob', amount: 80n, until: 10 })).toBe('accepted')
    expect(s.run('alice', 'transfer.send', { to: 'bob', asset: 'X', amount: 21n })).toBe('ACCOUNT_BELOW_FLOOR')
    expect(s.run('alice', 'probe.hold', { id: 'h', to: 'bob', amount: 1n, until: 10 })).toBe('HOLD_TAKEN')
    expect(s.run('carol', 'probe.post', { id: 'h', amount: 81n })).toBe('HOLD_EXCEEDED')
    expect(s.run('carol', 'probe.post', { id: 'h', amount: 30n })).toBe('accepted')
    expect([balance(s, 'alice'), balance(s, 'bob')]).toEqual([70n, 30n])
    expect(s.run('carol', 'probe.post', { id: 'h' })).toBe('HOLD_UNKNOWN')
    expect(s.failed()).toEqual([])
  })

  it('count until somebody expires them, which nobody can before their time is over', () => {
    const s = told()
    s.run('alice', 'probe.hold', { id: 'h', to: 'bob', amount: 100n, until: 10 })
    expect(s.run('eve', 'hold.expire', { instance: 'probe', hold: 'h' }, 9)).toBe('HOLD_NOT_OVER')
    expect(s.run('alice', 'transfer.send', { to: 'bob', asset: 'X', amount: 1n }, 10)).toBe('ACCOUNT_BELOW_FLOOR')
    expect(s.run('carol', 'probe.post', { id: 'h' }, 10)).toBe('HOLD_OVER')
    expect(s.run('eve', 'hold.expire', { instance: 'probe', hold: 'h' }, 10)).toBe('accepted')
    expect(balance(s, 'alice')).toBe(100n)
    expect(s.run('alice', 'probe.hold', { id: 'i', to: 'bob', amount: 1n, until: 10 }, 10)).toBe('HOLD_OVER')
  })

  it('are given back whatever the ceiling says by then', () => {
    const s = told()
    s.run('alice', 'probe.hold', { id: 'h', to: 'bob', amount: 50n, until: 10 })
    s.run('founder', 'probe.ceiling', { party: 'alice', ceiling: 60n })
    expect(s.run('carol', 'probe.void', { id: 'h' })).toBe('accepted')
    expect(balance(s, 'alice')).toBe(100n)
  })
})

describe('liens', () => {
  it('refuse what lowers a holding below their sum, over all accounts and instances', () => {
    const s = told()
    s.run('x', 'probe.lien', { party: 'alice', amount: 60n })
    s.run('alice', 'probe.stash', { amount: 50n })
    expect(s.run('alice', 'transfer.send', { to: 'bob', asset: 'X', amount: 41n })).toBe('LIEN_BROKEN')
    expect(s.run('alice', 'transfer.send', { to: 'bob', asset: 'X', amount: 40n })).toBe('accepted')
    expect(s.run('alice', 'transfer.send', { to: 'bob', asset: 'X', amount: 1n })).toBe('LIEN_BROKEN')
    expect(s.run('x', 'probe.lien', { party: 'alice', amount: 0n })).toBe('accepted')
    expect(s.run('alice', 'transfer.send', { to: 'bob', asset: 'X', amount: 10n })).toBe('accepted')
    expect(s.failed()).toEqual([])
  })

  it('count a claim on what others hold for the party', () => {
    const s = told()
    s.run('x', 'probe.lien', { party: 'alice', amount: 100n })
    s.run('x', 'probe.claim', { party: 'alice', amount: 30n, seized: false })
    expect(view(system, s.state).held('alice', 'X')).toBe(130n)
    expect(s.run('alice', 'transfer.send', { to: 'bob', asset: 'X', amount: 30n })).toBe('accepted')
    expect(s.run('x', 'probe.claim', { party: 'alice', amount: 29n, seized: false })).toBe('LIEN_BROKEN')
    expect(s.run('x', 'probe.claim', { party: 'alice', amount: 20n, seized: true })).toBe('accepted')
  })

  it("can't prevent slashing, and go on barring whoever is below them from lowering more", () => {
    const s = told()
    s.run('alice', 'probe.stash', { amount: 50n })
    s.run('x', 'probe.lien', { party: 'alice', amount: 90n })
    expect(s.run('x', 'probe.slash', { party: 'alice', amount: 40n })).toBe('accepted')
    expect(view(system, s.state).held('alice', 'X')).toBe(60n)
    expect(s.run('alice', 'transfer.send', { to: 'bob', asset: 'X', amount: 1n })).toBe('LIEN_BROKEN')
  })

  it('may be set above what is held, and count whatever came before them in the same command', () => {
    const s = told()
    expect(s.run('bob', 'probe.lien', { party: 'bob', amount: 5n })).toBe('accepted')
    expect(s.run('alice', 'probe.send-then-lien', { to: 'bob', amount: 10n, lien: 95n })).toBe('LIEN_BROKEN')
    expect(s.run('alice', 'probe.send-then-lien', { to: 'bob', amount: 10n, lien: 90n })).toBe('accepted')
  })
})

describe('assets', () => {
  it('are minted by their instances alone, up to the cap, and burned by whoever may debit', () => {
    const s = told()
    expect(s.run('alice', 'probe.mint', { to: 'alice', amount: 1n })).toBe('NOT_AUTHORISED')
    const mint = (amount: string) => ({ actions: [{ type: 'probe.mint', input: { to: 'bob', amount } }] })
    expect(s.run('alice', 'council.run', mint('901'))).toBe('ACCOUNT_BELOW_FLOOR')
    expect(s.run('alice', 'council.run', mint('900'))).toBe('accepted')
    expect(s.run('bob', 'probe.burn', { amount: 900n })).toBe('accepted')
    expect(view(system, s.state).supply('X')).toBe(100n)
    expect(view(system, s.state).balance(issuance('X'))).toBe(-100n)
  })

  it('keep the history of holdings and supply when tracked, net per record', () => {
    const s = told()
    s.run('alice', 'transfer.send', { to: 'bob', asset: 'X', amount: 40n })
    s.run('bob', 'probe.burn', { amount: 15n })
    const { heldAt, supplyAt } = view(system, s.state)
    expect([0, 1, 2, 3].map((n) => heldAt('bob', 'X', n))).toEqual([0n, 0n, 40n, 25n])
    expect([0, 1, 2, 3].map((n) => supplyAt('X', n))).toEqual([0n, 100n, 100n, 85n])
  })

  it('keep the supply by time, from the record on in which they became tracked', () => {
    const s = told()
    const declare = (tracked: boolean, at: number) =>
      s.run('founder', 'asset.declare', { asset: 'X', ...view(system, s.state).asset('X'), tracked }, at)
    s.run('bob', 'probe.note', { number: 1, text: 1n }, 3)
    s.run('alice', 'probe.burn', { amount: 10n }, 5)
    s.run('alice', 'probe.burn', { amount: 10n }, 5)
    expect(declare(false, 6)).toBe('accepted')
    s.run('alice', 'probe.burn', { amount: 10n }, 7)
    expect(declare(true, 8)).toBe('accepted')
    const { supplyBefore } = view(system, s.state)
    expect([0, 1, 5, 6, 8, 9].map((time) => supplyBefore('X', time))).toEqual([0n, 100n, 100n, 80n, 80n, 70n])
  })

  it('keep what parties held by time: what moves within a second counts from the next one on', () => {
    const s = told()
    s.run('alice', 'transfer.send', { to: 'bob', asset: 'X', amount: 10n }, 5)
    s.run('alice', 'transfer.send', { to: 'bob', asset: 'X', amount: 20n }, 5)
    s.run('bob', 'transfer.send', { to: 'alice', asset: 'X', amount: 5n }, 8)
    s.run('x', 'probe.claim', { party: 'bob', amount: 7n, seized: false }, 9)
    const { heldBefore } = view(system, s.state)
    expect([0, 1, 5, 6, 8, 9, 10].map((time) => heldBefore('bob', 'X', time))).toEqual([0n, 0n, 0n, 30n, 30n, 25n, 32n])
    expect([0, 1, 6].map((time) => heldBefore('alice', 'X', time))).toEqual([0n, 100n, 70n])
    expect(heldBefore('nobody', 'X', 9)).toBe(0n)
  })

  it('change hands only with one of the whitelist when they are not transferable', () => {
    const s = told()
    expect(s.run('alice', 'transfer.send', { to: 'bob', asset: 'L', amount: 1n })).toBe('TRANSFER_RESTRICTED')
    expect(s.run('alice', 'transfer.send', { to: 'shop', asset: 'L', amount: 1n })).toBe('accepted')
    expect(s.run('shop', 'transfer.send', { to: 'bob', asset: 'L', amount: 1n })).toBe('accepted')
  })

  it('are declared by the authority, who can neither change minters nor cap below the supply', () => {
    const s = told()
    const plain = { cap: 10n, transferable: true, whitelist: [], tracked: false, minters: [] }
    expect(s.run('alice', 'asset.declare', { asset: 'N', ...plain })).toBe('NOT_AUTHORISED')
    expect(s.run('founder', 'asset.declare', { asset: 'N', ...plain })).toBe('accepted')
    expect(s.run('founder', 'asset.declare', { asset: 'X', ...plain })).toBe('ASSET_TAKEN')
    expect(s.run('founder', 'asset.declare', { asset: 'X', ...plain, minters: ['probe'] })).toBe(
      'ASSET_CAP_BELOW_SUPPLY',
    )
  })
})

describe('the issuer', () => {
  it('owes from its issuance account alone: a purse in its name is empty', () => {
    const s = told()
    expect(s.run('eve', 'council.slash', { party: '@issuer', amount: 1n })).toBe('ACCOUNT_BELOW_FLOOR')
    expect(s.run('eve', 'probe.slash', { party: '@issuer', amount: 1n })).toBe('ACCOUNT_BELOW_FLOOR')
    expect(s.run('eve', 'probe.credit', { party: '@issuer', limit: 9n, until: null })).toBe('accepted')
    expect(s.run('alice', 'transfer.send', { to: '@issuer', asset: 'X', amount: 1n })).toBe('TRANSFER_RESTRICTED')
  })
})

describe('nested commands', () => {
  const action = (type: string, input: unknown, as?: string) => ({ type, input, ...(as === undefined ? {} : { as }) })
  it('run as the instance or a party below it, all or nothing', () => {
    const s = told()
    s.run('alice', 'transfer.send', { to: '@council', asset: 'X', amount: 5n })
    s.run('alice', 'transfer.send', { to: '@council.fund', asset: 'X', amount: 5n })
    const send = (amount: string) => ({ to: 'bob', asset: 'X', amount })
    const before = digest(system, s.state)
    const both = [action('transfer.send', send('5')), action('transfer.send', send('6'), 'fund')]
    expect(s.run('eve', 'council.run', { actions: both })).toBe('ACCOUNT_BELOW_FLOOR')
    expect(digest(system, s.state)).toBe(before)
    const right = [action('transfer.send', send('5')), action('transfer.send', send('5'), 'fund')]
    expect(s.run('eve', 'council.run', { actions: right })).toBe('accepted')
    expect(balance(s, 'bob')).toBe(10n)
  })

  it('configure what their instance is the authority of, within what the config admits', () => {
    const s = told()
    const configure = (wait: string) => ({ actions: [action('probe.configure', { wait })] })
    expect(s.run('eve', 'probe.configure', { wait: 5 })).toBe('NOT_AUTHORISED')
    expect(s.run('eve', 'council.configure', { wait: 5 })).toBe('NOT_AUTHORISED')
    expect(s.run('eve', 'council.run', configure('10'))).toBe('PARAMS_REFUSED')
    expect(s.run('eve', 'council.run', configure('9'))).toBe('accepted')
    expect(view(system, s.state).mechanisms.probe.params).toEqual({ wait: 9 })
  })

  it('may be eight deep below the outermost, and are refused at the ninth', () => {
    const s = told()
    expect(s.run('eve', 'council.nest', { times: 8 })).toBe('accepted')
    expect(s.run('eve', 'council.nest', { times: 9 })).toBe('CALL_TOO_DEEP')
    expect(s.run('eve', 'council.nest', { times: 8 })).toBe('accepted')
  })

  it('are refused when their input is deeper than JSON may be, unknown, or malformed', () => {
    const s = told()
    let input: unknown = { actions: [action('transfer.send', { to: 'bob', asset: 'X', amount: '1' })] }
    for (let depth = 0; depth < 8; depth++) input = { actions: [action('council.run', input)] }
    expect(s.run('eve', 'council.run', input)).toBe('INPUT_INVALID')
    expect(s.run('eve', 'council.run', { actions: [action('council.nothing', {})] })).toBe('COMMAND_UNKNOWN')
    expect(s.run('eve', 'council.run', { actions: [action('transfer.send', { to: 'bob' })] })).toBe('INPUT_INVALID')
  })
})

describe("a mechanism's mistakes", () => {
  it('throw, change nothing, and leave the system usable', () => {
    const s = told()
    const before = digest(system, s.state)
    expect(() => s.run('eve', 'probe.foreign', { from: 'alice', to: 'eve', amount: 1n })).toThrow('may not debit')
    expect(() => s.run('eve', 'probe.note', { number: 1, text: 13n })).toThrow('never 13')
    expect(digest(system, s.state)).toBe(before)
    expect(s.run('alice', 'transfer.send', { to: 'bob', asset: 'X', amount: 1n })).toBe('accepted')
  })

  it('include touching a scope after its command', () => {
    const kept: { balance?: (account: ReturnType<typeof available>) => bigint } = {}
    const leaky = defineMechanism({
      name: 'leaky',
      rejections: [],
      commands: {
        leak: {
          input: struct({}),
          apply: ({ balance: read }) => {
            Object.assign(kept, { balance: read })
          },
        },
      },
    })
    const s = story(createSystem({ spec: '1.0', mechanisms: [leaky.with({})] }) as never)
    expect(s.run('eve', 'leaky.leak', {})).toBe('accepted')
    expect(() => kept.balance?.(available('eve', 'X'))).toThrow('outside its command')
  })
})

describe('a mechanism', () => {
  const odd = (commands: object, more: object = {}) =>
    defineMechanism({
      name: 'odd',
      rejections: ['ODD_ONE'],
      tables: { notes: table(struct({ party: Party }), struct({ text: Text }), { ordered: [[]] }) },
      commands: commands as Record<string, { input: ReturnType<typeof struct>; apply(scope: OddScope): void }>,
      ...more,
    })
  type OddScope = Pick<
    Scope<object, object, object, object, 'ODD_ONE', object, object>,
    'call' | 'reject' | 'transfer'
  > & {
    tables: {
      notes: {
        put(key: object, row: object): void
        delete(key: object): void
        under(prefix: object): Iterable<{ key: { party: string } }>
      }
    }
  }
  const told = (apply: (scope: OddScope) => unknown) =>
    story(
      createSystem({
        spec: '1.0',
        mechanisms: [odd({ go: { input: struct({}), apply } }).with({}), probe.with({ asset: 'X', wait: 1 })],
      }) as never,
    )
  const attempt = (run: () => void) => {
    try {
      run()
    } catch {
      // a mechanism that would rather not know
    }
  }

  it("can't catch a refusal and go on, be it nested, the ledger's or its own", () => {
    const nothing = { from: available('eve', 'X'), to: available('bob', 'X'), amount: 1n }
    const note = ({ tables }: OddScope) => tables.notes.put({ party: 'eve' }, { text: 'still here' })
    const half = {
      actions: [
        { type: 'probe.note', input: { number: '1', text: '1' } },
        { type: 'probe.erase', input: { number: '9' } },
      ],
    }
    for (const [run, code] of [
      [({ call }: OddScope) => call('probe.run', half), 'PROBE_MISSING'],
      [({ transfer }: OddScope) => transfer(nothing), 'ACCOUNT_BELOW_FLOOR'],
      [({ reject }: OddScope) => reject('ODD_ONE'), 'ODD_ONE'],
    ] as const) {
      const s = told((scope) => {
        attempt(() => run(scope))
        note(scope)
      })
      const before = s.state
      expect(s.run('eve', 'odd.go', {})).toBe(code)
      expect(s.state).toBe(before)
    }
  })

  it("can't swallow its own mistakes, nor reject with what it doesn't list", () => {
    const mistaken = told((scope) => attempt(() => scope.tables.notes.put({ party: 'eve' }, { text: 5 })))
    expect(() => mistaken.run('eve', 'odd.go', {})).toThrow('malformed')
    const other = told(({ reject }) => reject('OTHER_CODE' as 'ODD_ONE'))
    expect(() => other.run('eve', 'odd.go', {})).toThrow("don't list")
  })

  it("can't change its input: the record says what was asked for", () => {
    const changing = defineMechanism({
      name: 'changing',
      rejections: [],
      commands: {
        go: {
          input: struct({ text: Text }),
          apply(_scope, input) {
            Object.assign(input, { text: 'other' })
          },
        },
      },
    })
    const s = story(createSystem({ spec: '1.0', mechanisms: [changing.with({})] }) as never)
    expect(() => s.run('eve', 'changing.go', { text: 'this' })).toThrow(TypeError)
  })

  it('is over when apply returns: a promise is a mistake, and what it would do later has no effect', async () => {
    const s = told(async ({ tables }) => {
      tables.notes.put({ party: 'a' }, { text: '1' })
      await Promise.resolve()
      tables.notes.put({ party: 'b' }, { text: '2' })
    })
    const before = s.state
    expect(() => s.run('eve', 'odd.go', {})).toThrow('asynchronous')
    await new Promise((resolve) => setTimeout(resolve, 0))
    expect(s.state).toBe(before)
    expect(s.failed()).toEqual([])
  })

  it("can't look at a state while it runs, and the chain of states survives the attempt", () => {
    const states: unknown[] = []
    const system = createSystem({
      spec: '1.0',
      mechanisms: [
        odd({
          go: {
            input: struct({}),
            apply() {
              for (const old of states) view(system as never, old as never).balance(available('a', 'X'))
            },
          },
        }).with({}),
        transfer.with({}),
      ],
    })
    const s = story(system as never)
    expect(s.run('eve', 'odd.go', {})).toBe('accepted')
    states.push(s.first.state)
    expect(() => s.run('eve', 'odd.go', {})).toThrow('while a command runs')
    states.length = 0
    expect(s.run('eve', 'odd.go', {})).toBe('accepted')
    expect(view(system as never, s.first.state).sequence).toBe(1)
  })

  it("is refused when it is defined with codes that are malformed, doubled or the kernel's, or without an apply", () => {
    for (const rejections of [['odd'], ['A_B', 'A_B'], ['AMOUNT_OVERFLOW']]) {
      expect(() => odd({}, { rejections })).toThrow(TypeError)
    }
    expect(() => odd({ go: { input: struct({}) } })).toThrow('no apply')
  })
})

describe('a view', () => {
  it('lists rows of its own state, also when commands run between them', () => {
    const s = told()
    for (const number of [1, 2, 3]) s.run('alice', 'probe.note', { number, text: 1n })
    const { notes } = view(system, s.state).mechanisms.probe.tables
    const seen: number[] = []
    for (const { key } of notes.under({ party: 'alice' })) {
      seen.push(key.number)
      s.run('alice', 'probe.note', { number: key.number + 10, text: 1n })
      s.run('alice', 'probe.erase', { number: 3 })
    }
    expect(seen).toEqual([1, 2, 3])
  })
})

describe('a state of another system', () => {
  it('is refused, as is what is no state', () => {
    const other = createSystem({ spec: '1.0', mechanisms: [transfer.with({})] })
    const command = {
      id: '1',
      by: 'a',
      at: 0,
      type: 'transfer.send',
      input: { to: 'b', asset: 'X', amount: 1n },
    } as const
    expect(() => execute(other, told().state, command)).toThrow('another system')
    expect(() => execute(other, {} as never, command)).toThrow('no state')
  })
})

describe('a refused command', () => {
  it('leaves no account, row, floor, lien or event behind', () => {
    const s = told()
    const before = digest(system, s.state)
    expect(s.run('eve', 'probe.failing', { from: 'new', to: 'newer', amount: 9n })).toBe('PROBE_REFUSED')
    expect(digest(system, s.state)).toBe(before)
    expect(s.run('alice', 'transfer.send', { to: 'bob', asset: 'X', amount: 1n })).toBe('accepted')
  })
})

describe('a record', () => {
  it("is the command's as it was decided, whatever its sender does with the object later", () => {
    const { state } = told()
    const input = { to: 'bob', asset: 'X', amount: 7n }
    const command = { id: '1', by: 'alice', at: 0, type: 'transfer.send' as const, input }
    const outcome = execute(system, state, command)
    if (outcome.status === 'rejected') throw new Error(outcome.code)
    Object.assign(command, { by: 'eve' })
    Object.assign(input, { amount: 8n })
    expect(JSON.parse(seal(outcome.decision, GENESIS_HASH).body).command).toEqual({
      by: 'alice',
      id: '1',
      input: { amount: '7', asset: 'X', to: 'bob' },
      type: 'transfer.send',
    })
  })

  it('names transfers in order, and floors and writes net and sorted', () => {
    const s = told()
    const { decision } = s.outcome('alice', 'probe.hold', { id: 'h', to: 'bob', amount: 7n, until: 5 }) as never
    expect(JSON.parse(seal(decision, GENESIS_HASH).body)).toMatchObject({
      transfers: [{ amount: '7', asset: 'X', from: 'alice/available', to: 'alice/hold:probe.h' }],
      writes: [{ table: 'kernel.holds', key: { hold: 'h', instance: 'probe' }, row: { amount: '7', until: '5' } }],
    })
    const twice = s.outcome('alice', 'council.run', {
      actions: [
        { type: 'council.note', input: { number: '2', text: '1' } },
        { type: 'council.note', input: { number: '1', text: '1' } },
        { type: 'council.note', input: { number: '2', text: '2' } },
        { type: 'council.note', input: { number: '3', text: '1' } },
        { type: 'council.erase', input: { number: '3' } },
      ],
    }) as never as { decision: never }
    const { writes } = JSON.parse(seal(twice.decision, GENESIS_HASH).body)
    expect(
      writes.map(({ key, row }: { key: { number: string }; row: { text: string } }) => [key.number, row.text]),
    ).toEqual([
      ['1', '1'],
      ['2', '2'],
    ])
  })
})

describe('accounts of an instance', () => {
  it('are debited by that instance alone', () => {
    const s = told()
    s.run('alice', 'probe.stash', { amount: 5n })
    expect(view(system, s.state).balance(purse('alice', 'X', 'probe', 'stash'))).toBe(5n)
    const command = { id: 'z', by: 'eve', at: 0, type: 'council.slash', input: { party: 'alice', amount: 5n } }
    expect(execute(system, s.state, command as never)).toMatchObject({ status: 'rejected' })
  })
})
