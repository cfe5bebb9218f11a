import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Amount, Count, Text } from '../codec/fields.js'
import { canonicalize } from '../codec/index.js'
import { struct } from '../codec/struct.js'
import {
  available,
  createSystem,
  type Decision,
  digest,
  execute,
  genesis,
  type State,
  seal,
  verify,
  view,
} from '../index.js'
import { custody } from '../mechanisms/custody/index.js'
import { transfer } from '../mechanisms/transfer/index.js'
import { type Signer, signCommand, signKey } from '../signature/index.js'
import { defineMechanism } from './mechanism.js'
import { table } from './table.js'

const faulty = defineMechanism({
  name: 'faulty',
  tables: { rows: table(struct<{ number: number }>({ number: Count }), struct<{ text: string }>({ text: Text })) },
  rejections: [],
  commands: {
    grow: {
      input: struct<{ amount: bigint }>({ amount: Amount }),
      apply({ tables }, { amount }) {
        for (let number = 0; number < amount; number++) tables.rows.put({ number }, { text: 'x'.repeat(1000) })
      },
    },
    fail: {
      input: struct<{ amount: bigint }>({ amount: Amount }),
      apply() {
        throw new Error('a mistake')
      },
    },
  },
})
const system = createSystem({
  spec: '1.0',
  mechanisms: [transfer.with({}), custody.with({ assets: ['EUR'], authority: 'vault' }), faulty.with({})],
  assets: [{ asset: 'USD' }],
  allocations: [{ party: 'alice', asset: 'USD', amount: 100n }],
  authentication: 'host',
})
const signer: Signer = {
  scheme: 'ed25519',
  privateKey: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
}
const stream = 'local'

/** Bytes of a text, in hexadecimal digits. */
const hex = (text: string): string =>
  [...new TextEncoder().encode(text)].map((byte) => byte.toString(16).padStart(2, '0')).join('')

interface Offered {
  readonly id: string
  readonly by?: string
  readonly type?: string
  readonly input?: unknown
  readonly deadline?: number
}
/** A command as it is offered: canonical, signed. */
function offer({
  id,
  by = 'alice',
  type = 'transfer.send',
  input = { to: 'bob', asset: 'USD', amount: '10' },
  deadline = 100,
}: Offered): string {
  const terms = { stream, id, by, type, input: canonicalize(input as never), deadline, key: 'k' }
  const { key, value } = signCommand(terms, signer)
  const signature = { key, deadline: String(deadline), value }
  return hex(canonicalize({ by, id, input, signature, type } as never))
}

function begin() {
  let state: State = genesis(system, { at: 0, stream }).state
  const decisions: Decision[] = [genesis(system, { at: 0, stream }).decision]
  const bodies: { body: string; hash: string }[] = []
  let previous = '0'.repeat(64)
  const keep = (decision: Decision) => {
    const sealed = seal(decision, previous)
    previous = sealed.hash
    bodies.push(sealed)
  }
  keep(decisions[0] as Decision)
  const run = (command: object): string => {
    const before = digest(system, state)
    const outcome = execute(system, state, command as never)
    if (outcome.status === 'rejected') {
      expect(digest(system, state)).toBe(before)
      return outcome.code
    }
    state = outcome.state
    keep(outcome.decision)
    return 'accepted'
  }
  const take = (number: number, command: string, id: string, refuse: string | null = null) =>
    run({ id, by: '@kernel', at: 5, type: 'inbox.take', input: { offer: number, command, refuse } })
  const outcome = (): unknown => {
    const last = JSON.parse(bodies.at(-1)?.body ?? '{}')
    return last.writes.find(({ table }: { table: string }) => table === 'kernel.inbox')?.row.refused
  }
  const registration = { key: 'k', ...signKey({ stream, by: 'alice', key: 'k' }, signer) }
  run({ id: 'key', by: 'alice', at: 1, type: 'key.register', input: registration })
  return { run, take, outcome, bodies, see: () => view(system, state) }
}

