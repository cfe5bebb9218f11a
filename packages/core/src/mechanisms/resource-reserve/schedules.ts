/** The depreciation of a node over time. Spec: resource-reserve.md#schedules. */
import { divide, least } from '../../arithmetic/index.js'
import { Count, Flag, oneOf, Quantity, type Schema, struct, Time } from '../../codec/index.js'
import { bookValue, type Depreciation, isBookMethod, MAX_PERIODS } from './depreciation.js'
import { MACRS, type MacrsClass } from './macrs.js'

/** A method of depreciation as a row has it: members that the method doesn't use are 0 or false. */
export interface Schedule {
  readonly method: Depreciation['method']
  readonly periods: number
  /** Basis points. */
  readonly factor: number
  readonly switching: boolean
  /** What it produces in its life. */
  readonly units: bigint
  /** What it produces in a period as far as is known. */
  readonly pace: bigint
  /** Class of a tax table. */
  readonly years: number
}
/** What is written off, from when on, and by which schedule. */
export interface Book {
  /** Value when the schedule began, base units. */
  readonly cost: bigint
  readonly salvage: bigint
  /** When the schedule began. */
  readonly from: number
  /** What had been produced then. */
  readonly made: bigint
  readonly schedule: Schedule
}
/** What a node was reported to have produced in all, and when that was observed. */
export interface Produced {
  readonly units: bigint
  readonly at: number
}

export const ScheduleFields: Schema<Schedule> = struct<Schedule>({
  method: oneOf('straight-line', 'declining-balance', 'sum-of-years-digits', 'units-of-production', 'macrs', 'expense'),
  periods: Count,
  factor: Count,
  switching: Flag,
  units: Quantity,
  pace: Quantity,
  years: Count,
})
export const BookFields: Schema<Book> = struct<Book>({
  cost: Quantity,
  salvage: Quantity,
  from: Time,
  made: Quantity,
  schedule: ScheduleFields,
})
export const ProducedFields: Schema<Produced> = struct<Produced>({ units: Quantity, at: Time })

/** Members that each method uses. */
const USED: { readonly [M in Schedule['method']]: readonly (keyof Schedule)[] } = {
  'straight-line': ['periods'],
  'declining-balance': ['periods', 'factor', 'switching'],
  'sum-of-years-digits': ['periods'],
  'units-of-production': ['units', 'pace'],
  macrs: ['years'],
  expense: [],
}
const MEMBERS = ['periods', 'factor', 'switching', 'units', 'pace', 'years'] as const

/**
 * The method of depreciation that a schedule says.
 * Spec: resource-reserve.md#schedules.
 * @param schedule - As a row has it.
 * @returns undefined when a member is outside its range, or one is set that the method doesn't use.
 * @example
 * methodOf({ method: 'expense', periods: 0, factor: 0, switching: false, units: 0n, pace: 0n, years: 0 }) // { method: 'expense' }
 */
export function methodOf(schedule: Schedule): Depreciation | undefined {
  const { method, periods, factor, switching, units, years } = schedule
  const unused = MEMBERS.filter((member) => !USED[method].includes(member))
  if (unused.some((member) => Boolean(schedule[member]))) return undefined
  switch (method) {
    case 'expense':
      return { method }
    case 'macrs':
      return Object.hasOwn(MACRS.tables, years) ? { method, years: years as MacrsClass } : undefined
    case 'units-of-production':
      return units === 0n || schedule.pace === 0n ? undefined : { method, units }
  }
  if (periods < 1 || periods > MAX_PERIODS) return undefined
  if (method !== 'declining-balance') return { method, periods }
  return factor < 1 || factor > 10_000 * periods ? undefined : { method, periods, factor, switching }
}

/**
 * How many periods a reserve's schedule takes to write everything off.
 * Spec: resource-reserve.md#schedules.
 * @param schedule - As a row has it.
 * @returns Whole periods; of units of production at the pace, rounded up. Undefined for what no reserve may rest on.
 * @example
 * lifeOf({
 *   method: 'units-of-production', periods: 0, factor: 0, switching: false, units: 10n, pace: 4n, years: 0,
 * }) // 3n
 */
export function lifeOf(schedule: Schedule): bigint | undefined {
  const method = methodOf(schedule)
  if (method === undefined || !isBookMethod(method)) return undefined
  return 'periods' in method ? BigInt(method.periods) : divide(schedule.units, schedule.pace, 'up')
}

/** The greater of two. */
export const most = (a: bigint, b: bigint): bigint => (least(a, b) === a ? b : a)

/** Whole periods since the book's schedule began. */
export const periodsSince = ({ from }: Book, period: number, time: number): number =>
  time <= from ? 0 : Math.floor((time - from) / period)

/**
 * What a book says that its thing is worth at a time, as far as is known.
 * Spec: resource-reserve.md#schedules.
 * @param book - Of a node.
 * @param produced - What it has produced by the last report; from then on it is taken to go on at the schedule's pace.
 * @param period - Seconds, > 0.
 * @param time - Whole seconds; before the book begins it is worth its cost.
 * @returns Base units, salvage ≤ result ≤ cost; never more for a later time.
 * @throws {RangeError} when the book's schedule is none for a reserve.
 * @example
 * bookAt({
 *   cost: 900n, salvage: 0n, from: 0, made: 0n,
 *   schedule: { method: 'straight-line', periods: 3, factor: 0, switching: false, units: 0n, pace: 0n, years: 0 },
 * }, { units: 0n, at: 0 }, 60, 119) // 600n
 */
export function bookAt(book: Book, produced: Produced, period: number, time: number): bigint {
  const { cost, salvage, schedule, made } = book
  const depreciation = methodOf(schedule)
  if (depreciation === undefined || !isBookMethod(depreciation)) throw new RangeError('no schedule of a reserve')
  const elapsed =
    depreciation.method === 'units-of-production'
      ? producedAt(book, produced, period, time) - made
      : BigInt(periodsSince(book, period, time))
  return bookValue({ cost, salvage, depreciation }, elapsed)
}

/**
 * What a thing counts as having produced by a time, in all.
 * Spec: resource-reserve.md#schedules.
 * @param book - Of a node.
 * @param produced - What was reported last.
 * @param period - Seconds, > 0.
 * @param time - Whole seconds.
 * @returns Units, rounded up and never less than was reported: what is written off is never too little. By schedules
 * that don't count units, what was reported.
 * @example
 * producedAt({
 *   cost: 900n, salvage: 0n, from: 0, made: 0n,
 *   schedule: { method: 'units-of-production', periods: 0, factor: 0, switching: false, units: 9n, pace: 6n, years: 0 },
 * }, { units: 5n, at: 0 }, 60, 25) // 8n
 */
export function producedAt({ made, schedule }: Book, { units, at }: Produced, period: number, time: number): bigint {
  const since = schedule.method !== 'units-of-production' || time <= at ? 0 : time - at
  return most(made, units + divide(schedule.pace * BigInt(since), BigInt(period), 'up'))
}
