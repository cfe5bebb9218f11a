/** What goes well with a reserve. */
import { canonicalize } from '@symbolon/core/codec'
import { type Signer, signKey, signStatement } from '@symbolon/core/signature'
import type { Scenario } from '../../../generator/scenario.js'
import {
  asked,
  at,
  bought,
  hardware,
  hash,
  offered,
  RATE,
  registered,
  reported,
  request,
  rules,
  sale,
  schedule,
  systemOf,
} from './fleet.js'

const system = systemOf()
const signer: Signer = { scheme: 'ed25519', privateKey: '0a'.repeat(32) }
const body = { node: 'n1', observed: '10', produced: '0', quote: '9000', work: '50' }
const text = canonicalize(body)
const statement = { stream: 'vectors', instance: 'resource-reserve', kind: 'report', by: 'cyd', body: text, key: 'k1' }

const node: Scenario = {
  name: 'node',
  about: 'A node from its registration to its end: reports, appraisals, genesis, schedules, stake, an upgrade.',
  system,
  at: 0,
  steps: [
    ...at(10, [
      [
        'own',
        'register',
        registered('n1', {
          software: [
            { name: 'os', listPrice: 500n },
            { name: 'node', listPrice: null },
          ],
        }),
      ],
      ['cyd', 'key.register', { key: 'k1', ...signKey({ stream: 'vectors', by: 'cyd', key: 'k1' }, signer) }],
      ['ada', 'report', reported('n1', 10, { quote: 8_000n, work: 50n })],
      [
        'eve',
        'report',
        reported('n1', 10, {
          quote: 9_000n,
          work: 50n,
          signed: { appraiser: 'cyd', key: 'k1', value: signStatement(statement, signer) },
        }),
        'accepted',
        'handed in by somebody else, signed by its appraiser',
      ],
      ['bob', 'report', reported('n1', 10, { quote: 99_000n, work: 20n })],
      ['eve', 'appraise', { node: 'n1' }, 'accepted', 'the median of three, less 40 % of the half that utility lacks'],
      ['own', 'mint', { node: 'n1' }],
      ['own', 'stake', { node: 'n1', amount: 700n }, 'accepted', 'stake backs beside hardware, and mints nothing new'],
      ['own', 'unstake', { node: 'n1', amount: 200n }],
      ['own', 'attest', { node: 'n1', containers: [], metrics: [{ name: 'storage', amount: 35n }] }],
    ]),
    ...at(3_999, [
      [
        'own',
        'reschedule',
        {
          node: 'n1',
          salvage: 0n,
          tax: schedule({ method: 'expense', periods: 0 }),
          schedule: schedule({ method: 'declining-balance', periods: 40, factor: 20_000, switching: true }),
        },
        'accepted',
        'the period that has begun counts for the new schedule',
      ],
      ['ada', 'report', reported('n1', 3_999, { quote: 2_000n, work: 60n })],
      ['bob', 'report', reported('n1', 3_999, { quote: 2_000n, work: 60n })],
    ]),
    ...at(6_000, [['eve', 'appraise', { node: 'n1' }, 'accepted', 'a fall is believed at once: the rest is burned']]),
    ...at(7_000, [
      ['board', 'upgrade', { node: 'n1', ...hardware({ evidence: [hash(2)], cost: 30_000n, serviced: 7_000 }) }],
      ['ada', 'report', reported('n1', 7_000, { quote: 25_000n })],
      ['bob', 'report', reported('n1', 7_000, { quote: 25_000n })],
      ['eve', 'appraise', { node: 'n1' }],
      ['own', 'mint', { node: 'n1' }, 'accepted', 'an upgrade lets genesis rise'],
      ['own', 'sell', sale({ buyer: 'eve' })],
      ['eve', 'buy', bought({ bound: 25_000n, stake: 500n }), 'accepted', 'the node goes with its token and stake'],
      ['eve', 'retire', { node: 'n1' }],
    ]),
  ],
}

const lease: Scenario = {
  name: 'lease',
  about: 'Two nodes cover what a project asks for, the cheapest first; certificates are assigned, moved and ended.',
  system,
  at: 0,
  steps: [
    ...at(0, [
      ...offered('n1', 2 * RATE),
      ...offered('n2', RATE, { evidence: [hash(2)] }),
      [
        'shop',
        'quote',
        asked({ amount: 12_000n, duration: 900 }),
        'accepted',
        'all of the cheaper one, then the other',
      ],
    ]),
    ...at(50, [
      ['shop', 'take', { quote: 'q' }],
      ['cafe', 'quote', asked({ amount: 500n })],
    ]),
    ...at(70, [['cafe', 'lapse', { project: 'cafe', quote: 'q' }, 'accepted', 'it costs the time that it held']]),
    ...at(100, [
      ['shop', 'end', { node: 'n1', certificate: 1 }, 'accepted', 'by the project: a started second, and the shortest'],
      ['own', 'end', { node: 'n2', certificate: 1 }, 'accepted', 'by the owner: whole seconds'],
      [
        'own',
        'rulebook',
        rules({ volumeRate: 1_000_000, returns: { restake: 2_500, pass: [{ party: 'eve', share: 3_333 }] } }),
      ],
      ['shop', 'quote', asked({ amount: 2_000n, volumeRate: 1_000_000 })],
      ['shop', 'take', { quote: 'q' }],
      ['shop', 'appoint', { authority: 'meter' }],
      ['shop', 'deposit', { amount: 10n }],
      ['meter', 'volume', { node: 'n2', certificate: 2, total: 1_001n }],
      [
        'meter',
        'volume',
        { node: 'n2', certificate: 2, total: 2_000n },
        'accepted',
        'within the unit that was charged',
      ],
      ['shop', 'withdraw', { amount: 8n }],
      [
        'shop',
        'assign',
        { node: 'n2', certificate: 2, assignment: 'loan-7', kind: 'loan', to: 'bank', amount: 1_500n, until: 5_000 },
      ],
      ['bank', 'unassign', { node: 'n2', certificate: 2, assignment: 'loan-7' }],
      ['shop', 'move', { node: 'n2', certificate: 2, to: 'cafe' }],
    ]),
    ...at(10_100, [
      ['eve', 'expire', { node: 'n2', certificates: [2] }, 'accepted', 'all is earned; part of it restores the node'],
      ['eve', 'collect', { party: 'own' }],
    ]),
  ],
}

