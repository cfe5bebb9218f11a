/** What a reserve keeps, and what its commands work with. Spec: resource-reserve.md#tables. */
import {
  Amount,
  Asset,
  BasisPoints,
  Count,
  Duration,
  Flag,
  Hash,
  Id,
  list,
  nullable,
  oneOf,
  Party,
  Quantity,
  type Schema,
  Sequence,
  struct,
  Text,
  Time,
} from '../../codec/index.js'
import { type Scope, type Table, table, type View } from '../../kernel/index.js'
import type { ResourceReserveConfig, ResourceReserveParams } from './config.js'
import type { ResourceReserveEvents } from './events.js'
import type { ResourceReserveRejection } from './rejections.js'
import { type Book, BookFields, type Produced, ProducedFields, type Schedule, ScheduleFields } from './schedules.js'

/** Software of a node. */
export interface Software {
  readonly name: string
  /** What its maker asks for it; null where it has no price. */
  readonly listPrice: bigint | null
}
/** Hardware for which a price feed is quoted. */
export interface Model {
  /** Base of the feed. */
  readonly model: string
  readonly count: bigint
}
/** Something of a node's resources: storage, bandwidth, nodes in operation. */
export interface Metric {
  readonly name: string
  readonly amount: bigint
}
/** What a node is said to be. */
export interface Description {
  readonly hardware: string
  readonly software: readonly Software[]
  readonly evidence: readonly string[]
  readonly model: Model | null
  readonly metrics: readonly Metric[]
  /** How the owner writes it off for taxes; the reserve never rests on it. */
  readonly tax: Schedule | null
}
/** The appraisal in force. */
export interface Appraisal {
  /** What the market gives, base units. */
  readonly quote: bigint
  /** Basis points. */
  readonly utility: number
  readonly at: number
}
/** Under which rulebook and at which rate a node is offered. */
export interface Offered {
  readonly book: string
  /** Billionths of the amount a day. */
  readonly rate: number
}
/** Whether a node's genesis may be minted: not, after an appraisal, or now. */
export type Minting = 'done' | 'appraise' | 'ready'
/** A node. What is bound lies in its account; what is burned is genesis − bound − outstanding − held. */
export interface ReserveNode {
  readonly owner: string
  readonly retired: boolean
  readonly book: Book
  /** When it was put into service. */
  readonly serviced: number
  /** When it was described, and when its schedule was set. */
  readonly described: number
  readonly scheduled: number
  readonly produced: Produced
  readonly appraisal: Appraisal | null
  readonly minting: Minting
  /** All that was minted for it, base units. */
  readonly genesis: bigint
  /** In certificates, base units. */
  readonly outstanding: bigint
  /** Held by quotes, base units. */
  readonly held: bigint
  /** Of the asset, that backs it beside its value: re-staked fees, and what the owner put in. */
  readonly stake: bigint
  /** Latest end of its certificates and quotes; 0: there is none. */
  readonly lastEnd: number
  /** Certificates that it ever issued, and that are out. */
  readonly certificates: number
  readonly out: number
  readonly attested: number
  /** When its certificates end since it was found silent. */
  readonly noticed: number | null
  readonly offer: Offered | null
}
/** What an appraiser last reported on a node. */
export interface AppraisalReport {
  readonly quote: bigint
  readonly work: bigint
  readonly produced: bigint
  readonly observed: number
}

/** When in a week a rulebook admits: seconds since Thursday 0:00 UTC, when time began. */
export interface Hours {
  readonly from: number
  readonly to: number
}
/** Who else gets of earned fees. */
export interface PassedOn {
  readonly party: string
  /** Basis points. */
  readonly share: number
}
/** What becomes of earned fees; the rest is paid out to the owner. */
export interface Returns {
  /** Added to the node's stake, basis points. */
  readonly restake: number
  readonly pass: readonly PassedOn[]
}
/** An owner's rulebook. */
export interface Rulebook {
  /** Whether whoever isn't blocked is admitted; else only who is allowed. */
  readonly open: boolean
  /** Most that is out or held under it in total; null: any. */
  readonly cap: bigint | null
  /** Most that is out or held under it for one project; null: any. */
  readonly projectCap: bigint | null
  /** Least rate, billionths of the amount a day. */
  readonly rate: number
  /** Fee on settled volume, billionths. */
  readonly volumeRate: number
  /** Least size of a whole request, base units. */
  readonly least: bigint
  /** Least duration, that is charged at least, and greatest, seconds. */
  readonly shortest: number
  readonly longest: number
  /** Empty: always. */
  readonly hours: readonly Hours[]
  /** Whether quotes may take of it; else the owner grants requests by hand. */
  readonly automatic: boolean
  /** Whether certificates may move to other projects that it admits. */
  readonly mobile: boolean
  readonly returns: Returns
}
/** What a rulebook says of one project. Blocked wins. */
export interface Admission {
  readonly allowed: boolean
  readonly blocked: boolean
}

