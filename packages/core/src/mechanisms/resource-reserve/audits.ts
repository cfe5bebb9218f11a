/** What holds in every state of a reserve. Spec: resource-reserve.md#invariants. */
import { leafPlace } from '../../merkle/index.js'
import { escrowAccount, stakeAccount, tokenAccount } from './nodes.js'
import type { ResourceReserveListing } from './queries.js'
import type { ResourceReserveView } from './tables.js'

const reads = (view: ResourceReserveListing): ResourceReserveView => view as unknown as ResourceReserveView

/** Sums by a name, to be taken from and come to nothing. */
function tally(): { add(name: string, amount: bigint): void; even(): boolean } {
  const sums = new Map<string, bigint>()
  return {
    add: (name, amount) => sums.set(name, (sums.get(name) ?? 0n) + amount),
    even: () => [...sums.values()].every((sum) => sum === 0n),
  }
}

export const audits = {
  'what is bound, out and held of a node lies in its accounts, and is no more than its genesis': (
    view: ResourceReserveListing,
  ): boolean =>
    view.tables.nodes.entries().every(({ key: { node }, row }) => {
      const bound = view.balance(tokenAccount(reads(view), node, 'bound'))
      return (
        view.balance(tokenAccount(reads(view), node, 'out')) === row.outstanding &&
        view.balance(tokenAccount(reads(view), node, 'held')) === row.held &&
        view.balance(stakeAccount(reads(view), node)) === row.stake &&
        bound + row.outstanding + row.held <= row.genesis
      )
    }),
  'all of the token is some node’s': (view: ResourceReserveListing): boolean => {
    let sum = 0n
    for (const { key, row } of view.tables.nodes.entries()) {
      sum += view.balance(tokenAccount(reads(view), key.node, 'bound')) + row.outstanding + row.held
    }
    const minted = view.tables.nodes.entries().reduce((all, { row }) => all + (row.retired ? 0n : row.genesis), 0n)
    return sum === view.supply(view.config.native) && minted === (view.tables.minted.entries()[0]?.row.amount ?? 0n)
  },
  'what is out of a node is its certificates, each with one project': (view: ResourceReserveListing): boolean => {
    const [amounts, counts, containers] = [tally(), tally(), tally()]
    for (const { key, row } of view.tables.nodes.entries()) {
      amounts.add(key.node, row.outstanding)
      counts.add(key.node, BigInt(row.out))
    }
    for (const { key, row } of view.tables.containers.entries()) containers.add(key.container, BigInt(row.certificates))
    let backed = true
    for (const { key, row } of view.tables.certificates.entries()) {
      amounts.add(key.node, -row.amount)
      counts.add(key.node, -1n)
      if (row.container !== null) containers.add(row.container, -1n)
      backed &&= view.tables.backings.has({ project: row.project, ...key })
    }
    const once = view.tables.backings.size === view.tables.certificates.size
    return amounts.even() && counts.even() && containers.even() && backed && once
  },
  'ends are counted, and the latest is known': (view: ResourceReserveListing): boolean => {
    const { certificates, ends, lines, nodes, quotes } = view.tables
    const counts = tally()
    const latest = new Map<string, number>()
    for (const { key, row } of ends.entries()) {
      counts.add(`${key.node}/${key.end}`, BigInt(row.count))
      latest.set(key.node, Math.max(key.end, latest.get(key.node) ?? 0))
    }
    for (const { key, row } of certificates.entries()) counts.add(`${key.node}/${row.end}`, -1n)
    for (const { key } of lines.entries()) {
      const quote = quotes.get({ project: key.project, quote: key.quote })
      counts.add(`${key.node}/${quote === undefined ? '' : quote.until + quote.duration}`, -1n)
    }
    return counts.even() && nodes.entries().every(({ key, row }) => row.lastEnd === (latest.get(key.node) ?? 0))
  },
  'what is held of a node is lines of quotes': (view: ResourceReserveListing): boolean => {
    const amounts = tally()
    for (const { key, row } of view.tables.nodes.entries()) amounts.add(key.node, row.held)
    for (const { key, row } of view.tables.lines.entries()) amounts.add(key.node, -row.amount)
    return amounts.even()
  },
  'what counts towards caps is what is out and held': (view: ResourceReserveListing): boolean => {
    const { certificates, exposures, lent, lines } = view.tables
    const [books, projects] = [tally(), tally()]
    for (const { key, row } of lent.entries()) books.add(`${key.owner}/${key.book}`, row.amount)
    for (const { key, row } of exposures.entries()) {
      projects.add(`${key.owner}/${key.book}/${key.project}`, row.amount)
    }
    const out = [
      ...certificates.entries().map(({ row }) => ({ ...row, project: row.project })),
      ...lines.entries().map(({ key, row }) => ({ ...row, project: key.project })),
    ]
    for (const { amount, book, lender, project } of out) {
      books.add(`${lender}/${book}`, -amount)
      projects.add(`${lender}/${book}/${project}`, -amount)
    }
    return books.even() && projects.even()
  },
  'fees that aren’t decided lie in escrow': (view: ResourceReserveListing): boolean => {
    const { certificates, lines, requests } = view.tables
    let sum = 0n
    for (const { row } of certificates.entries()) sum += row.escrow
    for (const { row } of [...lines.entries(), ...requests.entries()]) sum += row.fee
    return view.balance(escrowAccount(reads(view))) === sum
  },
  'assignments are what certificates say': (view: ResourceReserveListing): boolean => {
    const [amounts, counts] = [tally(), tally()]
    for (const { key, row } of view.tables.certificates.entries()) {
      amounts.add(`${key.node}/${key.certificate}`, row.assigned)
      counts.add(`${key.node}/${key.certificate}`, BigInt(row.assignments))
    }
    for (const { key, row } of view.tables.assignments.entries()) {
      amounts.add(`${key.node}/${key.certificate}`, -row.amount)
      counts.add(`${key.node}/${key.certificate}`, -1n)
    }
    return amounts.even() && counts.even()
  },
  'what roots count is every node that is minted, once, where its name says': (
    view: ResourceReserveListing,
  ): boolean => {
    const minted = view.tables.nodes.entries().filter(({ row }) => row.genesis > 0n && !row.retired)
    const placed = minted.every(
      ({ key: { node } }) => view.tables.places.get({ place: leafPlace(node) })?.node === node,
    )
    return placed && view.tables.places.size === minted.length
  },
  'a node is listed where it is offered and something of it is bound': (view: ResourceReserveListing): boolean => {
    const { nodes, offers } = view.tables
    const listed = nodes.entries().filter(({ key, row }) => {
      if (row.offer === null || view.balance(tokenAccount(reads(view), key.node, 'bound')) === 0n) return false
      const found = offers.get({ rate: row.offer.rate, node: key.node })
      return found?.owner === row.owner && found.book === row.offer.book
    })
    return offers.size === listed.length
  },
}
