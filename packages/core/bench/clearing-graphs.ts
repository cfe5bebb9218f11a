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

/** Communities of about 200 parties: nine obligations in ten stay within one, and few of its members trade abroad. */
export const modular: Family = (obligations, seed) => {
  const random = mulberry32(seed)
  const size = 200
  const communities = Math.ceil(obligations / 10 / size)
  const member = () => Math.floor(size * random() ** 2)
  const envoy = () => Math.floor(size * random()) % 20
  const community = () => size * Math.floor(communities * random())
  return build(size * communities, obligations, random, () => {
    const home = community()
    if (random() < 0.9) return [home + member(), home + shuffleOf(member(), size)]
    return [home + envoy(), community() + envoy()]
  })
}

/** A ring on which everyone owes up to four who come next, with one obligation in fifty leading anywhere. */
export const ring: Family = (obligations, seed) => {
  const random = mulberry32(seed)
  const parties = Math.ceil(obligations / 4)
  let next = 0
  return build(parties, obligations, random, () => {
    const from = next++ >> 2
    const ahead = random() < 0.02 ? 1 + Math.floor((parties - 1) * random()) : 1 + (next & 3)
    return [from, (from + ahead) % parties]
  })
}

/** Disjoint rings of 3 to 200 parties: as many distances as lengths, for a solver that does not join them. */
export const disjointRings: Family = (obligations, seed) => {
  const random = mulberry32(seed)
  return fromList(
    ringsOf(obligations, () => 3 + Math.floor(198 * random())),
    random,
  )
}

/** Rings of 100 to 1,000 parties, in which one party in four also owes another one of its ring. */
export const chordedRings: Family = (obligations, seed) => {
  const random = mulberry32(seed)
  const edges: Pair[] = []
  while (edges.length < obligations) {
    const start = edges.length
    const length = 100 + Math.floor(900 * random())
    const any = () => start + Math.floor(length * random())
    for (let i = 0; i < length; i++) edges.push([start + i, start + ((i + 1) % length)])
    for (let i = 0; i < length / 4; i++) {
      const from = any()
      const to = any()
      if (from !== to) edges.push([from, to])
    }
  }
  return fromList(edges, random)
}

/** Rings of 1,000 parties, on which obligations lead back over 2, 4, 8, … 512 of them: cycles within cycles. */
export const nestedRings: Family = (obligations, seed) => {
  const random = mulberry32(seed)
  const length = 1000
  const edges: Pair[] = []
  for (let start = 0; edges.length < obligations; start += length) {
    for (let i = 0; i < length; i++) edges.push([start + i, start + ((i + 1) % length)])
    for (let span = 2; span < length; span *= 2) {
      for (let i = 0; i + span < length; i += span) edges.push([start + i + span, start + i])
    }
  }
  return fromList(edges, random)
}

type Pair = readonly [debtor: number, creditor: number]

/** Rings one after the other, of lengths that `drawLength` says. */
function ringsOf(obligations: number, drawLength: () => number): readonly Pair[] {
  const edges: Pair[] = []
  while (edges.length < obligations) {
    const start = edges.length
    const length = drawLength()
    for (let i = 0; i < length; i++) edges.push([start + i, start + ((i + 1) % length)])
  }
  return edges
}

function fromList(edges: readonly Pair[], random: () => number): ObligationColumns {
  const parties = edges.reduce((most, [from, to]) => Math.max(most, from, to), -1) + 1
  let next = 0
  return build(parties, edges.length, random, () => edges[next++]!)
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
