/** What the commands of one instance see: the context, narrowed to what this instance may do. Spec: kernel.md#scope. */
import { type Codec, codecOf } from '../codec/encoder.js'
import { isParty } from '../codec/fields.js'
import { type Account, ISSUER } from './account.js'
import { declareOwn } from './assets.js'
import type { AnyInstance } from './bag.js'
import type { Context } from './context.js'
import { added } from './effects.js'
import { hold, postHold, voidHold } from './holds.js'
import { isSigned, type Signing } from './keys.js'
import { setClaim, setLien } from './liens.js'
import { ledgerReads, purses, tableReads } from './reads.js'
import { refuse } from './rejection.js'
import type { HoldTerms, Scope, Transfer } from './scope-types.js'
import type { TableDraft } from './table.js'

/** A scope as the kernel handles it: one object for the life of a system, its changing members set before a command. */
// biome-ignore lint/suspicious/noExplicitAny: scopes of all mechanisms
export interface AnyScope extends Omit<Scope<any, any, any, any, string, any, any>, 'by' | 'now' | 'sequence'> {
  by: string
  now: number
  sequence: number
}
/** How a nested command is run. */
export type Caller = (type: string, input: unknown, as: string) => void
/** A query bound to a port. */
export type Port = (input: never) => unknown

export function scopeOf(
  instance: AnyInstance,
  context: Context,
  call: Caller,
  needs: Record<string, Port>,
  signing: Signing,
): AnyScope {
  const { as: name, config, mechanism } = instance
  const self = `@${name}`
  const own = `${name}.`
  const params = { instance: name }

  const isOwnParty = (party: string): boolean => party === self || party.startsWith(`${self}.`)
  const isOwnPurpose = (purpose: string): boolean => purpose.startsWith(own)
  const mints = (asset: string): boolean => context.kernel('assets', { asset })?.minters.includes(name) ?? false
  const mayDebit = ({ party, asset, purpose }: Account): boolean => {
    if (purpose === 'available') return party === scope.by || isOwnParty(party)
    if (purpose === 'issuance') return party === ISSUER && mints(asset)
    return isOwnPurpose(purpose)
  }
  const demand = (holds: boolean, what: string, account: Account): void => {
    if (!holds) throw new TypeError(`${name} may not ${what} ${account.party}/${account.asset}/${account.purpose}`)
  }
  const mayBound = (account: Account): void =>
    demand(isOwnPurpose(account.purpose) || (account.purpose === 'available' && mints(account.asset)), 'bound', account)

  const actions: Actions = {
    ...ledgerReads(() => context),
    held: (party, asset) => context.held(party, asset),
    purse: purses(name),
    transfer({ from, to, amount }: Transfer) {
      demand(mayDebit(from), 'debit', from)
      context.transfer(from, to, amount)
    },
    floor(account, { limit, until = null }) {
      mayBound(account)
      context.setBounds(account, { limit, until })
    },
    ceiling(account, ceiling) {
      mayBound(account)
      context.setBounds(account, { ceiling })
    },
    hold(id: string, terms: HoldTerms) {
      demand(mayDebit(terms.from), 'debit', terms.from)
      hold(context, name, id, terms)
    },
    post: (id, amount) => postHold(context, name, id, amount),
    void: (id) => voidHold(context, name, id),
    lien: (party, asset, amount) => setLien(context, name, party, asset, amount),
    claim: (party, asset, amount, how) => setClaim(context, name, party, asset, amount, how?.seized ?? false),
    seize({ from, to, amount }: Transfer) {
      demand(isOwnPurpose(from.purpose), 'seize from', from)
      const touched = context.touch(from.party, from.asset)
      context.transfer(from, to, amount)
      if (from.party !== to.party) touched.seized += amount
    },
    declare: (id, asset) => declareOwn(context, name, id, asset),
    retain(base, quote, from) {
      const key = { base, quote, instance: name }
      if (from === null) context.deleteKernel('pins', key)
      else context.putKernel('pins', key, { from })
    },
    isSigned: (statement, how) => isSigned(context, name, statement, how?.revoked ?? false, signing),
    emit: emitter(instance, context),
    call(type, input, how) {
      const party = how === undefined ? self : `${self}.${how.as}`
      // `as` can come from a command's input: a name too long for a party is no mistake
      if (!isParty(party)) refuse('COMMAND_MALFORMED', { by: party })
      call(type, input, party)
    },
    reject(code, details) {
      if (!mechanism.rejections.includes(code)) mistake(`${name} rejects with ${code}, which its rejections don't list`)
      return refuse(code, details)
    },
  }
  const scope: AnyScope = {
    ...watched(actions, context),
    by: '',
    now: 0,
    sequence: 0,
    self,
    config,
    get params() {
      return context.rows('kernel.params').get(params) as object
    },
    tables: drafts(instance, context),
    needs: watched(needs, context) as AnyScope['needs'],
  }
  return scope
}

/** What a scope can do, beside what it says. */
type Actions = Omit<AnyScope, 'by' | 'now' | 'sequence' | 'self' | 'config' | 'params' | 'tables' | 'needs'>

/** The same functions; what one of them throws ends the command, whoever catches it. */
function watched<T extends object>(functions: T, context: Context): T {
  const entries = Object.entries(functions).map(([name, run]) => [name, context.watch(run)])
  return Object.fromEntries(entries) as T
}

function drafts({ as: name, mechanism }: AnyInstance, context: Context): Record<string, TableDraft<object, object>> {
  const tables: Record<string, TableDraft<object, object>> = {}
  for (const table of Object.keys(mechanism.blueprint.tables)) {
    // joined once: a name put together anew would have to be hashed at every look-up
    const full = `${name}.${table}`
    const rows = () => context.rows(full)
    const draft: TableDraft<object, object> = {
      ...tableReads(rows),
      put: (key, row) => context.put(rows(), key, row),
      delete: (key) => context.delete(rows(), key),
    }
    tables[table] = watched(draft, context)
  }
  return tables
}

function emitter({ as: name, mechanism }: AnyInstance, context: Context): (event: string, data: unknown) => void {
  const events = new Map<string, { readonly type: string; readonly codec: Codec<unknown> }>()
  for (const [event, schema] of Object.entries(mechanism.blueprint.events)) {
    events.set(event, { type: `${name}.${event}`, codec: codecOf(schema) })
  }
  return (event, data) => {
    const { type, codec } = events.get(event) ?? mistake(`${name} has no event ${event}`)
    const checked = codec.check(data)
    if (!checked.ok) {
      if (checked.overflow) refuse('AMOUNT_OVERFLOW', { event: type })
      mistake(`the event ${type} is malformed: ${checked.reason}`)
    }
    const { value } = checked as { readonly value: unknown }
    context.effects.events = added(context.effects.events, { type, data: value, encode: codec.encode })
  }
}

function mistake(text: string): never {
  throw new TypeError(text)
}
