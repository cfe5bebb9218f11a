import { type AnyInstance, canonicalize, hashText } from '@symbolon/core'
import {
  type AssignmentKind,
  backingOf,
  type CertificateKey,
  type ProjectPane,
  type ResourceReserveView,
} from '@symbolon/core/resource-reserve'
import type { App } from '../runtime/app.js'
import { contentOf } from '../runtime/content.js'

/** A command in JSON: every integer a decimal string. */
export interface CommandJson {
  readonly id: string
  readonly by: string
  readonly type: string
  readonly input: Readonly<Record<string, string>>
}
/** What came of a command, as an app answers it or a server of yours passes it on. */
export type SubmitAnswer =
  | {
      readonly status: 'accepted'
      /** What was computed, or else the record that says so. */
      readonly events?: readonly { readonly type: string; readonly data: unknown }[]
      readonly record?: { readonly body: string }
    }
  | { readonly status: 'rejected'; readonly code: string; readonly details?: unknown }

/** Where a client's commands go and what it reads. */
export interface ReserveClientOptions {
  /** The application: the party whose commands these are. */
  readonly project: string
  /**
   * Known to the application alone, and the same whenever it runs: ids of its commands are made of it. An id that others
   * could work out they could have taken by a command of theirs, and this one would never run (`COMMAND_CONFLICT`).
   */
  readonly secret: string
  /** Name of the reserve in its system; default `resource-reserve`. */
  readonly instance?: string
  /** Signs the command if the system wants that, and has it executed: an app's `submit`, a request to a server. */
  readonly submit: (command: CommandJson) => Promise<SubmitAnswer>
  /** The reserve after all commands that were answered. */
  readonly read: () => Promise<ResourceReserveView>
}

/** What an application asks for. */
export interface QuoteTerms {
  /** A name that this project has never used: asking again under it, with the same terms, is asking once. */
  readonly quote: string
  /** Base units. */
  readonly amount: bigint
  /** Seconds. */
  readonly duration: number
  /** Highest rate, billionths of the amount a day. */
  readonly rate: number
  /** Highest rate on settled volume, billionths; default 0. */
  readonly volumeRate?: number
  readonly purpose: string
}
/** A node's part of a quote. */
export interface QuotedPart {
  readonly node: string
  readonly amount: bigint
  /** Billionths of the amount a day. */
  readonly rate: number
  /** Base units, escrowed. */
  readonly fee: bigint
}
/** The command was refused, and nothing changed. */
export interface ReserveRefusal {
  readonly status: 'refused'
  readonly code: string
  readonly details?: unknown
}
/** Value is held; take it before `until`. */
export interface AskedQuote {
  readonly status: 'quoted'
  readonly quote: string
  readonly amount: bigint
  /** The whole fee, escrowed; what isn't used comes back. */
  readonly fee: bigint
  readonly until: number
  readonly parts: readonly QuotedPart[]
}
/** The value backs the project. */
export interface TakenQuote {
  readonly status: 'taken'
  readonly certificates: readonly CertificateKey[]
}
/** Nothing more is to be said of it. */
type Done = { readonly status: 'done' }

/** A reserve from the side of an application. Every call may be repeated: the same call is one command. */
export interface ReserveClient {
  /** Has the cheapest value held for a short time against its fee. */
  ask(terms: QuoteTerms): Promise<AskedQuote | ReserveRefusal>
  /** Takes all that a quote holds. */
  take(quote: string): Promise<TakenQuote | ReserveRefusal>
  /** Gives a quote back, for the time that it held. */
  drop(quote: string): Promise<Done | ReserveRefusal>
  /** What backs the application, until when, and what of it is assigned to whom. */
  backing(): Promise<ProjectPane>
  /** Locks part of a certificate to a loan or warranty, until whole seconds since 1970. */
  assign(
    certificate: CertificateKey,
    assignment: {
      readonly assignment: string
      readonly kind: AssignmentKind
      readonly to: string
      readonly amount: bigint
      readonly until: number
    },
  ): Promise<Done | ReserveRefusal>
  /** Ends a certificate early: what it didn't earn is refunded. */
  release(certificate: CertificateKey): Promise<Done | ReserveRefusal>
  /**
   * Has refunds paid out.
   * @param name - One that this project has never used here, so that paying out again is another command.
   */
  collect(name: string): Promise<Done | ReserveRefusal>
}

