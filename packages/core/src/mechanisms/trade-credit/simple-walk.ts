/**
 * The cheapest way that meets no network twice. Source: label setting with dominance; state-space relaxation that is
 * taken back where it matters (Righini, Salani 2008).
 */

/** A step of a way: what it costs up to here, at what place, and which network it meets. */
export interface Label<Place> {
  readonly place: Place
  readonly cost: bigint | number
  readonly network: string
  /** In steps. */
  readonly length: number
  readonly before: Label<Place> | undefined
}
export interface Walk<Place> {
  starts(): Iterable<Label<Place>>
  /** Steps that cost no less. */
  on(label: Label<Place>): Iterable<Label<Place>>
  /** What the whole way costs if it may end here: no less than the label. */
  end(label: Label<Place>): bigint | number | undefined
}

/** So many labels are worked through before a way is taken that needn't be the cheapest. */
const MOST_LABELS = 200_000

/**
 * The cheapest simple way, of equal ones the shortest, then the first. Networks are let repeat until one does on the
 * cheapest way; from then on labels remember whether they have met it. Where that goes on for too long, any simple way
 * is taken for which every label was the cheapest at its place.
 */
export function cheapestSimple<Place>(walk: Walk<Place>): Label<Place> | undefined {
  const met = new Map<string, bigint>()
  let left = MOST_LABELS
  while (left > 0) {
    const found = search(walk, met, left)
    if (found === 'too many') break
    const repeated = found.label === undefined ? [] : repeats(found.label)
    if (repeated.length === 0) return found.label
    for (const network of repeated) met.set(network, 1n << BigInt(met.size))
    left -= found.labels
  }
  const found = search(walk, 'all', Number.POSITIVE_INFINITY)
  return found === 'too many' ? undefined : found.label
}

function repeats<Place>(last: Label<Place>): readonly string[] {
  const seen = new Set<string>()
  const twice = new Set<string>()
  for (let label: Label<Place> | undefined = last; label !== undefined; label = label.before) {
    if (seen.has(label.network)) twice.add(label.network)
    seen.add(label.network)
  }
  return [...twice]
}
function hasMet<Place>(last: Label<Place> | undefined, network: string): boolean {
  for (let label = last; label !== undefined; label = label.before) if (label.network === network) return true
  return false
}

interface Known<Place> {
  readonly label: Label<Place>
  /** Which of the networks that matter it has met. */
  readonly met: bigint
}
interface Found<Place> {
  readonly label: Label<Place> | undefined
  readonly labels: number
}

/** @param met - Networks that may be met once only, by bit; `all`: none twice, whatever dominates. */
function search<Place>(
  walk: Walk<Place>,
  met: ReadonlyMap<string, bigint> | 'all',
  most: number,
): Found<Place> | 'too many' {
  const open: Known<Place>[] = []
  const settled = new Map<Place, Known<Place>[]>()
  let best: { readonly label: Label<Place>; readonly total: bigint | number } | undefined
  let labels = 0
  const add = (label: Label<Place>, before: Known<Place> | undefined): void => {
    if (met === 'all') {
      if (!hasMet(label.before, label.network)) push(open, { label, met: 0n })
      return
    }
    const bit = met.get(label.network) ?? 0n
    const had = before?.met ?? 0n
    if ((had & bit) === 0n) push(open, { label, met: had | bit })
  }
  for (const label of walk.starts()) add(label, undefined)
  for (let known = pop(open); known !== undefined; known = pop(open)) {
    const { label } = known
    if (best !== undefined && label.cost > best.total) break
    const others = settled.get(label.place) ?? []
    if (others.some((other) => dominates(other, known as Known<Place>))) continue
    settled.set(label.place, others)
    others.push(known)
    labels += 1
    if (labels > most) return 'too many'
    const total = walk.end(label)
    if (
      total !== undefined &&
      (best === undefined || total < best.total || (total === best.total && label.length < best.label.length))
    ) {
      best = { label, total }
    }
    for (const next of walk.on(label)) add(next, known)
  }
  return { label: best?.label, labels }
}
/** Whatever can follow the other can follow this, at no more cost: it was settled earlier, so costs no more. */
const dominates = <Place>(a: Known<Place>, b: Known<Place>): boolean =>
  a.label.length <= b.label.length && (a.met & ~b.met) === 0n

const isFirst = ({ label: a }: Known<unknown>, { label: b }: Known<unknown>): boolean =>
  a.cost < b.cost || (a.cost === b.cost && a.length < b.length)
/** Binary heap: the cheapest first. */
function push<Place>(heap: Known<Place>[], item: Known<Place>): void {
  let at = heap.length
  while (at > 0) {
    const above = (at - 1) >>> 1
    if (!isFirst(item, heap[above] as Known<Place>)) break
    heap[at] = heap[above] as Known<Place>
    at = above
  }
  heap[at] = item
}
function pop<Place>(heap: Known<Place>[]): Known<Place> | undefined {
  const [top, last] = [heap[0], heap.pop()]
  if (last === undefined || heap.length === 0) return top
  let at = 0
  for (let child = 1; child < heap.length; child = 2 * at + 1) {
    if (child + 1 < heap.length && isFirst(heap[child + 1] as Known<Place>, heap[child] as Known<Place>)) child += 1
    if (!isFirst(heap[child] as Known<Place>, last)) break
    heap[at] = heap[child] as Known<Place>
    at = child
  }
  heap[at] = last
  return top
}