/** Terms on which value is let out. */
export interface LeaseTerms {
  /** Base units. */
  readonly amount: bigint
  /** Billionths of the amount a day. */
  readonly rate: number
  /** Billionths of settled volume. */
  readonly volumeRate: number
  /** Duration charged at least when the project ends it, seconds. */
  readonly shortest: number
  /** Whose rulebook admitted it, and which. */
  readonly lender: string
  readonly book: string
}
/** A quote: value held for a project. */
export interface ReserveQuote {
  readonly amount: bigint
  readonly duration: number
  readonly purpose: string
  readonly at: number
  /** From this time on it can't be taken, and anyone may end it. */
  readonly until: number
}
/** Part of a quote. */
export interface QuoteLine extends LeaseTerms {
  readonly fee: bigint
}
/** A request that the owner decides by hand. */
export interface ReserveRequest extends LeaseTerms {
  readonly node: string
  readonly duration: number
  readonly purpose: string
  readonly fee: bigint
  readonly until: number
}
/** A certificate. */
export interface Certificate extends LeaseTerms {
  readonly project: string
  /** The whole fee, base units. */
  readonly escrow: bigint
  readonly start: number
  readonly end: number
  readonly purpose: string
  /** Whose life its own is bound to. */
  readonly container: string | null
  /** Σ of its assignments. */
  readonly assigned: bigint
  readonly assignments: number
  /** When it ends since its owner gave notice. */
  readonly noticed: number | null
  /** Volume that was reported so far. */
  readonly volume: bigint
}
/** What a certificate is locked to. */
export interface Assignment {
  readonly kind: AssignmentKind
  /** For whom: it may let go at any time. */
  readonly to: string
  readonly amount: bigint
  readonly until: number
}
/** What may be backed: nothing that releases value at once. */
export type AssignmentKind = 'loan' | 'warranty'
/** A container that a project rents on a node. */
export interface Container {
  readonly node: string
  readonly project: string
  readonly until: number
  readonly attested: number
  readonly noticed: number | null
  /** Certificates bound to it that are out. */
  readonly certificates: number
}
/** Who may report an application's volume. */
export interface Application {
  readonly authority: string
}
/** A real asset that isn't a node. */
export interface Thing {
  readonly owner: string
  readonly description: string
  readonly evidence: string
}
/** What is for sale. */
export type SaleKind = 'node' | 'thing'
/** What a piece of evidence is of. */
export interface Evidenced {
  readonly kind: SaleKind
  readonly item: string
}
/** Terms of a sale. */
export interface Sale {
  readonly price: bigint
  /** The only buyer; null: anyone. */
  readonly buyer: string | null
  /** Before this time. */
  readonly until: number
  /** Node of the seller's to whose stake the price goes; null: it is paid out. */
  readonly into: string | null
}

/** Part of all nodes: those whose place begins with the `depth` bits of `index`. */
export interface Shard {
  /** 0 to 48; 0 is all nodes. */
  readonly depth: number
  /** 0 to 2^depth − 1. */
  readonly index: number
}
/** The root of a shard as it was published last. */
export interface PublishedRoot {
  readonly hash: string
  /** Σ of what the nodes may back, base units. */
  readonly value: bigint
  /** Σ of what they back, base units. */
  readonly outstanding: bigint
  readonly nodes: number
  readonly certificates: number
  /** Of the record that published it. */
  readonly sequence: number
  readonly at: number
}

