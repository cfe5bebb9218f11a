/** Who has stake to give: agents are admitted by a vote or by attestors. Spec: stake-market.md#agents. */
import { Flag, isId, Party, struct } from '../../codec/index.js'
import { type Command, issuance } from '../../kernel/index.js'
import { stakeAccount, stakeAsset, stakeName } from './queries.js'
import type { StakeAgent, StakeMarketScope } from './tables.js'

/** What `stake-market.vouch` takes. */
export interface Vouch {
  readonly agent: string
  /** Whether the attestor vouches for the agent, or does no longer. */
  readonly stands: boolean
}
/** What `stake-market.join` takes: nothing. Whoever runs it becomes an agent. */
export type JoinMarket = Record<never, never>
/** What `stake-market.admit` takes. */
export interface AdmitAgent {
  readonly agent: string
}

export const vouch: Command<Vouch, StakeMarketScope> = {
  input: struct<Vouch>({ agent: Party, stands: Flag }),
  apply({ by, now, params, tables, reject }, { agent, stands }) {
    if (!params.attestors.includes(by)) reject('VOUCH_NOT_ATTESTOR', { by })
    if (tables.agents.has({ agent })) reject('AGENT_KNOWN', { agent })
    if (stands) tables.vouches.put({ agent, attestor: by }, { at: now })
    else tables.vouches.delete({ agent, attestor: by })
  },
}

export const join: Command<JoinMarket, StakeMarketScope> = {
  input: struct<JoinMarket>({}),
  apply(scope) {
    const { by, params, tables, reject } = scope
    demandNewAgent(scope, by)
    // counted anew: who is an attestor no longer vouches for nobody
    const vouches = params.attestors.filter((attestor) => tables.vouches.has({ agent: by, attestor }))
    if (vouches.length < params.vouches) reject('AGENT_NOT_VOUCHED', { vouches: vouches.length })
    for (const attestor of vouches) tables.vouches.delete({ agent: by, attestor })
    mintStake(scope, by)
  },
}

/** For the authority: where that is governance, admission by a vote. */
export const admit: Command<AdmitAgent, StakeMarketScope> = {
  input: struct<AdmitAgent>({ agent: Party }),
  authority: true,
  apply(scope, { agent }) {
    demandNewAgent(scope, agent)
    mintStake(scope, agent)
  },
}

function demandNewAgent({ self, tables, reject }: StakeMarketScope, agent: string): void {
  if (tables.agents.has({ agent })) reject('AGENT_KNOWN', { agent })
  const market = agent === self || agent.startsWith(`${self}.`)
  const kernel = agent === '@issuer' || agent === '@kernel'
  if (market || kernel || !isId(stakeAsset(self, agent))) reject('AGENT_NAME_UNFIT', { agent })
}

function mintStake(scope: StakeMarketScope, agent: string): void {
  const { config, now, declare, tables, transfer } = scope
  const asset = declare(stakeName(agent), { cap: config.units })
  transfer({ from: issuance(asset), to: stakeAccount(scope, agent, agent), amount: config.units })
  tables.agents.put({ agent }, { asset, admitted: now, funded: 0n })
}

export function knownAgent({ tables, reject }: StakeMarketScope, agent: string): Readonly<StakeAgent> {
  return tables.agents.get({ agent }) ?? reject('AGENT_UNKNOWN', { agent })
}
