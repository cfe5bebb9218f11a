import type { Report } from '@symbolon/core'
import { canonicalize } from '@symbolon/core/codec'
import { type Signer, signCommand } from '@symbolon/core/signature'
import { checkIds, checkSeconds } from '../bounds.js'
import type { ReportSink } from './report-sink.js'

/** The key that a reporter's commands are signed with. */
export interface CommandKey extends Signer {
  /** Id of the key, as the reporter has registered it. */
  readonly key: string
  /** How long after it was signed a command may be decided, whole seconds. Default: 60. */
  readonly lasts?: number
  /** Clock in whole seconds. Default: the machine's. */
  readonly now?: () => number
}

/**
 * An app whose reports are signed as commands, for a reporter that has keys in a system that asks for them: without, each
 * would be refused with `SIGNATURE_REQUIRED`. What a report says is signed by others, by `sign`.
 * Spec: signatures.md#commands.
 * @param app - Records reports; its stream is signed for.
 * @param commandKey - Scheme, private key, and the key's id.
 * @returns What `keepFeed` takes as `app`.
 * @throws {RangeError} when the key's id or the time is none.
 * @example keepFeed({ app: signing(app, { key: 'k1', scheme: 'ed25519', privateKey }), source, pair, by: 'reporter', every: 60 })
 */
export function signing(app: ReportSink & { readonly stream: string }, commandKey: CommandKey): ReportSink {
  const { key, scheme, privateKey, lasts = 60, now = clock } = commandKey
  checkIds({ key })
  checkSeconds('lasts', lasts)
  const { stream } = app
  const execute: ReportSink['execute'] = ({ by, type, input }) => {
    const id = crypto.randomUUID()
    const said = { stream, id, by, type, input: canonicalize(inJson(input)), deadline: now() + lasts, key }
    return app.execute({ by, type, input, id, signature: signCommand(said, { scheme, privateKey }) })
  }
  return app.view === undefined ? { execute } : { execute, view: () => app.view!() }
}

/** A report as it is written in JSON: every integer a decimal string. */
function inJson({ base, quote, source, signatures, ...numbers }: Report) {
  const { baseAmount, quoteAmount, confidence, observed, until, number } = numbers
  const counts = { observed: String(observed), until: String(until), number: String(number) }
  const amounts = { baseAmount: String(baseAmount), quoteAmount: String(quoteAmount), confidence: String(confidence) }
  const by = signatures.map(({ party, key, value }) => ({ party, key, value }))
  return { base, quote, ...amounts, ...counts, source, signatures: by }
}

const clock = (): number => Math.floor(Date.now() / 1000)