/** Of what belongs to a node. */
export interface OfNode {
  readonly node: string
}
/** Key of a certificate. */
export interface CertificateKey extends OfNode {
  readonly certificate: number
}
/** Of what belongs to a rulebook. */
export interface OfBook {
  readonly owner: string
  readonly book: string
}
/** Key of a quote. */
export interface QuoteKey {
  readonly project: string
  readonly quote: string
}
/** Since when there is a row. */
export interface Since {
  readonly since: number
}
/** Base units. */
export interface Lent {
  readonly amount: bigint
}
/** What a reserve keeps. */
export interface ResourceReserveTables {
  readonly nodes: Table<OfNode, ReserveNode>
  readonly minted: Table<{ readonly native: string }, { readonly amount: bigint }>
  readonly descriptions: Table<OfNode, Description>
  readonly evidence: Table<{ readonly hash: string }, Evidenced>
  readonly fleets: Table<{ readonly owner: string; readonly node: string }, Since>
  readonly reports: Table<OfNode & { readonly appraiser: string }, AppraisalReport>
  readonly rulebooks: Table<OfBook, Rulebook>
  readonly admissions: Table<OfBook & { readonly project: string }, Admission>
  readonly lent: Table<OfBook, Lent>
  readonly exposures: Table<OfBook & { readonly project: string }, Lent>
  readonly offers: Table<{ readonly rate: number; readonly node: string }, OfBook>
  readonly quotes: Table<QuoteKey, ReserveQuote>
  readonly lines: Table<QuoteKey & OfNode, QuoteLine>
  readonly requests: Table<{ readonly project: string; readonly request: string }, ReserveRequest>
  readonly certificates: Table<CertificateKey, Certificate>
  readonly ends: Table<OfNode & { readonly end: number }, { readonly count: number }>
  readonly backings: Table<{ readonly project: string } & CertificateKey, Since>
  readonly assignments: Table<CertificateKey & { readonly assignment: string }, Assignment>
  readonly containers: Table<{ readonly container: string }, Container>
  readonly tenancies: Table<OfNode & { readonly project: string }, { readonly container: string }>
  readonly applications: Table<{ readonly project: string }, Application>
  readonly things: Table<{ readonly thing: string }, Thing>
  readonly sales: Table<{ readonly kind: SaleKind; readonly item: string }, Sale>
  readonly places: Table<{ readonly place: string }, OfNode>
  readonly roots: Table<Shard, PublishedRoot>
}

const MOST_SOFTWARE = 16
export const MOST_EVIDENCE = 16
const MOST_METRICS = 16
const MOST_HOURS = 16
const MOST_PASSED = 8

export const softwareFields: Schema<readonly Software[]> = list(
  struct<Software>({ name: Text, listPrice: nullable(Amount) }),
  MOST_SOFTWARE,
)
export const evidenceFields: Schema<readonly string[]> = list(Hash, MOST_EVIDENCE)
export const modelFields: Schema<Model | null> = nullable(struct<Model>({ model: Asset, count: Amount }))
export const metricFields: Schema<readonly Metric[]> = list(
  struct<Metric>({ name: Id, amount: Quantity }),
  MOST_METRICS,
)
export const ruleFields: { readonly [K in keyof Rulebook]: Schema<Rulebook[K]> } = {
  open: Flag,
  cap: nullable(Quantity),
  projectCap: nullable(Quantity),
  rate: Count,
  volumeRate: Count,
  least: Quantity,
  shortest: Duration,
  longest: Duration,
  hours: list(struct<Hours>({ from: Count, to: Count }), MOST_HOURS),
  automatic: Flag,
  mobile: Flag,
  returns: struct<Returns>({
    restake: BasisPoints,
    pass: list(struct<PassedOn>({ party: Party, share: BasisPoints }), MOST_PASSED),
  }),
}
const leaseFields = {
  amount: Amount,
  rate: Count,
  volumeRate: Count,
  shortest: Duration,
  lender: Party,
  book: Id,
}
const ofBook = { owner: Party, book: Id }
const since = struct<Since>({ since: Time })
const lent = struct<Lent>({ amount: Amount })

