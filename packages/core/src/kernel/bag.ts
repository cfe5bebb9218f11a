/** The plain types by which the type system knows mechanisms and instances. */
import type { Schema } from '../codec/fields.js'
import type { Blueprint } from './mechanism.js'
import type { KernelRejection } from './rejection.js'
import type { KernelCommand } from './services.js'

/** All that is known of a mechanism's types. */
export interface Bag {
  name: string
  // biome-ignore lint/suspicious/noExplicitAny: variance would otherwise keep every mechanism out
  config: any
  // biome-ignore lint/suspicious/noExplicitAny: as above
  params: any
  // biome-ignore lint/suspicious/noExplicitAny: as above
  tables: any
  // biome-ignore lint/suspicious/noExplicitAny: as above
  events: any
  // biome-ignore lint/suspicious/noExplicitAny: as above
  commands: any
  rejections: string
  // biome-ignore lint/suspicious/noExplicitAny: as above
  needs: any
  // biome-ignore lint/suspicious/noExplicitAny: as above
  queries: any
}

/** One command: its input, who may run it, and what it does. */
export interface Command<Input, S> {
  readonly input: Schema<Input>
  /** Only the instance's authority may run it; anybody else is refused with `NOT_AUTHORISED`. */
  readonly authority?: boolean
  apply(scope: S, input: Input): void
}

/** A pure query of one instance, to which another's port can be bound. */
export interface QueryRef<In, Out> {
  readonly instance: string
  readonly query: string
  /** Type only. */
  readonly types?: { readonly input: In; readonly output: Out }
}

/** What composition gives an instance: config, params, ports and an authority in one object. */
export type Settings<B extends Bag> = B['config'] &
  B['params'] &
  B['needs'] & {
    /** Party that may run `<instance>.configure` and commands for the authority. Absent: nobody may. */
    readonly authority?: string
  }

/** A mechanism as `defineMechanism` makes it: not yet in a system, and without settings. */
export interface Mechanism<B extends Bag> {
  readonly name: B['name']
  /** The mechanism's own codes, in order of precedence. */
  readonly rejections: readonly B['rejections'][]
  /** @internal */
  readonly blueprint: Blueprint
  /** An instance under the mechanism's own name. */
  with(settings: Settings<B>): Instance<B['name'], B>
  /** An instance under another name. */
  as<N extends string>(name: N): { with(settings: Settings<B>): Instance<N, B> }
  /** Type only. */
  readonly types?: B
}

/** A mechanism with a name and settings, for `createSystem`; its `queries` can be bound to the ports of others. */
export interface Instance<N extends string, B extends Bag> {
  readonly as: N
  readonly mechanism: Mechanism<B>
  readonly config: B['config']
  readonly params: B['params']
  readonly needs: B['needs']
  readonly queries: B['queries']
  readonly authority: string | null
}
/** An instance whose mechanism's types aren't known. */
// biome-ignore lint/suspicious/noExplicitAny: an instance of any mechanism
export type AnyInstance = Instance<string, any>

/** Proof that the party named in `by` wants this command. Spec: signatures.md#commands. */
export interface CommandSignature {
  /** The party's name for its key. */
  readonly key: string
  /** The signature counts while the command's time is not later. */
  readonly deadline: number
  /** Lower-case hexadecimal digits. */
  readonly value: string
}
/** What every command says beside its type and input. */
export interface Envelope {
  /** Unique in its stream. */
  readonly id: string
  readonly by: string
  /** Whole seconds. */
  readonly at: number
  readonly signature?: CommandSignature
}
/** A command whose type isn't known to the compiler. */
export interface AnyCommand extends Envelope {
  readonly type: string
  readonly input: unknown
}

/** Every command of these instances and of the kernel, as one union that `type` tells apart. */
export type CommandOf<M extends AnyInstance> = KernelCommand | InstanceCommand<M>
type InstanceCommand<M extends AnyInstance> =
  M extends Instance<infer N, infer B>
    ? {
        [K in keyof B['commands'] & string]: Envelope & {
          readonly type: `${N}.${K}`
          readonly input: B['commands'][K]
        }
      }[keyof B['commands'] & string]
    : never
/** Every event of these instances, as one union that `type` tells apart. */
export type EventOf<M extends AnyInstance> =
  M extends Instance<infer N, infer B>
    ? {
        [K in keyof B['events'] & string]: { readonly type: `${N}.${K}`; readonly data: B['events'][K] }
      }[keyof B['events'] & string]
    : never
/** Every code that a command of these instances or of the kernel can be refused with. */
export type RejectionOf<M extends AnyInstance> =
  | KernelRejection
  | (M extends Instance<string, infer B> ? B['rejections'] : never)
