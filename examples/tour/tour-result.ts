import type { Cycle } from './cycles.js'
import type { Debt, Totals } from './debts.js'
import type { Skipped } from './flow.js'
import type { JournalNote } from './journal-note.js'

/** What one request of the bridge stands at, in whole MPOND. */
export interface RequestState {
  /** Day it was made on. */
  readonly day: number
  readonly amount: bigint
  readonly converted: bigint
  /** What may be converted now. */
  readonly convertible: bigint
}

/** A row of the scenario table as it went. */
export interface BridgeRow {
  readonly day: number
  /** What is done, in words. */
  readonly call: string
  /** What the table says, in words. */
  readonly expected: string
  /** What the mechanism did, in words; a refusal by its code. */
  readonly actual: string
  readonly agrees: boolean
  /** MPOND held after the row. */
  readonly holds: bigint
  readonly liquidity: number
  readonly requests: readonly RequestState[]
}

export interface BridgeResult {
  readonly rows: readonly BridgeRow[]
  readonly journal: JournalNote
}

export interface EconomyResult {
  /** Where the flows are from, as a sentence fragment: `made from seed 3`, `pharmaceutical-imports.csv`. */
  readonly source: string
  readonly networks: number
  readonly importers: number
  readonly trades: number
  readonly skipped: readonly Skipped[]
  /** Flow by flow as recorded; `cleared` is what set-off on the account and the round took away. */
  readonly recorded: readonly Debt[]
  /** Account by account when the round opened; `cleared` is what the round took away. */
  readonly round: readonly Debt[]
  readonly recordedTotals: Totals
  readonly roundTotals: Totals
  /** What one clearing of the recorded flows as single invoices would take away. */
  readonly asInvoices: bigint
  readonly cycles: readonly Cycle[]
  readonly journal: JournalNote
}

export interface PaymentsResult {
  readonly accepted: number
  /** Count by rejection code. */
  readonly refused: ReadonlyMap<string, number>
  /** Base units moved by the accepted ones. */
  readonly moved: bigint
}

export interface LinesResult {
  readonly source: string
  readonly parties: number
  readonly lines: number
  readonly skipped: readonly Skipped[]
  readonly truncated: number
  /** Number of lines by party, in no order. */
  readonly degrees: readonly number[]
  /** By line: share of its debtor's limit that is drawn, in hundredths of a per cent, 0 … 10,000. */
  readonly drawn: readonly number[]
  readonly payments: PaymentsResult
  readonly round: {
    readonly debts: readonly Debt[]
    readonly totals: Totals
    readonly cycles: readonly Cycle[]
    /** Parties that owe or are owed, and those of them that do both: only they can stand in a circle. */
    readonly parties: number
    readonly both: number
  }
  readonly journal: JournalNote
}

/** A step of the market's story, with what stands after it. */
export interface MarketRow {
  readonly says: string
  /** `accepted`, or the code of the refusal. */
  readonly outcome: string
  /** What ann, bob and ole have of EUR, CHF and NOK. */
  readonly members: readonly [bigint, bigint, bigint]
  /** What alba owes bern, bern oslo, oslo alba, in the unit of account. */
  readonly owed: readonly [bigint, bigint, bigint]
}

export interface MarketResult {
  readonly rows: readonly MarketRow[]
  readonly journal: JournalNote
}

/** A step of two networks' year, with what each then held of the other's token. */
export interface AllianceRow {
  readonly day: number
  readonly says: string
  /** `accepted`, or the code of the refusal. */
  readonly outcome: string
  /** IVY that oak holds, OAK that ivy holds. */
  readonly holds: readonly [oak: bigint, ivy: bigint]
}

export interface AllianceResult {
  readonly days: number
  readonly rows: readonly AllianceRow[]
  /** Worth in dollars of what either holds, day by day. */
  readonly worth: readonly (readonly [oak: number, ivy: number])[]
  readonly journal: JournalNote
}

/** A step of a bonded network's month, with what stands after it in whole tokens. */
export interface NetworkRow {
  readonly day: number
  readonly says: string
  /** `accepted`, or the code of the refusal. */
  readonly outcome: string
  /** MPOND in the pool harbour, POND that ann has, POND that mallory has deposited and not asked back. */
  readonly standing: readonly [harbour: bigint, ann: bigint, mallory: bigint]
}

export interface NetworkResult {
  readonly days: number
  readonly rows: readonly NetworkRow[]
  /** Messages that relayers let through, and those they dropped, by code. */
  readonly traffic: { readonly admitted: number; readonly dropped: ReadonlyMap<string, number> }
  /** Dollars paid for relaying by the end of each day. */
  readonly paid: readonly number[]
  /** MPOND in the pool harbour at the end of each day. */
  readonly pooled: readonly number[]
  /** What holders have in the end, base units. */
  readonly earned: readonly (readonly [party: string, dollars: bigint, pond: bigint])[]
  readonly journal: JournalNote
}

/** A claim's stake round by round. */
export interface ClaimHistory {
  /** Issuer and dimension, for people. */
  readonly name: string
  readonly dimension: string
  readonly status: 'open' | 'met' | 'failed'
  /** Units that lay on it after each round. */
  readonly units: readonly bigint[]
  /** What its share of all placed stake gained or lost in each round. */
  readonly momentum: readonly number[]
}

/** A market of stake, lived through. Lists by round begin before the first one. */
export interface StakesResult {
  readonly agents: number
  readonly rounds: number
  readonly orders: number
  readonly claims: number
  readonly failed: number
  readonly lots: number
  /** Units of all agents together, and how many of them were placed with others. */
  readonly issued: bigint
  readonly placed: readonly bigint[]
  readonly dimensions: readonly { readonly name: string; readonly units: readonly bigint[] }[]
  /** The claims that had most stake at any time. */
  readonly histories: readonly ClaimHistory[]
  /** Number of equal holdings that an agent's are as spread as, on average. */
  readonly diversification: readonly number[]
  /** How far an agent's interests coincide with the network's, on average, 0 to 1. */
  readonly coincidence: readonly number[]
  readonly journal: JournalNote
}

/** A step of a fleet's life, with what stands after it in whole dollars. */
export interface FleetRow {
  readonly day: number
  readonly says: string
  /** `accepted`, `verified`, or the code of the refusal. */
  readonly outcome: string
  /** What all nodes are worth, what of it is out in certificates, and what could be let out. */
  readonly standing: readonly [worth: bigint, out: bigint, free: bigint]
}

export interface FleetResult {
  readonly days: number
  readonly rows: readonly FleetRow[]
  /** Dollars at the end of each day: what all nodes are worth, and what of it is out. */
  readonly worth: readonly number[]
  readonly out: readonly number[]
  /** Fees that each node has earned, whole dollars. */
  readonly earned: readonly (readonly [node: string, dollars: number])[]
  readonly journal: JournalNote
}

/** All that the tour found, for the closing table and the report. */
export interface TourResult {
  readonly economy: EconomyResult
  readonly bridge: BridgeResult
  readonly market: MarketResult
  readonly alliance: AllianceResult
  readonly stakes: StakesResult
  readonly network: NetworkResult
  readonly fleet: FleetResult
  readonly lines?: LinesResult
}