describe('inbox.take', () => {
  it('default: the offered command runs as its party, and the record has its id and its effects', () => {
    const { take, outcome, bodies, see } = begin()
    expect(take(0, offer({ id: 'forced' }), 'forced')).toBe('accepted')
    expect(outcome()).toBeNull()
    expect(see().balance(available('bob', 'USD'))).toBe(10n)
    expect(see().offersTaken).toBe(1)
    const record = JSON.parse(bodies.at(-1)?.body ?? '')
    expect(record.command).toMatchObject({ by: '@kernel', id: 'forced', type: 'inbox.take' })
    expect(record.transfers).toEqual([{ amount: '10', asset: 'USD', from: 'alice/available', to: 'bob/available' }])
    expect(verify(system, bodies).status).toBe('verified')
  })

  it('behavior: whatever the offered command is refused with is recorded, and changes nothing else', () => {
    const life = begin()
    const wrongSignature = offer({ id: 'x' }).replace(hex('"amount":"10"'), hex('"amount":"11"'))
    const unsigned = hex(
      canonicalize({ by: 'carol', id: 'x', input: { to: 'bob', asset: 'USD', amount: '1' }, type: 'transfer.send' }),
    )
    const cases: readonly (readonly [string, string, string])[] = [
      ['ACCOUNT_BELOW_FLOOR', offer({ id: 'c0', input: { to: 'bob', asset: 'USD', amount: '101' } }), 'c0'],
      ['TRANSFER_TO_SELF', offer({ id: 'c1', input: { to: 'alice', asset: 'USD', amount: '1' } }), 'c1'],
      ['COMMAND_UNKNOWN', offer({ id: 'c2', type: 'nothing.at-all' }), 'c2'],
      [
        'COMMAND_UNKNOWN',
        offer({ id: 'c3', type: 'inbox.take', input: { offer: '3', command: '', refuse: null } }),
        'c3',
      ],
      ['INPUT_INVALID', offer({ id: 'c4', input: { to: 'bob', asset: 'USD', amount: '-1' } }), 'c4'],
      [
        'NOT_AUTHORISED',
        offer({
          id: 'c5',
          type: 'custody.deposit',
          input: { party: 'alice', asset: 'EUR', amount: '5', reference: 'r' },
        }),
        'c5',
      ],
      ['SIGNATURE_EXPIRED', offer({ id: 'c6', deadline: 4 }), 'c6'],
      ['COMMAND_FAILED', offer({ id: 'c7', type: 'faulty.fail', input: { amount: '1' } }), 'c7'],
      ['SIGNATURE_INVALID', wrongSignature, 'x'],
      // even where the host would vouch for a party, here is nobody who does
      ['SIGNATURE_REQUIRED', unsigned.replace(hex('"id":"x"'), hex('"id":"y"')), 'y'],
    ]
    for (const [index, [code, bytes, id]] of cases.entries()) {
      expect(life.take(index, bytes, id), code).toBe('accepted')
      expect(life.outcome()).toBe(code)
    }
    expect(life.see().balance(available('alice', 'USD'))).toBe(100n)
    expect(life.see().offersTaken).toBe(cases.length)
    expect(verify(system, life.bodies).status).toBe('verified')
  })

  it('behavior: what isn’t exactly the canonical JSON of a command is taken as malformed, under any id', () => {
    const good = offer({ id: 'g' })
    const text = (change: (json: Record<string, unknown>) => unknown): string => {
      const json = JSON.parse(decodeURIComponent(good.replace(/../g, '%$&')))
      return hex(JSON.stringify(change(json)))
    }
    const life = begin()
    const bytes = [
      '',
      'ff',
      `efbbbf${good}`,
      `${good}20`,
      hex('null'),
      hex('[]'),
      hex('1'),
      hex('"x"'),
      hex('{'),
      text((json) => ({ ...json, at: '5' })),
      text((json) => ({ ...json, more: '1' })),
      text((json) => ({ ...json, by: '@custody' })),
      text((json) => ({ ...json, id: 'a b' })),
      text(({ by, ...json }) => ({ ...json, by })),
      hex(`{"by":"alice","by":"alice"}`),
      hex('['.repeat(2000)),
    ]
    for (const [index, one] of bytes.entries()) {
      expect(life.take(index, one, `n${index}`), one).toBe('accepted')
      expect(life.outcome(), one).toBe('COMMAND_MALFORMED')
    }
    expect(life.take(bytes.length, good, 'g')).toBe('accepted')
    expect(life.outcome()).toBeNull()
  })

  it('behavior: the host says what it doesn’t run, and is found out where that is wrong', () => {
    const life = begin()
    const forced = offer({ id: 'known' })
    expect(
      life.run({
        id: 'known',
        by: 'alice',
        at: 2,
        type: 'transfer.send',
        input: { to: 'bob', asset: 'USD', amount: 1n },
      }),
    ).toBe('accepted')
    expect(life.take(0, forced, 'n0', 'COMMAND_KNOWN')).toBe('accepted')
    expect(life.outcome()).toBe('COMMAND_KNOWN')
    const grown = (id: string, amount: string) => offer({ id, type: 'faulty.grow', input: { amount } })
    expect(life.take(1, grown('g', '40'), 'n1', 'RECORD_TOO_LARGE')).toBe('accepted')
    expect(life.outcome()).toBe('RECORD_TOO_LARGE')
    expect(life.see().balance(available('bob', 'USD'))).toBe(1n)
    expect(verify(system, life.bodies).status).toBe('verified')
    const lying = begin()
    lying.take(0, forced, 'n0', 'COMMAND_KNOWN')
    expect(verify(system, lying.bodies)).toMatchObject({
      code: 'RECORD_REFUSED',
      sequence: 3,
      details: { code: 'COMMAND_KNOWN' },
    })
    // What would fit, what would be refused, and what isn't even a command: none of it is too large.
    const small = [grown('g', '20'), offer({ id: 'p', input: { to: 'bob', asset: 'USD', amount: '101' } }), 'ff']
    for (const one of small) {
      const censoring = begin()
      censoring.take(0, one, 'n0', 'RECORD_TOO_LARGE')
      const found = { code: 'RECORD_REFUSED', sequence: 3, details: { code: 'RECORD_TOO_LARGE' } }
      expect(verify(system, censoring.bodies)).toMatchObject(found)
    }
    const twice = begin()
    twice.run({
      id: 'known',
      by: 'alice',
      at: 2,
      type: 'transfer.send',
      input: { to: 'bob', asset: 'USD', amount: 1n },
    })
    twice.take(0, forced, 'known')
    expect(verify(system, twice.bodies)).toMatchObject({ code: 'RECORD_DUPLICATE', sequence: 4 })
  })

  it('error: the codes in order of precedence', () => {
    const { run, take } = begin()
    const good = offer({ id: 'good' })
    const input = { offer: 0, command: good, refuse: null }
    expect(run({ id: 'good', by: '@kernel', at: 5, type: 'transfer.send', input: {} })).toBe('COMMAND_MALFORMED')
    expect(run({ id: 'good', by: '@custody', at: 5, type: 'inbox.take', input })).toBe('COMMAND_MALFORMED')
    expect(run({ id: 'good', by: '@kernel', at: 0, type: 'inbox.take', input: { ...input, command: 'F' } })).toBe(
      'INPUT_INVALID',
    )
    expect(
      run({ id: 'good', by: '@kernel', at: 0, type: 'inbox.take', input: { ...input, refuse: 'ACCOUNT_BELOW_FLOOR' } }),
    ).toBe('INPUT_INVALID')
    expect(run({ id: 'good', by: '@kernel', at: 0, type: 'inbox.take', input })).toBe('TIME_BACKWARDS')
    expect(run({ id: 'good', by: 'alice', at: 5, type: 'inbox.take', input: { ...input, offer: 9 } })).toBe(
      'NOT_AUTHORISED',
    )
    expect(take(1, good, 'other')).toBe('INBOX_OUT_OF_ORDER')
    expect(take(0, good, 'other')).toBe('INBOX_ID_DIFFERS')
    expect(take(0, good, 'good')).toBe('accepted')
    expect(take(0, good, 'good2')).toBe('INBOX_OUT_OF_ORDER')
  })

  it('behavior: no bytes at all stop the stream, and each moves the cursor by one', () => {
    const life = begin()
    let number = 0
    const bytes = fc.oneof(
      fc
        .uint8Array({ maxLength: 60 })
        .map((array) => [...array].map((byte) => byte.toString(16).padStart(2, '0')).join('')),
      fc.json({ maxDepth: 3 }).map(hex),
      fc
        .record({ id: fc.constantFrom('p1', 'p2'), amount: fc.bigInt({ min: -1n, max: 9n }) })
        .map(({ id, amount }) => offer({ id, input: { to: 'bob', asset: 'USD', amount: String(amount) } })),
    )
    fc.assert(
      fc.property(bytes, (one) => {
        const id = /"id":"(p\d)"/.exec(decodeURIComponent(one.replace(/../g, '%$&').replace(/%[89a-f]./g, '?')))?.[1]
        expect(life.take(number, one, id ?? `n${number}`)).toBe('accepted')
        number += 1
        expect(life.see().offersTaken).toBe(number)
      }),
      { numRuns: 60 },
    )
  })
})
