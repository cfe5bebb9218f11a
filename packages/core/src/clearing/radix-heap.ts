/**
 * A monotone priority queue of nodes: no node is pushed with a key below that of the last one popped. Keys are whole
 * numbers below 2^53 and live with the caller, by node. A node whose key falls is pushed again; the caller skips it
 * when it comes up a second time.
 * Source: Ahuja, Mehlhorn, Orlin, Tarjan (1990).
 */
export interface RadixHeap {
  /** Slot 0 holds keys equal to `last`, slot i keys that differ from it in bit i − 1 and in none above. */
  readonly slots: number[][]
  last: number
  /** How many of slot 0 have been taken: those of equal keys come out in the order in which they went in. */
  taken: number
}

const SLOTS = 54

export function createRadixHeap(): RadixHeap {
  return { slots: Array.from({ length: SLOTS }, () => []), last: 0, taken: 0 }
}

export function clearHeap(heap: RadixHeap): void {
  for (const slot of heap.slots) slot.length = 0
  heap.last = 0
  heap.taken = 0
}

export function push(heap: RadixHeap, node: number, key: number): void {
  heap.slots[key === heap.last ? 0 : slotOf(key, heap.last)]!.push(node)
}

/** A node with the least key, or −1 when none is left. */
export function pop(heap: RadixHeap, keys: Float64Array): number {
  const { slots } = heap
  const least = slots[0]!
  for (;;) {
    if (heap.taken < least.length) return least[heap.taken++]!
    least.length = 0
    heap.taken = 0
    let i = 1
    while (i < SLOTS && slots[i]!.length === 0) i++
    if (i === SLOTS) return -1
    spread(heap, slots[i]!, keys)
  }
}

/**
 * Moves the nodes of the lowest occupied slot further down, the least key among them being `last` from now on. Those
 * with a key up to `last` have been popped since they were pushed here, and are dropped.
 */
function spread(heap: RadixHeap, slot: number[], keys: Float64Array): void {
  const { slots, last } = heap
  let least = Infinity
  for (const node of slot) {
    const key = keys[node]!
    if (key > last && key < least) least = key
  }
  if (least < Infinity) {
    heap.last = least
    for (const node of slot) {
      const key = keys[node]!
      if (key > last) slots[slotOf(key, least)]!.push(node)
    }
  }
  slot.length = 0
}

function slotOf(key: number, last: number): number {
  const high = Math.floor(key / 2 ** 32) ^ Math.floor(last / 2 ** 32)
  return high === 0 ? 32 - Math.clz32(key ^ last) : 64 - Math.clz32(high)
}
