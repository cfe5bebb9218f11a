/** Reports, appraisals, and what is minted by them. Spec: resource-reserve.md#appraise. */
import { convert, least } from '../../arithmetic/index.js'
import { Amount, Hex, Id, nullable, Party, Quantity, struct, Time } from '../../codec/index.js'
import type { Command } from '../../kernel/index.js'
import { leafPlace } from '../../merkle/index.js'
import { WHOLE } from './config.js'
import { countGenesis, knownNode, ownNode, putNode } from './nodes.js'
import { most } from './schedules.js'
import type { Appraisal, AppraisalReport, OfNode, ReserveNode, ResourceReserveScope } from './tables.js'
import { hardwareAt, utilityOf } from './valuation.js'

/** What `resource-reserve.report` takes. */
export interface ReportNode {
  readonly node: string
  /** What the market gives for hardware and software as the evidence shows them, base units > 0. */
  readonly quote: bigint
  /** Work done, in the unit of the reference. */
  readonly work: bigint
  /** All that it has produced, for depreciation by units; else 0. */
  readonly produced: bigint
  /** Whole seconds. */
  readonly observed: number
  /** Whose report it is, if it is handed in by somebody else: an appraiser's statement of the rest. */
  readonly signed: SignedReport | null
}
/** An appraiser's signature on a report. */
export interface SignedReport {
  readonly appraiser: string
  /** The appraiser's name for its key. */
  readonly key: string
  /** Lower-case hexadecimal digits. */
  readonly value: string
}

export const report: Command<ReportNode, ResourceReserveScope> = {
  input: struct<ReportNode>({
    node: Id,
    quote: Amount,
    work: Quantity,
    produced: Quantity,
    observed: Time,
    signed: nullable(struct<SignedReport>({ appraiser: Party, key: Id, value: Hex })),
  }),
  apply(scope, { node, signed, ...row }) {
    const { now, params, tables, reject } = scope
    const appraiser = signed?.appraiser ?? scope.by
    if (!tables.nodes.has({ node })) reject('RESERVE_NODE_UNKNOWN', { node })
    if (!params.appraisers.includes(appraiser)) reject('RESERVE_NOT_APPRAISER')
    knownNode(scope, node)
    if (signed !== null && !isSignedReport(scope, node, row, signed)) reject('RESERVE_REPORT_UNSIGNED', { appraiser })
    const last = tables.reports.get({ node, appraiser })
    const { observed } = row
    if (observed > now) reject('RESERVE_REPORT_REFUSED', { reason: 'it is from the future' })
    if (now - observed >= params.reportAge) reject('RESERVE_REPORT_REFUSED', { reason: 'it is too old' })
    if (last !== undefined && observed <= last.observed) {
      reject('RESERVE_REPORT_REFUSED', { reason: 'there is a later one' })
    }
    tables.reports.put({ node, appraiser }, row)
  },
}

/** Whether the appraiser has stated what is reported. */
function isSignedReport(
  { isSigned }: ResourceReserveScope,
  node: string,
  { observed, produced, quote, work }: AppraisalReport,
  { appraiser, key, value }: SignedReport,
): boolean {
  const [made, priced, done] = [String(produced), String(quote), String(work)]
  const body = { node, observed: String(observed), produced: made, quote: priced, work: done }
  return isSigned({ by: appraiser, key, kind: 'report', body, value })
}

export const appraise: Command<OfNode, ResourceReserveScope> = {
  input: struct<OfNode>({ node: Id }),
  apply(scope, { node }) {
    const { now, params, emit, reject } = scope
    const row = knownNode(scope, node)
    const reports = freshReports(scope, node, row)
    if (reports.length < params.threshold) {
      reject('RESERVE_REPORTS_MISSING', { fresh: reports.length, threshold: params.threshold })
    }
    const quote = marketQuote(scope, node, median(reports, 'quote'))
    const utility = utilityOf(median(reports, 'work'), params.reference)
    const { appraisal } = row
    // one that is over bounds nothing: of what was once put at next to nothing, every true quote would be a jump for ever
    const bounded = appraisal !== null && row.minting !== 'appraise' && now - appraisal.at < params.appraisalAge
    if (bounded && jumps(appraisal, { quote, utility }, params.jump)) {
      reject('RESERVE_APPRAISAL_JUMP', { quote, utility })
    }
    if (quote === 0n) reject('RESERVE_VALUE_NONE', { quote })
    const produced = median(reports, 'produced')
    const next: ReserveNode = {
      ...row,
      appraisal: { quote, utility, at: freshAt(reports, params.threshold) },
      minting: row.minting === 'appraise' ? 'ready' : row.minting,
      produced: { units: most(produced, row.produced.units), at: observedAt(reports, row) },
    }
    emit('appraised', { quote, utility })
    putNode(scope, node, next)
  },
}

export const mint: Command<OfNode, ResourceReserveScope> = {
  input: struct<OfNode>({ node: Id }),
  apply(scope, { node }) {
    const { now, params, emit, reject } = scope
    const row = ownNode(scope, node)
    const { appraisal, minting } = row
    if (minting === 'done') reject('RESERVE_MINTED', { node })
    if (minting !== 'ready' || appraisal === null || now - appraisal.at >= params.appraisalAge) {
      reject('RESERVE_APPRAISAL_OLD', { minting })
    }
    const value = hardwareAt(scope, row, now)
    if (value === 0n) reject('RESERVE_VALUE_NONE')
    const genesis = most(value, row.genesis)
    countGenesis(scope, genesis - row.genesis)
    scope.tables.places.put({ place: leafPlace(node) }, { node })
    emit('minted', { genesis })
    putNode(scope, node, { ...row, genesis, minting: 'done' })
  },
}

/** Reports of the appraisers of today that aren't too old, and are on what the node is made of now. */
function freshReports(
  { now, params, tables }: ResourceReserveScope,
  node: string,
  { described }: ReserveNode,
): readonly AppraisalReport[] {
  return params.appraisers.flatMap((appraiser) => {
    const row = tables.reports.get({ node, appraiser })
    return row === undefined || row.observed < described || now - row.observed >= params.reportAge ? [] : [row]
  })
}

/** When the last that was needed of its latest reports was observed: an appraisal is no fresher than they are. */
function freshAt(reports: readonly AppraisalReport[], threshold: number): number {
  const latest = reports.map(({ observed }) => observed).sort((a, b) => b - a)
  return latest[threshold - 1] as number
}

/** The lower of the two in the middle. */
function median(reports: readonly AppraisalReport[], part: 'quote' | 'work' | 'produced'): bigint {
  const sorted = reports.map((row) => row[part]).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  return sorted[Math.floor((sorted.length - 1) / 2)] as bigint
}

/** The earliest, so that what was produced since is counted whoever's report it is; never earlier than before. */
function observedAt(reports: readonly AppraisalReport[], { produced }: ReserveNode): number {
  return Math.max(produced.at, Math.min(...reports.map(({ observed }) => observed)))
}

/** What appraisers say, and no more than the feed of its model, where it has one. */
function marketQuote(scope: ResourceReserveScope, node: string, quote: bigint): bigint {
  const { config, price, tables } = scope
  const model = tables.descriptions.get({ node })?.model ?? null
  if (model === null) return quote
  return least(quote, convert(model.count, price(model.model, config.asset), 'down'))
}

/** A fall is believed at once; a rise only so far at a time. */
function jumps(last: Appraisal, { quote, utility }: Pick<Appraisal, 'quote' | 'utility'>, jump: number): boolean {
  return quote * WHOLE > last.quote * (WHOLE + BigInt(jump)) || utility > last.utility + jump
}
