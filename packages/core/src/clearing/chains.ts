/**
 * A graph in which every run of edges through nodes with one edge in and one edge out is joined into one edge, since
 * the flow through all of it is the same. A ring that shares nothing becomes a loop at one of its nodes.
 */
export interface Chains {
  readonly tail: Int32Array
  readonly head: Int32Array
  /** The edges of chain i, from its tail to its head, are those in `edges` from `first[i]` below `first[i + 1]`. */
  readonly first: Int32Array
  readonly edges: Int32Array
}

/** Joins the edges `tail[k]`→`head[k]`; chains are in order of their first edge, rings last. */
export function joinChains(nodes: number, tail: Int32Array, head: Int32Array): Chains {
  const count = tail.length
  const isInner = innerNodes(nodes, tail, head)
  if (!isInner.includes(1)) {
    const each = new Int32Array(count + 1).map((_, k) => k)
    return { tail, head, first: each, edges: each.subarray(0, count) }
  }
  const edgeOf = new Int32Array(nodes)
  for (let k = 0; k < count; k++) edgeOf[tail[k]!] = k
  const isJoined = new Uint8Array(count)
  const first = new Int32Array(count + 1)
  const edges = new Int32Array(count)
  let chains = 0
  let joined = 0
  const joinFrom = (start: number): void => {
    let k = start
    for (;;) {
      edges[joined++] = k
      isJoined[k] = 1
      const node = head[k]!
      if (isInner[node] === 0 || isJoined[edgeOf[node]!] === 1) break
      k = edgeOf[node]!
    }
    first[++chains] = joined
  }
  for (let k = 0; k < count; k++) if (isInner[tail[k]!] === 0) joinFrom(k)
  for (let k = 0; k < count; k++) if (isJoined[k] === 0) joinFrom(k)
  const starts = first.slice(0, chains + 1)
  return {
    tail: starts.subarray(0, chains).map((start) => tail[edges[start]!]!),
    head: starts.subarray(1).map((end) => head[edges[end - 1]!]!),
    first: starts,
    edges,
  }
}

/** 1 for each node with one edge in and one edge out. */
function innerNodes(nodes: number, tail: Int32Array, head: Int32Array): Uint8Array {
  const incoming = new Int32Array(nodes)
  const outgoing = new Int32Array(nodes)
  for (let k = 0; k < tail.length; k++) {
    outgoing[tail[k]!]!++
    incoming[head[k]!]!++
  }
  const isInner = new Uint8Array(nodes)
  for (let u = 0; u < nodes; u++) if (outgoing[u] === 1 && incoming[u] === 1) isInner[u] = 1
  return isInner
}

/**
 * Sets the potentials inside every chain, given those at its ends: all its edges get reduced weight zero but the
 * narrowest one, which gets that of the chain. So what proves the chain's flow proves that of each edge, because the
 * chain is full when its narrowest edge is.
 */
export function setInnerPotentials(
  { first, edges }: Chains,
  { debtor, creditor }: { readonly debtor: Int32Array; readonly creditor: Int32Array },
  narrowest: Int32Array,
  weightOf: (edge: number) => bigint,
  potential: bigint[],
): void {
  if (narrowest.length === edges.length) return
  for (let i = 0; i < narrowest.length; i++) {
    for (let at = first[i]!; edges[at] !== narrowest[i]; at++) {
      const k = edges[at]!
      potential[creditor[k]!] = potential[debtor[k]!]! + weightOf(k)
    }
    for (let at = first[i + 1]! - 1; edges[at] !== narrowest[i]; at--) {
      const k = edges[at]!
      potential[debtor[k]!] = potential[creditor[k]!]! - weightOf(k)
    }
  }
}

/** By chain, the edge whose amount is the least. */
export function narrowestEdges({ first, edges, tail }: Chains, amount: ArrayLike<bigint | number>): Int32Array {
  const narrowest = new Int32Array(tail.length)
  for (let i = 0; i < narrowest.length; i++) {
    let least = edges[first[i]!]!
    for (let at = first[i]! + 1; at < first[i + 1]!; at++) if (amount[edges[at]!]! < amount[least]!) least = edges[at]!
    narrowest[i] = least
  }
  return narrowest
}
