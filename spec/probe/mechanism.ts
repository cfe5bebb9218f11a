/**
 * A mechanism for vectors alone: each command is one operation of the kernel's, so that every rule of the kernel can be
 * reached from data. Spec: spec-probe.md.
 */
import {
  type Account,
  Amount,
  Asset,
  Count,
  defineMechanism,
  Epoch,
  Flag,
  Id,
  Json,
  list,
  nullable,
  optional,
  Party,
  Quantity,
  Signed,
  struct,
  Text,
  Time,
  table,
} from '@symbolon/core'

const AccountFields = struct<Account>({ party: Party, asset: Asset, purpose: Text })
const TransferFields = { from: AccountFields, to: AccountFields, amount: Amount }
const ratio = { baseAmount: Amount, quoteAmount: Amount, confidence: Signed, observed: Time }
const noteKey = struct({ topic: Id, number: Epoch })
const note = { party: Party, amount: Signed }
const notes = table(noteKey, struct(note), { ordered: [[], ['topic']] })
const taggedNotes = table(noteKey, struct({ ...note, tag: Text }), {
  ordered: [[], ['topic']],
  version: 2,
  up: { 1: (row: { readonly party: string; readonly amount: bigint }) => ({ ...row, tag: `by ${row.party}` }) },
})
const config = struct({ highest: Count, mints: list(Asset, 8) })
const params = struct({ level: Count, label: Text })
const need = { input: struct({ topic: Id }), output: struct({ sum: Signed }) }
const events = {
  price: struct(ratio),
  average: struct({ baseAmount: Amount, quoteAmount: Amount, confidence: Signed }),
  holding: struct({ held: Signed, heldAt: Signed, supply: Signed, supplyAt: Signed }),
  rows: struct({ numbers: list(Epoch, 64), before: nullable(Epoch) }),
  answer: struct({ sum: Signed }),
  params: struct({ level: Count, label: Text }),
}

