/** An epoch that is settled leaves nothing behind. Spec: relay-rewards.md#settle. */
import { periodOf } from './config.js'
import { eachOf, type Page, rowsOf } from './page.js'

/** Forgets what was known of the epoch, and of its period if it was the last one. */
export function sweep(page: Page): boolean {
  const { scope, settlement } = page
  const { config, tables } = scope
  const { next: epoch } = settlement
  const period = periodOf(config, epoch)
  const over = periodOf(config, epoch + 1) > period
  const of = { to: period + 1 }
  const all =
    eachOf(page, rowsOf(tables.weighed, epoch), tables.weighed.delete) &&
    (!over ||
      (eachOf(page, tables.subscriptions.under({}, of), tables.subscriptions.delete) &&
        eachOf(page, tables.fees.under({}, of), tables.fees.delete)))
  if (all) page.settlement = { ...settlement, phase: 'waiting', next: epoch + 1 }
  return all
}