export const tables: ResourceReserveTables = {
  nodes: table(
    struct<OfNode>({ node: Id }),
    struct<ReserveNode>({
      owner: Party,
      retired: Flag,
      book: BookFields,
      serviced: Time,
      described: Time,
      scheduled: Time,
      produced: ProducedFields,
      appraisal: nullable(struct<Appraisal>({ quote: Amount, utility: BasisPoints, at: Time })),
      minting: oneOf('done', 'appraise', 'ready'),
      genesis: Quantity,
      outstanding: Quantity,
      held: Quantity,
      stake: Quantity,
      lastEnd: Time,
      certificates: Count,
      out: Count,
      attested: Time,
      noticed: nullable(Time),
      offer: nullable(struct<Offered>({ book: Id, rate: Count })),
    }),
    {
      rules: {
        'no more is out or held than was minted': ({ genesis, outstanding, held }) => outstanding + held <= genesis,
      },
    },
  ),
  minted: table(struct({ native: Asset }), struct({ amount: Quantity })),
  descriptions: table(
    struct<OfNode>({ node: Id }),
    struct<Description>({
      hardware: Text,
      software: softwareFields,
      evidence: evidenceFields,
      model: modelFields,
      metrics: metricFields,
      tax: nullable(ScheduleFields),
    }),
  ),
  evidence: table(struct({ hash: Hash }), struct<Evidenced>({ kind: oneOf('node', 'thing'), item: Id })),
  fleets: table(struct({ owner: Party, node: Id }), since, { ordered: [['owner']] }),
  reports: table(
    struct<OfNode & { readonly appraiser: string }>({ node: Id, appraiser: Party }),
    struct<AppraisalReport>({ quote: Amount, work: Quantity, produced: Quantity, observed: Time }),
  ),
  rulebooks: table(struct<OfBook>(ofBook), struct<Rulebook>(ruleFields)),
  admissions: table(
    struct<OfBook & { readonly project: string }>({ ...ofBook, project: Party }),
    struct<Admission>({ allowed: Flag, blocked: Flag }),
  ),
  lent: table(struct<OfBook>(ofBook), lent),
  exposures: table(struct<OfBook & { readonly project: string }>({ ...ofBook, project: Party }), lent),
  offers: table(struct({ rate: Count, node: Id }), struct<OfBook>(ofBook), { ordered: [[]] }),
  quotes: table(
    struct<QuoteKey>({ project: Party, quote: Id }),
    struct<ReserveQuote>({ amount: Amount, duration: Duration, purpose: Text, at: Time, until: Time }),
  ),
  lines: table(
    struct<QuoteKey & OfNode>({ project: Party, quote: Id, node: Id }),
    struct<QuoteLine>({ ...leaseFields, fee: Quantity }),
    { ordered: [['project', 'quote']] },
  ),
  requests: table(
    struct({ project: Party, request: Id }),
    struct<ReserveRequest>({ ...leaseFields, node: Id, duration: Duration, purpose: Text, fee: Quantity, until: Time }),
  ),
  certificates: table(
    struct<CertificateKey>({ node: Id, certificate: Sequence }),
    struct<Certificate>({
      ...leaseFields,
      project: Party,
      escrow: Quantity,
      start: Time,
      end: Time,
      purpose: Text,
      container: nullable(Id),
      assigned: Quantity,
      assignments: Count,
      noticed: nullable(Time),
      volume: Quantity,
    }),
    {
      ordered: [['node']],
      rules: { 'no more is assigned than there is': ({ amount, assigned }) => assigned <= amount },
    },
  ),
  ends: table(struct({ node: Id, end: Time }), struct({ count: Count }), { ordered: [['node']] }),
  backings: table(
    struct<{ readonly project: string } & CertificateKey>({ project: Party, node: Id, certificate: Sequence }),
    since,
    { ordered: [['project']] },
  ),
  assignments: table(
    struct<CertificateKey & { readonly assignment: string }>({ node: Id, certificate: Sequence, assignment: Id }),
    struct<Assignment>({ kind: oneOf('loan', 'warranty'), to: Party, amount: Amount, until: Time }),
    { ordered: [['node', 'certificate']] },
  ),
  containers: table(
    struct({ container: Id }),
    struct<Container>({
      node: Id,
      project: Party,
      until: Time,
      attested: Time,
      noticed: nullable(Time),
      certificates: Count,
    }),
  ),
  tenancies: table(
    struct<OfNode & { readonly project: string }>({ node: Id, project: Party }),
    struct({ container: Id }),
  ),
  applications: table(struct({ project: Party }), struct<Application>({ authority: Party })),
  things: table(struct({ thing: Id }), struct<Thing>({ owner: Party, description: Text, evidence: Hash })),
  sales: table(
    struct<{ readonly kind: SaleKind; readonly item: string }>({ kind: oneOf('node', 'thing'), item: Id }),
    struct<Sale>({ price: Amount, buyer: nullable(Party), until: Time, into: nullable(Id) }),
  ),
  places: table(struct({ place: Hash }), struct<OfNode>({ node: Id }), { ordered: [[]] }),
  roots: table(
    struct<Shard>({ depth: Count, index: Count }),
    struct<PublishedRoot>({
      hash: Hash,
      value: Quantity,
      outstanding: Quantity,
      nodes: Count,
      certificates: Count,
      sequence: Sequence,
      at: Time,
    }),
  ),
}

type None = Record<never, never>
/** A reserve in a state, or inside one of its commands. */
export interface ResourceReserveView
  extends View<ResourceReserveConfig, ResourceReserveParams, ResourceReserveTables> {}
/** What the commands of a reserve work with. */
export interface ResourceReserveScope
  extends Scope<
    ResourceReserveConfig,
    ResourceReserveParams,
    ResourceReserveTables,
    ResourceReserveEvents,
    ResourceReserveRejection,
    None,
    None
  > {}
