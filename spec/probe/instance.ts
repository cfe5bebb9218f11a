/** Instances of the probe. Its port is bound to its own query unless another's is named. */
import { specProbe, specProbe2 } from './mechanism.js'

const settings = { highest: 10, mints: [] as readonly string[], level: 1, label: 'first', authority: 'keeper' }
type Changes = Partial<Omit<typeof settings, 'authority'>> & { readonly authority?: string; readonly sumOf?: string }

/** An instance of the first version. */
export function probeOf({ sumOf = 'spec-probe', ...changes }: Changes = {}) {
  return specProbe.with({ ...settings, ...changes, sumOf: { instance: sumOf, query: 'sum' } })
}
/** A second instance beside `spec-probe`. */
export function otherProbe({ sumOf = 'spec-probe', ...changes }: Changes = {}) {
  return specProbe.as('other').with({ ...settings, ...changes, sumOf: { instance: sumOf, query: 'sum' } })
}
/** An instance of the second version. */
export function laterProbe({ sumOf = 'spec-probe', ...changes }: Changes = {}) {
  return specProbe2.with({ ...settings, ...changes, sumOf: { instance: sumOf, query: 'sum' } })
}