/**
 * A client of a reserve for application developers, on whatever executes commands: ask, take, show, release.
 * Spec: reserve-proofs.md#client.
 * @param options - Who asks, where commands go, and what is read.
 * @returns The client. Its promises reject only as `submit` and `read` do.
 * @example
 * const client = reserveClient({
 *   project: 'shop',
 *   secret,
 *   submit: async (command) => (await fetch(url, { method: 'POST', body: JSON.stringify(command) })).json(),
 *   read: async () => view(system, await latestState()).mechanisms['resource-reserve'],
 * })
 */
export function reserveClient(options: ReserveClientOptions): ReserveClient {
  const { project, secret, instance = 'resource-reserve', submit, read } = options

  /** Its id is made of all of it, so that a repeated call is the same command, and of what nobody else knows. */
  function send(name: string, input: CommandJson['input'], salt: string | null = null): Promise<SubmitAnswer> {
    const command = { by: project, type: `${instance}.${name}`, input }
    return submit({ id: hashText(canonicalize({ ...command, salt, secret })), ...command })
  }
  async function done(answer: Promise<SubmitAnswer>): Promise<Done | ReserveRefusal> {
    const came = await answer
    return came.status === 'accepted' ? { status: 'done' } : refusal(came)
  }

  return {
    async ask({ quote, amount, duration, rate, volumeRate = 0, purpose }) {
      const numbers = { amount, duration, rate, volumeRate }
      const answer = await send('quote', { quote, purpose, ...decimals(numbers) })
      if (answer.status === 'rejected') return refusal(answer)
      const { tables } = await read()
      const row = tables.quotes.get({ project, quote })
      // it was asked and taken or dropped before: this call was a repetition
      if (row === undefined) return { status: 'refused', code: 'RESERVE_QUOTE_UNKNOWN', details: { project, quote } }
      const parts = [...tables.lines.under({ project, quote })].map((line) => ({
        node: line.key.node,
        amount: line.row.amount,
        rate: line.row.rate,
        fee: line.row.fee,
      }))
      const fee = parts.reduce((sum, part) => sum + part.fee, 0n)
      return { status: 'quoted', quote, amount: row.amount, fee, until: row.until, parts }
    },
    async take(quote) {
      const answer = await send('take', { quote })
      if (answer.status === 'rejected') return refusal(answer)
      return { status: 'taken', certificates: issued(answer, `${instance}.issued`) }
    },
    drop: (quote) => done(send('lapse', { project, quote })),
    backing: async () => backingOf([{ system: instance, view: await read() }], project),
    assign: (certificate, { amount, until, ...named }) =>
      done(send('assign', { ...keyOf(certificate), ...named, ...decimals({ amount, until }) })),
    release: (certificate) => done(send('end', keyOf(certificate))),
    collect: (name) => done(send('collect', { party: project }, name)),
  }
}

/**
 * The client on an app of the runtime.
 * Spec: reserve-proofs.md#client.
 * @param app - Open, with a reserve among its mechanisms.
 * @param project - The application.
 * @param options - The application's secret, and the name of the reserve in the app's system.
 * @returns The client.
 * @throws {TypeError} when the app's system has no instance of that name.
 * @example const client = reserveClientOf(app, 'shop', { secret: 'known to the shop alone' })
 */
export function reserveClientOf<M extends AnyInstance>(
  app: App<M>,
  project: string,
  { secret, instance = 'resource-reserve' }: Pick<ReserveClientOptions, 'secret' | 'instance'>,
): ReserveClient {
  if (!app.system.mechanisms.some(({ as }) => as === instance)) throw new TypeError(`there is no reserve ${instance}`)
  return reserveClient({
    project,
    secret,
    instance,
    submit: (command) => app.submit(command),
    read: async () => {
      const { mechanisms } = await app.view()
      return (mechanisms as Readonly<Record<string, unknown>>)[instance] as ResourceReserveView
    },
  })
}

const keyOf = ({ node, certificate }: CertificateKey) => ({ node, certificate: String(certificate) })

const decimals = <K extends string>(numbers: Readonly<Record<K, number | bigint>>): Record<K, string> =>
  Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, String(value)])) as Record<K, string>

function refusal({ code, details }: Extract<SubmitAnswer, { readonly status: 'rejected' }>): ReserveRefusal {
  return details === undefined ? { status: 'refused', code } : { status: 'refused', code, details }
}

/** The certificates that a command has issued: numbers in what an app computed, decimals in a record. */
function issued(
  { events, record }: Extract<SubmitAnswer, { readonly status: 'accepted' }>,
  type: string,
): readonly CertificateKey[] {
  const told = events ?? (record === undefined ? [] : contentOf(record).events)
  return told
    .filter((event) => event.type === type)
    .map(({ data }) => {
      const { node, certificate } = data as { readonly node: string; readonly certificate: number | string }
      return { node, certificate: Number(certificate) }
    })
}
