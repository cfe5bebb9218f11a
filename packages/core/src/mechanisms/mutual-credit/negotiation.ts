/** Agreements are negotiated by revisions: proposed, countered, accepted by both. Spec: mutual-credit.md#negotiation. */
import { Id, optional, Sequence, struct, Time } from '../../codec/index.js'
import type { Command } from '../../kernel/index.js'
import type { Offer } from './agreement-tables.js'
import { usePrices } from './epoch-prices.js'
import { later } from './epochs.js'
import { asSide, openEpoch, operatedBy } from './guards.js'
import { enliven } from './live.js'
import { goOnFrom } from './pauses.js'
import { promise } from './promises.js'
import { curtail, dropRevision, least } from './spans.js'
import type { MutualCreditScope } from './tables.js'
import { faultOf, type Terms, termsFields } from './terms.js'

/** What `mutual-credit.propose` takes: a first offer, or a counter-offer. */
export interface ProposeTerms {
  readonly agreement: string
  /** The side that proposes. Its offer is its acceptance. */
  readonly network: string
  readonly partner: string
  readonly terms: Terms
  /** The offer can be accepted before this time. Absent: until it is withdrawn or countered. */
  readonly expires?: number
}
/** What `mutual-credit.accept` takes. */
export interface AcceptTerms {
  readonly agreement: string
  /** The side that accepts. */
  readonly network: string
  readonly revision: number
}
/** What `mutual-credit.withdraw` takes. */
export interface WithdrawOffer {
  readonly agreement: string
  /** Either side: an offer is withdrawn by the one, declined by the other. */
  readonly network: string
}

export const propose: Command<ProposeTerms, MutualCreditScope> = {
  input: struct<ProposeTerms>({ agreement: Id, network: Id, partner: Id, terms: termsFields, expires: optional(Time) }),
  apply(scope, { agreement, network, partner, terms, expires = null }) {
    const { tables, reject } = scope
    if (network === partner) reject('MUTUAL_WITH_SELF', { network })
    if (!tables.networks.has({ network: partner })) reject('MUTUAL_NETWORK_UNKNOWN', { network: partner })
    operatedBy(scope, network)
    const before = tables.agreements.get({ agreement })
    const sides = before === undefined ? undefined : [before.first, before.second]
    const known = sides === undefined || (sides.includes(network) && sides.includes(partner))
    if (!known) reject('MUTUAL_AGREEMENT_TAKEN', { agreement })
    const fault = faultOf(terms)
    if (fault !== undefined) reject('MUTUAL_TERMS_INVALID', { fault })
    dropOffer(scope, agreement)
    const revision = (before?.revision ?? 0) + 1
    tables.agreements.put({ agreement }, { ...(before ?? { first: network, second: partner, lock: 0 }), revision })
    tables.offers.put({ agreement }, { revision, by: network, expires })
    tables.revisions.put({ agreement, revision }, terms)
  },
}

export const withdraw: Command<WithdrawOffer, MutualCreditScope> = {
  input: struct<WithdrawOffer>({ agreement: Id, network: Id }),
  apply(scope, { agreement, network }) {
    asSide(scope, agreement, network)
    offerOf(scope, agreement)
    dropOffer(scope, agreement)
  },
}

export const accept: Command<AcceptTerms, MutualCreditScope> = {
  input: struct<AcceptTerms>({ agreement: Id, network: Id, revision: Sequence }),
  apply(scope, { agreement, network, revision }) {
    const { now, tables, emit, reject } = scope
    const present = openEpoch(scope)
    const sides = asSide(scope, agreement, network)
    const offer = offerOf(scope, agreement)
    if (offer.revision !== revision) reject('MUTUAL_REVISION_STALE', { revision: offer.revision })
    if (offer.by === network) reject('MUTUAL_OFFER_OWN', { revision })
    if (offer.expires !== null && now >= offer.expires) reject('MUTUAL_OFFER_EXPIRED', { expires: offer.expires })
    const terms = tables.revisions.get({ agreement, revision }) as Readonly<Terms>
    const from = Math.max(terms.start, later(present, 1))
    const { end = null, review } = terms
    if (end !== null && end <= from) reject('MUTUAL_TERMS_OVER', { end, from })
    tables.offers.delete({ agreement })
    curtail(scope, agreement, from)
    for (const one of [sides.first, sides.second]) goOnFrom(scope, agreement, one, from, present)
    const lapse = review === undefined ? null : later(from, review)
    const until = least(end, lapse)
    tables.spans.put({ agreement, from }, { revision, until, limit: end, lapse, first: false, second: false })
    usePrices(scope, agreement, terms, 1)
    promise(scope, agreement)
    enliven(scope, agreement, present)
    emit('agreed', { agreement, revision, from })
  },
}

function offerOf({ tables, reject }: MutualCreditScope, agreement: string): Readonly<Offer> {
  return tables.offers.get({ agreement }) ?? reject('MUTUAL_OFFER_NONE', { agreement })
}
/** An offer that is countered or withdrawn leaves nothing. */
function dropOffer(scope: MutualCreditScope, agreement: string): void {
  const offer = scope.tables.offers.get({ agreement })
  if (offer === undefined) return
  scope.tables.offers.delete({ agreement })
  dropRevision(scope, agreement, offer.revision)
}
