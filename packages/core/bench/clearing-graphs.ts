import type { ObligationColumns } from '../src/clearing/index.js'

/** A generator of obligations: about `obligations` of them, the same for the same seed. */
export type Family = (obligations: number, seed: number) => ObligationColumns

/** Debts between parties whose popularity is heavy-tailed in both roles, amounts heavy-tailed too. */
export const scaleFree: Family = (obligations, seed) => {
  const random = mulberry32(seed)
  const parties = Math.ceil(obligations / 10)
  const popular = () => Math.floor(parties * random() ** 3)
  return build(parties, obligations, random, () => [popular(), shuffleOf(popular(), parties)])
}

/** Layers of suppliers, each owed by the next, with one obligation in ten leading back. */
export const supplyChain: Family = (obligations, seed) => {
  const random = mulberry32(seed)
  const parties = Math.ceil(obligations / 8)
  const layers = 12
  const width = Math.ceil(parties / layers)
  const member = (layer: number) => layer * width + Math.floor(width * random() ** 2)
  return build(layers * width, obligations, random, () => {
    if (random() < 0.1) return [member(Math.floor(layers * random())), member(Math.floor(layers * random()))]
    const layer = Math.floor((layers - 1) * random())
    return [member(layer), member(layer + 1)]
  })
}

/** A torus: everyone owes the neighbours to the east and to the north. */
export const grid: Family = (obligations, seed) => {
  const random = mulberry32(seed)
  const side = Math.ceil(Math.sqrt(obligations / 2))
  let next = 0
  return build(side * side, 2 * side * side, random, () => {
    const edge = next++
    const cell = edge >> 1
    const x = cell % side
    const y = Math.floor(cell / side)
    return [cell, edge % 2 === 0 ? y * side + ((x + 1) % side) : ((y + 1) % side) * side + x]
  })
}

/** Disjoint rings of 3 to 200 parties: as many distances as lengths, for a solver that does not join them. */
export const rings: Family = (obligations, seed) => {
  const random = mulberry32(seed)
  const edges: [number, number][] = []
  while (edges.length < obligations) {
    const start = edges.length
    const length = 3 + Math.floor(198 * random())
    for (let i = 0; i < length; i++) edges.push([start + i, start + ((i + 1) % length)])
  }
  let next = 0
  return build(edges.length, edges.length, random, () => edges[next++]!)
}

function build(
  parties: number,
  obligations: number,
  random: () => number,
  pair: () => readonly [number, number],
): ObligationColumns {
  const debtor = new Int32Array(obligations)
  const creditor = new Int32Array(obligations)
  const amount = new BigInt64Array(obligations)
  for (let k = 0; k < obligations; k++) {
    let [from, to] = pair()
    while (from === to) [from, to] = pair()
    debtor[k] = from
    creditor[k] = to
    amount[k] = BigInt(1 + Math.floor(100 / (random() + 0.001)))
  }
  return { parties, debtor, creditor, amount }
}

/** A fixed bijection, so that who owes much isn't the same as who is owed much. */
function shuffleOf(index: number, parties: number): number {
  return (index * 7919 + 13) % parties
}

/** A generator of numbers in [0, 1) from a seed, by Tommy Ettinger (public domain). */
function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
