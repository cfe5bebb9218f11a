/** What of a reserve is distributed to the network's stakes, and when. Spec: mutual-credit.md#distribution. */
import { Asset, BasisPoints, Count, Id, nullable, oneOf, struct } from '../../codec/index.js'
import type { Command } from '../../kernel/index.js'
import { asSide, demandSettled, openEpoch } from './guards.js'
import { holdLess } from './holdings.js'
import { enliven, reservesOf } from './live.js'
import { begun, moveIn, NONE, potOf } from './pots.js'
import { potAccount, reserveAccount } from './queries.js'
import type { Distribution, PotKey, ReserveKey } from './reserve-tables.js'
import { openOf } from './reserves.js'
import type { MutualCreditScope } from './tables.js'
import type { Schedule } from './vesting.js'

/** What `mutual-credit.distribute` takes. */
export interface DistributeReserve {
  readonly agreement: string
  /** The network whose reserve it is. */
  readonly network: string
  readonly asset: string
  /** Null: nothing more is released, and what isn't yet goes back to the reserve. */
  readonly schedule: Schedule | null
}

/** Longest schedule, epochs: as many tranches are gone through when it changes. */
const MOST_EPOCHS = 1_000

export const distribute: Command<DistributeReserve, MutualCreditScope> = {
  input: struct<DistributeReserve>({
    agreement: Id,
    network: Id,
    asset: Asset,
    schedule: nullable(
      struct<Schedule>({ kind: oneOf('linear', 'share'), over: Count, cliff: Count, share: BasisPoints }),
    ),
  }),
  apply(scope, { agreement, network, asset, schedule }) {
    const { tables, reject } = scope
    const epoch = openEpoch(scope)
    const row = asSide(scope, agreement, network)
    const key = { agreement, network, asset }
    const known = reservesOf(scope, agreement, row).some((one) => one.network === network && one.asset === asset)
    if (!known) reject('MUTUAL_RESERVE_UNKNOWN', key)
    if (schedule !== null && !isPossible(schedule)) reject('MUTUAL_SCHEDULE_INVALID', schedule)
    demandSettled(scope)
    const pot = potOf(key)
    const before = tables.distributions.get(pot) ?? begun(epoch)
    if (before.active && before.kind === 'linear') dropTranches(scope, pot, epoch, before.over)
    if (schedule === null) {
      stop(scope, key, epoch, before)
      return
    }
    tables.distributions.put(pot, { ...before, ...schedule, active: true, window: 0n, carry: 0n })
    if (schedule.kind === 'linear' && before.left > 0n) tables.tranches.put({ ...pot, epoch }, { amount: before.left })
    const open = openOf(scope, key)
    if (open > 0n) {
      holdLess(scope, key, epoch, open)
      moveIn(scope, key, epoch, open)
    }
    enliven(scope, agreement, epoch)
  },
}

const isPossible = ({ kind, over, cliff, share }: Schedule): boolean =>
  kind === 'linear'
    ? over >= 1 && over <= MOST_EPOCHS && cliff <= over && share === 0
    : share > 0 && over === 0 && cliff === 0

/** What isn't released goes back, as if it had come in now. */
function stop(scope: MutualCreditScope, key: ReserveKey, epoch: number, before: Distribution): void {
  const pot = potOf(key)
  const { left } = before
  scope.tables.distributions.put(pot, { ...before, ...NONE, active: false })
  if (left === 0n) return
  const from = potAccount(scope, pot.network, pot.pot, pot.asset)
  scope.transfer({ from, to: reserveAccount(scope, key), amount: left })
  holdLess(scope, key, epoch, -left)
}

function dropTranches({ tables }: MutualCreditScope, pot: PotKey, epoch: number, over: number): void {
  const oldest = Math.max(0, epoch - over - 1)
  for (const { key } of [...tables.tranches.under(pot, { from: oldest })]) tables.tranches.delete(key)
}
