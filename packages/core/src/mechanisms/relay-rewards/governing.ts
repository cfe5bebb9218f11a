/** What the authority sets: terms, and whose weights the subsidy goes by. Spec: relay-rewards.md#announce. */
import { Flag, Party, struct } from '../../codec/index.js'
import type { Command } from '../../kernel/index.js'
import { areFit, type RelayTerms, termFields } from './config.js'
import { begun, opened } from './opening.js'
import { MOST_SPANS, type RelayScope, type Span } from './tables.js'

/** What `relay-rewards.announce` takes. */
export interface AnnounceTerms {
  readonly terms: RelayTerms
}
/** What `relay-rewards.admit` takes. */
export interface AdmitReceiver {
  readonly receiver: string
  /** False: it is dismissed. */
  readonly admitted: boolean
}

export const announce: Command<AnnounceTerms, RelayScope> = {
  input: struct<AnnounceTerms>({ terms: termFields }),
  authority: true,
  apply(scope, { terms }) {
    const { config, emit, reject, tables } = scope
    const epoch = begun(scope)
    if (!areFit(config, terms)) reject('RELAY_TERMS_UNFIT')
    opened(scope, epoch)
    tables.terms.put({ from: epoch + 1 }, terms)
    emit('announced', { from: epoch + 1 })
  },
}

export const admit: Command<AdmitReceiver, RelayScope> = {
  input: struct<AdmitReceiver>({ receiver: Party, admitted: Flag }),
  authority: true,
  apply(scope, { receiver, admitted }) {
    const { config, emit, reject, tables } = scope
    const epoch = begun(scope)
    if (config.subsidy?.limit !== 'admitted') reject('RELAY_NO_ADMISSION')
    const before = tables.admissions.get({ receiver })?.spans ?? []
    const last = before.at(-1)
    const is = last !== undefined && last.until === null
    if (is === admitted) reject('RELAY_ADMISSION_UNCHANGED')
    const { next } = opened(scope, epoch)
    const spans = (admitted ? [...before, { from: epoch + 1, until: null }] : ended(before, epoch)).filter(
      ({ until }) => until === null || until > next,
    )
    if (spans.length > MOST_SPANS) reject('RELAY_ADMISSION_BEHIND')
    if (spans.length === 0) tables.admissions.delete({ receiver })
    else tables.admissions.put({ receiver }, { spans })
    emit('announced', { from: admitted ? epoch + 1 : epoch })
  },
}

/** The same, ended with an epoch that doesn't count any more; what hadn't begun never was. */
function ended(spans: readonly Span[], epoch: number): readonly Span[] {
  return spans.flatMap((span) => {
    if (span.until !== null) return [span]
    return span.from < epoch ? [{ ...span, until: epoch }] : []
  })
}
