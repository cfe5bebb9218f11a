import { changes, type Decision } from '@symbolon/core'
import type { Claim, Journal } from '../journal/journal.js'

/**
 * What decisions change in the read models, for journals that keep them. Balances are those after the last decision,
 * so call it when all are made.
 */
export function modelsOf(journal: Journal, decisions: readonly Decision[]): Pick<Claim, 'balances' | 'rows'> {
  if (!journal.capabilities.readModels) return {}
  const all = decisions.map(changes)
  return { balances: all.flatMap(({ balances }) => balances), rows: all.flatMap(({ rows }) => rows) }
}
