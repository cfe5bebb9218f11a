/**
 * What solvers have proposed for the rounds and decays of the stories, in order. Written down: another solver, or a later
 * version of the same, may propose another maximum, and published vectors stay what they are.
 */
import type { Scenario } from '../../../generator/scenario.js'

type Amounts = readonly bigint[]
/** A proposed settlement of a round, or the amounts of a decay. */
export type Proposal =
  | { readonly flow: Amounts; readonly potential: readonly Amounts[]; readonly prices?: Amounts }
  | { readonly amounts: Amounts }

export const proposals: Readonly<Record<string, readonly Proposal[]>> = {
  decay: [
    { flow: [15n, 11n, 4n, 15n, 8n, 7n, 11n, 7n, 4n], potential: [[0n, 0n, 0n, 0n, 0n, 0n]] },
    { amounts: [2n, 0n, 1n, 1n, 1n, 0n] },
    { amounts: [1n, 0n, 1n, 0n, 0n, 0n] },
  ],
  funding: [
    { flow: [4n, 4n, 4n, 4n], potential: [[0n, -2n, -1n, -1n]] },
    { flow: [3n, 3n, 3n, 3n], potential: [[0n, -2n, -1n, -1n]] },
    { flow: [4n, 4n], potential: [[0n, -1n]] },
    { flow: [4n, 4n, 4n, 4n], potential: [[0n, -2n, -1n, -1n]] },
    { flow: [2n, 2n, 2n, 2n], potential: [[0n, -2n, -1n, -1n]] },
  ],
  matches: [
    { flow: [0n, 0n, 0n, 0n], potential: [[0n, 1n, 3n, 4n, 6n]] },
    { flow: [7n, 7n, 7n, 7n, 7n, 7n], potential: [[0n, 0n, 1n, 1n, 2n, 2n]] },
    { flow: [3n, 3n, 0n, 0n, 3n, 3n, 0n, 0n], potential: [[0n, 0n, 1n, 1n, 2n, 4n, -1n]] },
    { flow: [0n, 0n, 0n, 0n, 0n, 0n, 0n], potential: [[2n, 3n, 5n, 5n, 7n, 0n, 2n, 2n]] },
    { flow: [5n, 5n, 5n, 0n, 0n, 0n], potential: [[0n, 1n, -1n, 0n, 2n, 2n, 2n]] },
    { flow: [0n, 0n, 0n, 0n, 0n], potential: [[2n, 4n, 0n, 0n, 2n, 2n, 2n]] },
  ],
  'mediated-matches': [
    { flow: [0n, 0n, 0n, 0n, 0n, 0n], potential: [[1n, 2n, 4n, 0n, 5n, 7n]] },
    {
      flow: [6n, 6n, 6n, 6n, 0n, 6n, 0n],
      potential: [
        [0n, 0n, 1n, 1n, 1n, 3n],
        [0n, 0n, 0n, -1n, 0n, 0n],
      ],
    },
    {
      flow: [0n, 4n, 0n, 4n, 0n, 4n, 4n, 0n, 4n],
      potential: [
        [0n, 0n, 1n, 0n, -1n, 0n],
        [0n, 1n, 1n, 0n, 0n, 0n],
      ],
    },
    { amounts: [1n, 1n, 1n, 0n, 0n] },
    {
      flow: [0n, 2n, 2n, 2n, 2n, 2n, 2n, 2n],
      potential: [
        [0n, 1n, 2n, 1n, 2n, 3n, 3n, 4n],
        [0n, 0n, 0n, -1n, 0n, 0n, 0n, 0n],
      ],
    },
  ],
  pages: [
    { flow: [0n, 0n, 0n, 0n], potential: [[0n, 1n, 3n, 0n, 1n, 3n]] },
    { flow: [0n, 0n, 0n, 0n], potential: [[0n, 1n, 3n, 0n, 1n, 3n]] },
    { flow: [0n, 0n, 0n, 0n], potential: [[0n, 1n, 3n, 4n, 6n]] },
    { flow: [2n, 2n, 2n, 2n], potential: [[0n, -2n, -1n, -1n]] },
    { flow: [0n, 0n, 0n, 0n], potential: [[0n, 1n, 3n, 4n, 6n]] },
  ],
  proceeds: [{ flow: [33n, 33n, 33n, 33n], potential: [[0n, -2n, -1n, -1n]] }],
  'standing-rights': [
    { flow: [4n, 4n, 4n, 4n, 4n, 4n], potential: [[0n, -3n, -2n, -2n, -1n, -1n]] },
    {
      flow: [2n, 0n, 0n, 2n, 0n, 2n, 0n, 0n, 0n, 0n],
      potential: [
        [1n, 2n, 0n, 2n, 2n, 2n, 2n, 2n, 2n],
        [0n, 1n, 0n, 0n, 2n, 2n, 0n, 1n, 1n],
      ],
    },
    {
      flow: [1n, 0n, 0n, 1n, 0n, 1n, 0n, 0n, 0n, 0n],
      potential: [
        [1n, 2n, 0n, 2n, 2n, 2n, 2n, 2n, 2n],
        [0n, 1n, 0n, 0n, 2n, 2n, 0n, 1n, 1n],
      ],
    },
  ],
  'value-rounds': [
    { flow: [], potential: [[]], prices: [] },
    {
      flow: [310369427250n, 232015294150n, 78354133100n, 232015294150n, 78354133100n, 232015294150n, 78354133100n],
      potential: [[0n, 0n, 1n, -1n, -1n, -1n]],
      prices: [6268330648n, 4640305883n, 1976265357n],
    },
    {
      flow: [4294967296n, 4294967296n, 4294967296n, 4294967296n],
      potential: [[0n, -2n, -1n, -1n]],
      prices: [4294967296n, 4294967296n],
    },
  ],
}

/** No stories of its own. */
export const scenarios: readonly Scenario[] = []