const hand: Scenario = {
  name: 'hand',
  about: 'What owners decide by hand: requests, notice for what is assigned; other real assets bought with stake.',
  system,
  at: 0,
  steps: [
    ...at(0, [
      ...offered('n1', RATE),
      ['own', 'admit', { book: 'b', project: 'shop', allowed: true, blocked: false }],
      ['own', 'rulebook', rules({ automatic: false, open: false, cap: 5_000n, hours: [{ from: 0, to: 600 }] })],
      ['shop', 'request', request()],
      ['shop', 'request', request({ request: 's' })],
    ]),
    ...at(10, [
      ['own', 'grant', { project: 'shop', request: 'r' }],
      ['own', 'decline', { project: 'shop', request: 's' }],
      [
        'shop',
        'assign',
        { node: 'n1', certificate: 1, assignment: 'w', kind: 'warranty', to: 'cafe', amount: 1n, until: 9_000 },
      ],
      ['own', 'end', { node: 'n1', certificate: 1 }, 'accepted', 'what is assigned ends with notice'],
      ['own', 'withhold', { node: 'n1' }],
      ['own', 'stake', { node: 'n1', amount: 400n }],
      ['eve', 'title', { thing: 'van', description: 'a van', evidence: hash(9) }],
      ['eve', 'sell', sale({ kind: 'thing', item: 'van', price: 300n })],
      ['own', 'buy', bought({ kind: 'thing', item: 'van', price: 300n, from: 'n1' }), 'accepted', 'paid from stake'],
      ['own', 'sell', sale({ kind: 'thing', item: 'van', price: 400n, into: 'n1' })],
      ['eve', 'buy', bought({ kind: 'thing', item: 'van', price: 400n }), 'accepted', 'paid into stake'],
    ]),
    ...at(2_000, [
      ['eve', 'expire', { node: 'n1', certificates: [1] }, 'accepted', 'earned to the end of the notice'],
      ['own', 'unsell', { kind: 'thing', item: 'van' }, 'RESERVE_NOT_OWNER'],
    ]),
  ],
}

const silence: Scenario = {
  name: 'silence',
  about: 'A silent node is recalled with notice, and heard again; a container takes its certificates with it.',
  system,
  at: 0,
  steps: [
    ...at(0, [
      ...offered('n1', RATE),
      ['own', 'host', { container: 'c1', node: 'n1', project: 'cafe', until: 50_000 }],
      ['shop', 'quote', asked({ duration: 20_000 })],
      ['shop', 'take', { quote: 'q' }],
      ['cafe', 'quote', asked({ duration: 20_000 })],
      ['cafe', 'take', { quote: 'q' }],
    ]),
    ...at(5_000, [['eve', 'recall', { node: 'n1', container: null }, 'RESERVE_NOT_SILENT']]),
    ...at(5_001, [
      ['cafe', 'quote', asked(), 'RESERVE_NOT_COVERED', 'a silent node issues nothing'],
      ['eve', 'recall', { node: 'n1', container: null }],
      ['eve', 'recall', { node: 'n1', container: 'c1' }],
      ['eve', 'expire', { node: 'n1', certificates: [1] }, 'RESERVE_CERTIFICATE_NOT_OVER'],
    ]),
    ...at(6_000, [
      ['own', 'attest', { node: 'n1', containers: [], metrics: [] }, 'accepted', 'in time: the node is heard'],
    ]),
    ...at(6_001, [
      ['eve', 'expire', { node: 'n1', certificates: [1] }, 'RESERVE_CERTIFICATE_NOT_OVER'],
      ['eve', 'expire', { node: 'n1', certificates: [2] }, 'accepted', 'the container wasn’t'],
      ['own', 'host', { container: 'c2', node: 'n1', project: 'cafe', until: 50_000 }],
    ]),
    ...at(11_001, [['eve', 'recall', { node: 'n1', container: null }]]),
    ...at(12_001, [
      ['own', 'attest', { node: 'n1', containers: ['c2'], metrics: [] }, 'accepted', 'too late for what was recalled'],
      ['own', 'stake', { node: 'n1', amount: 100n }],
      ['cafe', 'quote', asked(), 'RESERVE_NOT_COVERED'],
      ['eve', 'expire', { node: 'n1', certificates: [1] }],
      [
        'own',
        'attest',
        { node: 'n1', containers: [], metrics: [] },
        'accepted',
        'nothing is left of it: as if never silent',
      ],
      ['cafe', 'quote', asked()],
    ]),
  ],
}

export const scenarios: readonly Scenario[] = [node, lease, hand, silence]
