/** What vectors are made from: a composition and commands, each with the outcome its author expects. */
import type { AnyCommand, CommandSignature, System } from '@symbolon/core'

/** A story about one stream; every step becomes a case, with the accepted steps before it as its `given`. */
export interface Scenario {
  /** Name of the vector file: lower case with dashes, unique within its mechanism. */
  readonly name: string
  /** What the story shows, one sentence. */
  readonly about?: string
  readonly system: System
  /** Time of the genesis record, whole seconds. */
  readonly at: number
  /** Default `vectors`. */
  readonly stream?: string
  readonly steps: readonly Step[]
}

/** `accepted`, or the code of the refusal. */
export type Expectation = 'accepted' | (string & {})

export type Step = CommandStep | JsonStep | TextStep | UpgradeStep
interface Expected {
  readonly expect: Expectation
  /** What the step shows; the case's name. Default: the command's type and the expectation. */
  readonly note?: string
}
/** A command in its typed form. */
export interface CommandStep extends Expected {
  /** `id` is by default `c` and the number of the step, counted from 1. */
  readonly command: Omit<AnyCommand, 'id'> & { readonly id?: string }
}
/** A command in its JSON form, for what the typed form can't say: malformed members, JSON numbers, prototype keys. */
export interface JsonStep extends Expected {
  readonly json: unknown
}
/** A command as text, for what no JSON value gives: no JSON at all, a member twice. */
export interface TextStep extends Expected {
  readonly text: string
}
/** From here on the stream goes on with another composition. */
export interface UpgradeStep extends Expected {
  readonly upgrade: {
    readonly to: System
    readonly id?: string
    readonly by: string
    readonly at: number
    readonly signature?: CommandSignature
  }
}
