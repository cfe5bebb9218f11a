/** What a reserve backs is published, all at once or shard by shard. Spec: reserve-proofs.md. */
import type { Scenario } from '../../../generator/scenario.js'
import { asked, at, offered, RATE, reported, systemOf } from './fleet.js'

const all = { depth: 0, index: 0 }

export const publishing: Scenario = {
  name: 'publishing',
  about: 'Roots over what all nodes back: in one shard while it fits, in narrower ones when it doesn’t.',
  system: systemOf(),
  at: 0,
  steps: [
    ...at(0, [
      ['eve', 'publish', all, 'accepted', 'nothing is there'],
      ...offered('n1', RATE, { evidence: ['1'.repeat(64)] }),
      ...offered('n2', RATE, { evidence: ['2'.repeat(64)] }),
      ...offered('n4', RATE, { evidence: ['4'.repeat(64)] }),
      ['shop', 'quote', asked({ amount: 9_000n })],
      ['shop', 'take', { quote: 'q' }],
      ['cafe', 'quote', asked({ amount: 500n })],
      ['cafe', 'take', { quote: 'q' }],
      ['cafe', 'quote', asked({ quote: 'held', amount: 300n })],
    ]),
    ...at(999, [
      ['eve', 'publish', { depth: 1, index: 2 }, 'RESERVE_SHARD_UNKNOWN', 'an index too great'],
      ['eve', 'publish', { depth: 49, index: 0 }, 'RESERVE_SHARD_UNKNOWN', 'too deep'],
      ['eve', 'publish', all, 'RESERVE_PUBLISHED'],
      ['eve', 'publish', { depth: 1, index: 0 }, 'RESERVE_SHARD_NARROW', 'all of it fits'],
    ]),
    ...at(1_000, [
      ['eve', 'publish', all, 'accepted', 'three nodes and three certificates; what a quote holds isn’t out'],
      ['ada', 'report', reported('n1', 1_000, { quote: 5_000n })],
      ['bob', 'report', reported('n1', 1_000, { quote: 5_000n })],
      ['eve', 'appraise', { node: 'n1' }],
      ['board', 'configure', { publishMost: 5 }],
      ['eve', 'publish', all, 'RESERVE_PUBLISHED', 'too wide as well'],
    ]),
    ...at(2_000, [
      ['eve', 'publish', all, 'RESERVE_SHARD_WIDE', 'six are more than five'],
      ['eve', 'publish', { depth: 1, index: 0 }, 'accepted', 'one half'],
      ['eve', 'publish', { depth: 1, index: 1 }, 'accepted', 'the other half'],
      ['eve', 'publish', { depth: 2, index: 1 }, 'RESERVE_SHARD_NARROW', 'half of it fits'],
      ['eve', 'publish', { depth: 1, index: 1 }, 'RESERVE_PUBLISHED', 'again'],
      ['board', 'configure', { publishMost: 8 }],
      ['eve', 'publish', { depth: 1, index: 1 }, 'RESERVE_PUBLISHED', 'and all of it fits'],
      ['eve', 'publish', all, 'accepted', 'one node backs more than it may, and is counted as such'],
    ]),
    ...at(3_000, [['eve', 'publish', { depth: 1, index: 1 }, 'RESERVE_SHARD_NARROW', 'all of it fits again']]),
  ],
}

export const scenarios: readonly Scenario[] = [publishing]
