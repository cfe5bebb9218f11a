/**
 * A mechanism that does whatever the kernel lets it, so that tests reach every rule. The specification has another one,
 * which vectors depend on and ports copy; this one is free to change with the tests.
 */
import {
  Amount,
  Count,
  Duration,
  Flag,
  Hex,
  Id,
  Json,
  list,
  nullable,
  optional,
  Party,
  Quantity,
  Signed,
  struct,
  Time,
} from '../../src/codec/index.js'
import { available, defineMechanism, issuance, table } from '../../src/kernel/index.js'

const between = struct({ from: Party, to: Party, amount: Amount })

export const probe = defineMechanism({
  name: 'probe',
  config: struct({ asset: Id, ceilingOfWait: optional(Duration) }),
  params: struct({ wait: Duration }),
  admits: ({ ceilingOfWait }, { wait }) => ceilingOfWait === undefined || wait <= ceilingOfWait,
  mints: ({ asset }) => [asset],
  tables: {
    notes: table(struct({ party: Party, number: Count }), struct({ text: Quantity }), {
      rules: { 'never 13': ({ text }) => text !== 13n },
      ordered: [[], ['party']],
    }),
    sums: table(struct({ party: Party }), struct({ sum: Signed })),
  },
  events: { noted: struct({ text: Quantity }) },
  rejections: ['PROBE_REFUSED', 'PROBE_MISSING', 'PROBE_UNSIGNED'],
  queries: {
    noteOf: {
      input: struct({ party: Party, number: Count }),
      output: struct({ text: Quantity }),
      read: ({ tables }, key) => tables.notes.get(key) ?? { text: 0n },
    },
  },
  commands: {
    mint: {
      input: struct({ to: Party, amount: Amount }),
      authority: true,
      apply: ({ config, transfer }, { to, amount }) =>
        transfer({ from: issuance(config.asset), to: available(to, config.asset), amount }),
    },
    burn: {
      input: struct({ amount: Amount }),
      apply: ({ by, config, transfer }, { amount }) =>
        transfer({ from: available(by, config.asset), to: issuance(config.asset), amount }),
    },
    stash: {
      input: struct({ amount: Amount }),
      apply: ({ by, config, purse, transfer }, { amount }) =>
        transfer({ from: available(by, config.asset), to: purse(by, config.asset, 'stash'), amount }),
    },
    slash: {
      input: struct({ party: Party, amount: Amount }),
      apply: ({ config, purse, seize }, { party, amount }) =>
        seize({ from: purse(party, config.asset, 'stash'), to: issuance(config.asset), amount }),
    },
    credit: {
      input: struct({ party: Party, limit: Quantity, until: nullable(Time) }),
      apply: ({ config, floor }, { party, limit, until }) => floor(available(party, config.asset), { limit, until }),
    },
    ceiling: {
      input: struct({ party: Party, ceiling: nullable(Signed) }),
      apply: ({ config, ceiling: set }, { party, ceiling }) => set(available(party, config.asset), ceiling),
    },
    hold: {
      input: struct({ id: Id, to: Party, amount: Amount, until: Time }),
      apply: ({ by, config, hold }, { id, to, amount, until }) =>
        hold(id, { from: available(by, config.asset), to: available(to, config.asset), amount, until }),
    },
    post: {
      input: struct({ id: Id, amount: optional(Amount) }),
      apply: ({ post }, { id, amount }) => post(id, amount),
    },
    void: { input: struct({ id: Id }), apply: (scope, { id }) => scope.void(id) },
    lien: {
      input: struct({ party: Party, amount: Quantity }),
      apply: ({ config, lien }, { party, amount }) => lien(party, config.asset, amount),
    },
    claim: {
      input: struct({ party: Party, amount: Quantity, seized: Flag }),
      apply: ({ config, claim }, { party, amount, seized }) => claim(party, config.asset, amount, { seized }),
    },
    /** Sends, then sets a lien: the order must not matter to whether the lien counts. */
    'send-then-lien': {
      input: struct({ to: Party, amount: Amount, lien: Quantity }),
      apply({ by, config, transfer, lien: set }, { to, amount, lien }) {
        transfer({ from: available(by, config.asset), to: available(to, config.asset), amount })
        set(by, config.asset, lien)
      },
    },
    note: {
      input: struct({ number: Count, text: Quantity }),
      apply({ by, tables, emit }, { number, text }) {
        tables.notes.put({ party: by, number }, { text })
        emit('noted', { text })
      },
    },
    erase: {
      input: struct({ number: Count }),
      apply({ by, tables, reject }, { number }) {
        if (!tables.notes.has({ party: by, number })) reject('PROBE_MISSING')
        tables.notes.delete({ party: by, number })
      },
    },
    add: {
      input: struct({ amount: Signed }),
      apply({ by, tables }, { amount }) {
        tables.sums.put({ party: by }, { sum: (tables.sums.get({ party: by })?.sum ?? 0n) + amount })
      },
    },
    /** Hears what a party has signed outside of any command. */
    hear: {
      input: struct({ by: Party, key: Id, kind: Id, body: Json, value: Hex, revoked: Flag }),
      apply({ isSigned, key, reject }, { revoked, ...statement }) {
        if (key(statement.by, statement.key) === undefined) reject('PROBE_MISSING')
        if (!isSigned(statement, { revoked })) reject('PROBE_UNSIGNED')
      },
    },
    /** Does a good deal, then refuses. */
    failing: {
      input: between,
      apply({ config, tables, transfer, floor, lien, emit, reject }, { from, to, amount }) {
        transfer({ from: issuance(config.asset), to: available(from, config.asset), amount })
        transfer({ from: issuance(config.asset), to: available(to, config.asset), amount })
        floor(available(to, config.asset), { limit: amount })
        tables.notes.put({ party: from, number: 1 }, { text: 7n })
        lien(to, config.asset, amount)
        emit('noted', { text: 1n })
        reject('PROBE_REFUSED')
      },
    },
    /** A mistake of its author: it debits what isn't its own. */
    foreign: {
      input: between,
      apply({ config, tables, transfer }, { from, to, amount }) {
        tables.notes.put({ party: to, number: 1 }, { text: 7n })
        transfer({ from: available(from, config.asset), to: available(to, config.asset), amount })
      },
    },
    /** Calls itself so many times, each from within the one before. */
    nest: {
      input: struct({ times: Count }),
      apply({ self, call }, { times }) {
        if (times > 0) call(`${self.slice(1)}.nest`, { times: String(times - 1) })
      },
    },
    run: {
      input: struct({ actions: list(struct({ type: Id, input: Json, as: optional(Id) }), 8) }),
      apply({ call }, { actions }) {
        for (const { type, input, as } of actions) call(type, input, as === undefined ? undefined : { as })
      },
    },
  },
})