/** The probe. */
export const specProbe = defineMechanism({
  name: 'spec-probe',
  config,
  params,
  admits: ({ highest }, { level }) => level <= highest,
  mints: ({ mints }) => mints,
  needs: { sumOf: need },
  tables: { notes },
  events,
  rejections: ['SPEC_PROBE_REFUSED', 'SPEC_PROBE_REFUSED_LATER'],
  queries: {
    sum: {
      ...need,
      read({ tables }, { topic }) {
        let sum = 0n
        for (const { row } of tables.notes.under({ topic })) sum += row.amount
        return { sum }
      },
    },
  },
  commands: {
    move: { input: struct(TransferFields), apply: ({ transfer }, input) => transfer(input) },
    credit: {
      input: struct({ account: AccountFields, limit: Quantity, until: nullable(Time) }),
      apply: ({ floor }, { account, limit, until }) => floor(account, { limit, until }),
    },
    ceiling: {
      input: struct({ account: AccountFields, ceiling: nullable(Signed) }),
      apply: (scope, { account, ceiling }) => scope.ceiling(account, ceiling),
    },
    hold: {
      input: struct({ hold: Id, ...TransferFields, until: Time }),
      apply: (scope, { hold, ...terms }) => scope.hold(hold, terms),
    },
    post: {
      input: struct({ hold: Id, amount: optional(Amount) }),
      apply: ({ post }, { hold, amount }) => post(hold, amount),
    },
    void: { input: struct({ hold: Id }), apply: (scope, { hold }) => scope.void(hold) },
    lien: {
      input: struct({ party: Party, asset: Asset, amount: Quantity }),
      apply: ({ lien }, { party, asset, amount }) => lien(party, asset, amount),
    },
    claim: {
      input: struct({ party: Party, asset: Asset, amount: Quantity, seized: Flag }),
      apply: ({ claim }, { party, asset, amount, seized }) => claim(party, asset, amount, { seized }),
    },
    seize: { input: struct(TransferFields), apply: ({ seize }, input) => seize(input) },
    retain: {
      input: struct({ base: Asset, quote: Asset, from: nullable(Time) }),
      apply: ({ retain }, { base, quote, from }) => retain(base, quote, from),
    },
    declare: {
      input: struct({ id: Id, cap: Amount, tracked: Flag }),
      apply({ declare }, { id, cap, tracked }) {
        declare(id, { cap, tracked })
      },
    },
    price: {
      input: struct({ base: Asset, quote: Asset, time: nullable(Time) }),
      apply({ emit, price, priceAt }, { base, quote, time }) {
        const found = time === null ? price(base, quote) : priceAt(base, quote, time)
        const { baseAmount, quoteAmount, confidence, observed } = found
        emit('price', { baseAmount, quoteAmount, confidence, observed })
      },
    },
    average: {
      input: struct({ base: Asset, quote: Asset, from: Signed, to: Time, baseAmount: Amount }),
      apply({ emit, averagePrice }, { base, quote, from, ...window }) {
        emit('average', averagePrice(base, quote, { ...window, from: Number(from) }))
      },
    },
    look: {
      input: struct({ party: Party, asset: Asset, sequence: Count }),
      apply({ emit, held, heldAt, supply, supplyAt }, { party, asset, sequence }) {
        emit('holding', {
          held: held(party, asset),
          heldAt: heldAt(party, asset, sequence),
          supply: supply(asset),
          supplyAt: supplyAt(asset, sequence),
        })
      },
    },
    note: {
      input: struct({ topic: Id, number: Epoch, amount: Signed, times: Count }),
      apply({ by, tables }, { topic, number, amount, times }) {
        tables.notes.put({ topic, number }, { party: by, amount: amount * BigInt(times) })
      },
    },
    erase: {
      input: struct({ topic: Id, number: Epoch }),
      apply: ({ tables }, key) => tables.notes.delete(key),
    },
    read: {
      input: struct({ topic: Id, from: optional(Epoch), to: optional(Epoch) }),
      apply({ emit, tables }, { topic, from, to }) {
        const range = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
        const numbers = [...tables.notes.under({ topic }, range)].map(({ key }) => key.number)
        emit('rows', { numbers, before: tables.notes.before({ topic }, from ?? 0)?.key.number ?? null })
      },
    },
    ask: {
      input: struct({ topic: Id }),
      apply: ({ emit, needs }, { topic }) => emit('answer', needs.sumOf({ topic })),
    },
    show: { input: struct({}), apply: ({ emit, params: { level, label } }) => emit('params', { level, label }) },
    call: {
      input: struct({ calls: list(struct({ type: Text, input: Json, as: nullable(Id) }), 16) }),
      apply({ call }, { calls }) {
        for (const { type, input, as } of calls) call(type, input, as === null ? undefined : { as })
      },
    },
    descend: {
      input: struct({ levels: Count, last: optional(struct({ type: Text, input: Json })) }),
      apply({ call, self }, { levels, last }) {
        const rest = last === undefined ? {} : { last }
        if (levels > 0) call(`${self.slice(1)}.descend`, { levels: String(levels - 1), ...rest })
        else if (last !== undefined) call(last.type, last.input)
      },
    },
    refuse: {
      input: struct({ first: Flag, second: Flag }),
      apply({ reject }, { first, second }) {
        if (first) reject('SPEC_PROBE_REFUSED')
        if (second) reject('SPEC_PROBE_REFUSED_LATER')
      },
    },
    govern: {
      authority: true,
      input: struct({}),
      apply: ({ emit, params: { level, label } }) => emit('params', { level, label }),
    },
  },
})

/** The probe's second version: its notes have a tag. Everything else is as small as it can be. */
export const specProbe2 = defineMechanism({
  name: 'spec-probe',
  version: 2,
  config,
  params,
  admits: ({ highest }, { level }) => level <= highest,
  mints: ({ mints }) => mints,
  needs: { sumOf: need },
  tables: { notes: taggedNotes },
  events: { tags: struct({ tags: list(Text, 64) }) },
  rejections: ['SPEC_PROBE_REFUSED', 'SPEC_PROBE_REFUSED_LATER'],
  queries: {
    sum: {
      ...need,
      read({ tables }, { topic }) {
        let sum = 0n
        for (const { row } of tables.notes.under({ topic })) sum += row.amount
        return { sum }
      },
    },
  },
  commands: {
    note: {
      input: struct({ topic: Id, number: Epoch, amount: Signed, tag: Text }),
      apply({ by, tables }, { topic, number, amount, tag }) {
        tables.notes.put({ topic, number }, { party: by, amount, tag })
      },
    },
    erase: {
      input: struct({ topic: Id, number: Epoch }),
      apply: ({ tables }, key) => tables.notes.delete(key),
    },
    tags: {
      input: struct({ topic: Id }),
      apply({ emit, tables }, { topic }) {
        emit('tags', { tags: [...tables.notes.under({ topic })].map(({ row }) => row.tag) })
      },
    },
  },
})
