import { describe, expect, it } from 'vitest'
import { mergeParallel } from './parallel.js'

const tail = Int32Array.of(0, 0, 0, 0, 1, 1)
const head = Int32Array.of(1, 1, 2, 1, 0, 0)
const upper = Float64Array.of(1, 1, 1, 2, 1, 1)
const lower = Float64Array.of(-1, 0, 0, 0, -2, -2)

describe('merging parallel edges', () => {
  it('joins those of equal ends and weight, with those first that are worth more further on', () => {
    expect(mergeParallel(Int32Array.of(0, 1, 2, 3, 4, 5), tail, head, [upper, lower])).toEqual({
      tail: Int32Array.of(0, 0, 0, 1),
      head: Int32Array.of(1, 2, 1, 0),
      weight: Float64Array.of(1, 1, 2, 1),
      first: Int32Array.of(0, 2, 3, 4, 6),
      members: Int32Array.of(1, 0, 2, 3, 4, 5),
    })
  })

  it('leaves each alone at the last level, and edges that were not asked for out', () => {
    expect(mergeParallel(Int32Array.of(1, 4, 5), tail, head, [lower])).toEqual({
      tail: Int32Array.of(0, 1, 1),
      head: Int32Array.of(1, 0, 0),
      weight: Float64Array.of(0, -2, -2),
      first: Int32Array.of(0, 1, 2, 3),
      members: Int32Array.of(1, 4, 5),
    })
  })
})
