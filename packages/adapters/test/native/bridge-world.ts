/** Assets and bridges on a chain, as a composition says. */
import type { Hex } from 'viem'
import { assetArtefact, assetDeployment, bridgeArtefact, bridgeDeployment } from '../../src/evm/index.js'
import { accountOf, type Call, type Contract, type Stage } from './stage.js'
import type { Composition, Ledger, Told } from './vectors.js'

export interface BridgeWorld {
  readonly assets: ReadonlyMap<string, Contract>
  readonly bridges: ReadonlyMap<string, Contract>
  /** The same command, told to a contract; undefined where its input can't even be written as a call. */
  readonly tell: (command: Told) => Promise<Call> | undefined
  /** What the contracts have, where the ledger says something of it; both in one order. */
  readonly compare: (ledger: Ledger) => Promise<readonly [expected: unknown, found: unknown]>
}

const GOVERNOR = accountOf('governor of assets')
/** Stakes and seizes as the probe does. */
const PROBE = accountOf('spec-probe')

export async function bridgeWorld(stage: Stage, { allocations, assets, instances }: Composition): Promise<BridgeWorld> {
  const tokens = new Map<string, Contract>()
  const bridges = new Map<string, Contract>()
  const must = async (from: Hex, contract: Contract, name: string, ...args: readonly unknown[]) => {
    const { result } = await stage.call(0, from, contract, name, args)
    if (result !== 'accepted') throw new Error(`${name}: ${result}`)
  }
  for (const [asset, { cap }] of Object.entries(assets)) {
    const terms = { name: asset, symbol: asset, decimals: 0, cap: BigInt(cap), governor: GOVERNOR }
    tokens.set(asset, await stage.deploy(assetDeployment(terms), assetArtefact.abi))
  }
  const tokenOf = (asset: unknown) => tokens.get(asset as string) as Contract
  for (const [index, [name, { mechanism, authority, config, params }]] of Object.entries(instances).entries()) {
    if (mechanism !== 'bridge') continue
    const range = (of: unknown) => {
      const { least, most } = of as { readonly least: string; readonly most: string }
      return { least: Number(least), most: Number(most) }
    }
    const bounds = config.bounds as { readonly wait: unknown; readonly liquidity: unknown } | undefined
    const terms = {
      liquid: tokenOf(config.liquid).address,
      bonded: tokenOf(config.bonded).address,
      rate: BigInt(config.rate as string),
      ...(config.epoch === undefined ? {} : { epoch: Number(config.epoch) }),
      ...(config.origin === undefined ? {} : { origin: Number(config.origin) }),
      ...(bounds === undefined ? {} : { bounds: { wait: range(bounds.wait), liquidity: range(bounds.liquidity) } }),
      wait: Number(params.wait),
      liquidity: Number(params.liquidity),
      governor: accountOf(authority ?? 'nobody'),
      salt: `0x${String(index).padStart(64, '0')}` as Hex,
    }
    const contract = await stage.deploy(bridgeDeployment(terms), bridgeArtefact.abi)
    bridges.set(name, contract)
    for (const asset of [config.liquid, config.bonded]) {
      await must(GOVERNOR, tokenOf(asset), 'setMinter', contract.address, true)
    }
    await must(GOVERNOR, tokenOf(config.bonded), 'setInstance', contract.address, true)
  }
  for (const token of tokens.values()) {
    await must(GOVERNOR, token, 'setMinter', GOVERNOR, true)
    if ('spec-probe' in instances) await must(GOVERNOR, token, 'setInstance', PROBE, true)
  }
  for (const { party, asset, amount } of allocations) {
    await must(GOVERNOR, tokenOf(asset), 'mint', accountOf(party), BigInt(amount))
  }
  for (const token of tokens.values()) await must(GOVERNOR, token, 'setMinter', GOVERNOR, false)

  function tell({ by, at, type, input }: Told): Promise<Call> | undefined {
    const [instance = '', name = ''] = type.split('.')
    const from = accountOf(by)
    const call = (contract: Contract, method: string, ...args: readonly unknown[]) =>
      stage.call(Number(at), from, contract, method, args)
    const amount = whole(input.amount)
    if (instance === 'transfer') return call(tokenOf(input.asset), 'transfer', accountOf(input.to as string), amount)
    if (instance === 'spec-probe') {
      const { party, asset, purpose } = input.from as Readonly<Record<string, string>>
      const to = accountOf((input.to as { readonly party: string }).party)
      const probe = (method: string, ...args: readonly unknown[]) =>
        stage.call(Number(at), PROBE, tokenOf(asset), method, args)
      const owner = accountOf(party as string)
      if (name === 'seize') return probe('seize', owner, to, amount)
      return probe(purpose === 'available' ? 'lock' : 'unlock', owner, amount)
    }
    const bridge = bridges.get(instance) as Contract
    if (name === 'configure') {
      const present = Promise.all([stage.read<bigint>(bridge, 'wait'), stage.read<number>(bridge, 'liquidity')])
      return present.then(([wait, liquidity]) =>
        call(bridge, name, BigInt((input.wait as string) ?? wait), Number(input.liquidity ?? liquidity)),
      )
    }
    const members = name === 'bond' || name === 'request' ? ['amount'] : ['epoch', 'amount']
    const args = members.map((member) => whole(input[member]))
    if (args.includes(undefined) || Object.keys(input).length !== args.length) return undefined
    return call(bridge, name, ...args)
  }

  async function compare({ balances, rows }: Ledger) {
    const [expected, found]: [unknown[], unknown[]] = [[], []]
    const pair = (what: unknown, there: unknown) => {
      expected.push(what)
      found.push(there)
    }
    for (const [account, balance] of balances) {
      const [path = '', asset] = account.split(' ')
      const [party = '', purpose] = path.split('/')
      const token = tokenOf(asset)
      if (purpose === 'available') {
        pair([account, balance], [account, await stage.read(token, 'balanceOf', accountOf(party))])
      } else if (purpose === 'issuance') pair([account, -balance], [account, await stage.read(token, 'totalSupply')])
      else pair([account, balance], [account, await stage.read(token, 'claimOf', PROBE, accountOf(party))])
    }
    for (const [name, { table, key, row }] of rows) {
      const [instance = '', kind] = table.split('.')
      if (table === 'kernel.params' && bridges.has(key.instance ?? '')) {
        const bridge = bridges.get(key.instance as string) as Contract
        const params = [await stage.read<bigint>(bridge, 'liquidity'), await stage.read<bigint>(bridge, 'wait')]
        pair([name, row], [name, { liquidity: String(params[0]), wait: String(params[1]) }])
      } else if (table === 'kernel.liens') {
        const { address } = bridges.get(key.instance as string) as Contract
        const lien = await stage.read<bigint>(tokenOf(key.asset), 'lienOf', address, accountOf(key.party as string))
        pair([name, row], [name, lien === 0n ? null : { amount: String(lien) }])
      } else if (kind === 'outstanding') {
        const bridge = bridges.get(instance) as Contract
        const due = await stage.read<bigint>(bridge, 'outstandingOf', accountOf(key.party as string))
        pair([name, row], [name, due === 0n ? null : { amount: String(due) }])
      } else if (kind === 'requests') {
        const bridge = bridges.get(instance) as Contract
        const args = [accountOf(key.party as string), BigInt(key.epoch as string)]
        const words = await stage.read<readonly bigint[]>(bridge, 'requests', ...args)
        const [amount, converted, requestedAt, wait] = words.map(String)
        pair([name, row], [name, { amount, converted, requestedAt, wait }])
      }
    }
    return [expected, found] as const
  }
  return { assets: tokens, bridges, tell, compare }
}

/** An integer as the ABI can carry one. */
function whole(value: unknown): bigint | undefined {
  return typeof value === 'string' && /^(0|[1-9][0-9]{0,77})$/.test(value) ? BigInt(value) : undefined
}
