import { describe, expect, it } from 'vitest'
import { GENESIS_HASH, recordHash } from '../src/codec/index.js'
import { createSystem, execute, genesis, type Sealed, seal, verifier, verify } from '../src/kernel/index.js'
import { transfer } from '../src/mechanisms/transfer/index.js'

const system = createSystem({
  spec: '1.0',
  mechanisms: [transfer.with({})],
  assets: [{ asset: 'X' }],
  allocations: [{ party: 'alice', asset: 'X', amount: 100n }],
})

function journal(count: number): Sealed[] {
  const first = genesis(system, { at: 0, stream: 's' })
  let { state } = first
  const records = [seal(first.decision, GENESIS_HASH)]
  for (let i = 2; i <= count; i++) {
    const input = { to: 'bob', asset: 'X', amount: BigInt(i) }
    const outcome = execute(system, state, { id: `c${i}`, by: 'alice', at: i, type: 'transfer.send', input })
    if (outcome.status === 'rejected') throw new Error(outcome.code)
    state = outcome.state
    records.push(seal(outcome.decision, (records.at(-1) as Sealed).hash))
  }
  return records
}
/** Hashes everything anew, as a forger would. */
function rechained(records: readonly Sealed[]): Sealed[] {
  let previous = GENESIS_HASH
  return records.map((record) => {
    const sealed = { ...record, previous, hash: recordHash(previous, record.body) }
    previous = sealed.hash
    return sealed
  })
}
const records = journal(6)
const changed = (at: number, from: string, to: string): Sealed[] =>
  records.map((record, i) => (i === at - 1 ? { ...record, body: record.body.replace(from, to) } : record))

describe('verify', () => {
  it('accepts an untouched journal and says where it leads', () => {
    expect(verify(system, records)).toMatchObject({
      status: 'verified',
      stream: 's',
      sequence: 6,
      hash: records[5]?.hash,
    })
  })

  it.each([
    ['a changed amount', changed(3, '"amount":"3"', '"amount":"4"'), 'RECORD_HASH_MISMATCH', 3],
    ['a changed hash', records.map((r, i) => (i === 3 ? { ...r, hash: GENESIS_HASH } : r)), 'RECORD_HASH_MISMATCH', 4],
    ['a dropped record', records.filter((_, i) => i !== 3), 'RECORD_OUT_OF_ORDER', 4],
    ['swapped records', [0, 1, 3, 2, 4, 5].map((i) => records[i] as Sealed), 'RECORD_OUT_OF_ORDER', 3],
    ['a record twice', [0, 1, 1, 2].map((i) => records[i] as Sealed), 'RECORD_OUT_OF_ORDER', 3],
    ['a record that is no JSON', changed(2, '{', ''), 'RECORD_MALFORMED', 2],
    ['JSON that is no record', [{ ...(records[0] as Sealed), body: 'null' }], 'RECORD_MALFORMED', 1],
    ['no genesis', records.slice(1), 'RECORD_OUT_OF_ORDER', 1],
    ['nothing', [], 'RECORD_MISSING', 1],
    [
      'a forged effect, hashed anew',
      rechained(changed(3, '"transfers":[{"amount":"3"', '"transfers":[{"amount":"4"')),
      'RECORD_DIFFERS',
      3,
    ],
    [
      'a forged command, hashed anew',
      rechained(changed(3, '"amount":"3","asset":"X","to":"bob"', '"amount":"99","asset":"X","to":"bob"')),
      'RECORD_REFUSED',
      3,
    ],
    ['white space, hashed anew', rechained(changed(3, '"at":', '"at": ')), 'RECORD_DIFFERS', 3],
    ['a member too many, hashed anew', rechained(changed(3, '{"at"', '{"a":"","at"')), 'RECORD_DIFFERS', 3],
    ['an id twice, hashed anew', rechained(changed(4, '"id":"c4"', '"id":"c3"')), 'RECORD_DUPLICATE', 4],
    ['time running backwards, hashed anew', rechained(changed(4, '"at":"4"', '"at":"2"')), 'RECORD_REFUSED', 4],
    [
      'another stream from a record on, hashed anew',
      rechained(changed(4, '"stream":"s"', '"stream":"t"')),
      'RECORD_OUT_OF_ORDER',
      4,
    ],
    [
      'a forged genesis, hashed anew',
      rechained(changed(1, '"amount":"100"', '"amount":"900"')),
      'RECORD_COMPOSITION_UNKNOWN',
      1,
    ],
  ])('finds %s, and where', (_, forged, code, sequence) => {
    expect(verify(system, forged)).toMatchObject({ status: 'rejected', code, sequence })
  })

  it('record by record answers as for all at once, and stays refused', () => {
    const audit = verifier([system])
    expect(audit.next(records[0] as Sealed)).toBeUndefined()
    expect(audit.next(records[2] as Sealed)).toMatchObject({ code: 'RECORD_OUT_OF_ORDER', sequence: 2 })
    expect(audit.next(records[1] as Sealed)).toMatchObject({ code: 'RECORD_OUT_OF_ORDER', sequence: 2 })
    expect(audit.result()).toMatchObject({ status: 'rejected', sequence: 2 })
  })

  it("doesn't know a composition it wasn't given", () => {
    const other = createSystem({ spec: '1.0', mechanisms: [transfer.with({})] })
    expect(verify(other, records)).toMatchObject({ code: 'RECORD_COMPOSITION_UNKNOWN', sequence: 1 })
    expect(verify([other, system], records).status).toBe('verified')
  })
})
