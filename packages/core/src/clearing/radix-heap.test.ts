import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clearHeap, createRadixHeap, pop, push } from './radix-heap.js'

const key = fc.oneof(
  fc.nat({ max: 20 }),
  fc.maxSafeNat(),
  fc.nat({ max: 2 ** 31 - 1 }).map((high) => high * 2 ** 21),
)

describe('the radix heap', () => {
  it('gives nodes in order of key, for keys of up to 53 bits', () => {
    fc.assert(
      fc.property(fc.array(key, { maxLength: 40 }), (list) => {
        const keys = Float64Array.from(list)
        const heap = createRadixHeap()
        for (const [node, value] of list.entries()) push(heap, node, value)
        expect(drain(heap, keys).map((node) => keys[node])).toEqual([...list].sort((a, b) => a - b))
      }),
    )
  })

  it('gives a node by the last key it was pushed with, while keys fall and others are taken', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(key, key), { minLength: 1, maxLength: 30 }), (list) => {
        const keys = Float64Array.from(list, ([a, b]) => Math.max(a, b))
        const heap = createRadixHeap()
        for (const [node, value] of keys.entries()) push(heap, node, value)
        const first = pop(heap, keys)
        const least = keys[first]!
        for (const [node, [a, b]] of list.entries()) {
          const lower = Math.max(least, Math.min(a, b))
          if (node === first || lower === keys[node]) continue
          keys[node] = lower
          push(heap, node, lower)
        }
        const order = [...new Set([first, ...drain(heap, keys)])]
        expect(order.map((node) => keys[node])).toEqual([...keys].sort((a, b) => a - b))
      }),
    )
  })

  it('is empty after it is cleared', () => {
    const heap = createRadixHeap()
    push(heap, 0, 5)
    clearHeap(heap)
    expect(pop(heap, Float64Array.of(5))).toBe(-1)
  })
})

function drain(heap: ReturnType<typeof createRadixHeap>, keys: Float64Array): readonly number[] {
  const nodes: number[] = []
  for (let node = pop(heap, keys); node !== -1; node = pop(heap, keys)) nodes.push(node)
  return nodes
}
