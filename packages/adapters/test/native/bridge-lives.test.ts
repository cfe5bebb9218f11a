/** Random lives of a bridge, told to the contract and to the reference implementation: always the same answer. */
import { createSystem, type System } from '@symbolon/core'
import { bridge } from '@symbolon/core/bridge'
import { transfer } from '@symbolon/core/transfer'
import fc from 'fast-check'
import { zeroAddress } from 'viem'
import { afterAll, describe, expect, it } from 'vitest'
import { probeOf } from '../../../../spec/probe/instance.js'
import { assetArtefact, assetDeployment, bridgeArtefact, bridgeDeployment, refusalCode } from '../../src/evm/index.js'
import { bridgeWorld } from './bridge-world.js'
import { accountOf, startStage } from './stage.js'
import { twoLives } from './told-alike.js'
import type { Composition } from './vectors.js'

const stage = await startStage()
afterAll(() => stage.stop())

const MAX = 2n ** 127n - 1n
const LIVES = 5
const PARTIES = ['ann', 'bea', 'cy']
const system = createSystem({
  spec: '1.0',
  mechanisms: [
    bridge.with({
      liquid: 'POND',
      bonded: 'MPOND',
      rate: 7n,
      epoch: 60,
      origin: 30,
      bounds: { wait: { least: 50, most: 500 }, liquidity: { least: 0, most: 9_000 } },
      wait: 100,
      liquidity: 3_000,
      authority: 'governor',
    }),
    transfer.with({}),
    probeOf(),
  ],
  allocations: [...PARTIES, 'dee'].flatMap((party) => [
    { party, asset: 'POND', amount: 7_000n },
    { party, asset: 'MPOND', amount: 1_000n },
  ]),
}) as System
const composition = JSON.parse(system.engine.composition.text) as Composition

const step = fc.record({
  kind: fc.constantFrom(
    ...['bond', 'request', 'request', 'convert', 'convert', 'convert', 'cancel', 'configure'],
    ...['send', 'lock', 'unlock', 'seize'],
  ),
  by: fc.constantFrom(...PARTIES),
  other: fc.constantFrom(...PARTIES),
  pass: fc.constantFrom(0, 0, 1, 30, 61, 100),
  amount: fc.oneof(fc.bigInt({ min: 0n, max: 900n }), fc.constantFrom(MAX, MAX + 1n)),
  /** Which of the party's requests, from the last back. */
  back: fc.nat({ max: 2 }),
  wait: fc.nat({ max: 600 }),
  liquidity: fc.constantFrom(0, 1_000, 3_333, 9_000, 9_001, 10_001),
})

describe('Bridge.sol beside the reference implementation', () => {
  it('answers, and stores, the same in random lives', async () => {
    const heard = new Map<string, number>()
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 60, maxLength: 60 }), async (steps) => {
        await stage.reset()
        const world = await bridgeWorld(stage, composition)
        const { tell, compare, ledger } = twoLives(system, world, heard)
        let at = 0
        for (const { kind, by, other, pass, amount, back, wait, liquidity } of steps) {
          at += pass
          const account = (party: string, purpose: string) => ({ party, asset: 'MPOND', purpose })
          const requests = [...ledger.rows.values()].filter(
            ({ table, key }) => table === 'bridge.requests' && key.party === by,
          )
          const epoch = BigInt(requests.at(-1 - back)?.key.epoch ?? back)
          const part = kind === 'convert' ? amount / 4n : amount
          const available = account(by, 'available')
          const pool = account(by, 'spec-probe.pool')
          if (kind === 'bond') await tell(by, at, 'bridge.bond', { amount: amount - (amount % (back === 0 ? 1n : 7n)) })
          else if (kind === 'request') await tell(by, at, 'bridge.request', { amount })
          else if (kind === 'convert' || kind === 'cancel')
            await tell(by, at, `bridge.${kind}`, { epoch, amount: part })
          else if (kind === 'configure') {
            const params = [{ wait }, { liquidity }, { wait, liquidity }][back] as object
            await tell(by === 'ann' ? 'ann' : 'governor', at, 'bridge.configure', params)
          } else if (kind === 'send') {
            const asset = back === 0 ? 'POND' : 'MPOND'
            // what transfer.send refuses for its input, ERC-20 lets pass or has no word for
            if (amount > 0n && amount <= MAX) await tell(by, at, 'transfer.send', { to: other, asset, amount })
          } else if (amount > 0n && amount < 900n) {
            const held = ledger.balances.get(`${by}/spec-probe.pool MPOND`) ?? 0n
            if (kind === 'lock') await tell(by, at, 'spec-probe.move', { from: available, to: pool, amount })
            else if (kind === 'unlock') await tell(by, at, 'spec-probe.move', { from: pool, to: available, amount })
            else if (held >= amount / 3n && amount > 2n && by !== other) {
              const to = account(other, 'available')
              await tell(by, at, 'spec-probe.seize', { from: pool, to, amount: amount / 3n })
            }
          }
        }
        // how every life ends: somebody who has kept away does it all
        const dee = (purpose: string) => ({ party: 'dee', asset: 'MPOND', purpose })
        const [available, pool] = [dee('available'), dee('spec-probe.pool')]
        at += 60
        await tell('governor', at, 'bridge.configure', { wait: 50, liquidity: 5_000 })
        await tell('dee', at, 'bridge.bond', { amount: 700n })
        await tell('dee', at, 'bridge.request', { amount: 1_100n })
        const epoch = Math.floor((at - 30) / 60)
        await tell('dee', at, 'bridge.cancel', { epoch, amount: 100n })
        await tell('dee', at, 'spec-probe.move', { from: available, to: pool, amount: 300n })
        await tell('dee', at, 'spec-probe.seize', { from: pool, to: { ...available, party: 'ann' }, amount: 200n })
        await tell('dee', at + 50, 'bridge.convert', { epoch, amount: 1n })
        await tell('dee', at + 50, 'bridge.cancel', { epoch, amount: 200n })
        await tell('dee', at + 50, 'bridge.convert', { epoch, amount: 400n })
        await tell('dee', at + 50, 'transfer.send', { to: 'ann', asset: 'POND', amount: 1n })
        await compare()
        for (const [asset, token] of world.assets) {
          const sums = await stage.logged(token)
          for (const party of PARTIES) {
            const balance = await stage.read<bigint>(token, 'balanceOf', accountOf(party))
            expect(sums.get(accountOf(party)) ?? 0n, `${asset} of ${party} by the log`).toBe(balance)
          }
        }
      }),
      { numRuns: LIVES },
    )
    const commands = ['bond', 'request', 'convert', 'cancel', 'configure'].map((name) => `bridge.${name}`)
    for (const command of [...commands, 'transfer.send', 'spec-probe.move', 'spec-probe.seize']) {
      expect(heard.get(command) ?? 0, command).toBeGreaterThanOrEqual(LIVES)
    }
  })

  it('refuses with every error that it declares, and its assets with theirs', async () => {
    await stage.reset()
    const [GOVERNOR, EVE] = [accountOf('governor'), accountOf('eve')]
    const [ANN, BEA] = [accountOf('ann'), accountOf('bea')]
    const asset = (symbol: string, cap: bigint) =>
      stage.deploy(assetDeployment({ name: symbol, symbol, decimals: 0, cap, governor: GOVERNOR }), assetArtefact.abi)
    const [liquid, bonded] = [await asset('POND', MAX), await asset('MPOND', 1_000n)]
    const terms = {
      liquid: liquid.address,
      bonded: bonded.address,
      rate: 2n ** 100n,
      origin: 10,
      wait: 1,
      liquidity: 100,
    }
    const contract = await stage.deploy(bridgeDeployment({ ...terms, governor: GOVERNOR }), bridgeArtefact.abi)
    const heard = new Set<string>()
    const run = async (
      at: number,
      from: `0x${string}`,
      to: typeof liquid,
      name: string,
      ...args: readonly unknown[]
    ) => {
      const { result } = await stage.call(at, from, to, name, args)
      if (result !== 'accepted') heard.add(result)
      return result
    }
    expect(await run(0, EVE, bonded, 'setMinter', EVE, true)).toBe('NOT_AUTHORISED')
    expect(await run(0, EVE, bonded, 'setInstance', EVE, true)).toBe('NOT_AUTHORISED')
    expect(await run(0, EVE, bonded, 'setGovernor', EVE)).toBe('NOT_AUTHORISED')
    expect(await run(0, EVE, bonded, 'mint', EVE, 1n)).toBe('NOT_AUTHORISED')
    expect(await run(0, EVE, bonded, 'burn', ANN, 1n)).toBe('NOT_AUTHORISED')
    expect(await run(0, EVE, bonded, 'setLien', ANN, 1n)).toBe('NOT_AUTHORISED')
    expect(await run(0, EVE, bonded, 'lock', ANN, 1n)).toBe('NOT_AUTHORISED')
    expect(await run(0, EVE, bonded, 'seize', ANN, EVE, 0n)).toBe('NOT_AUTHORISED')
    expect(await run(0, EVE, bonded, 'unlock', ANN, 1n)).toBe('ACCOUNT_BELOW_FLOOR')
    for (const token of [liquid, bonded]) {
      for (const minter of [contract.address, GOVERNOR]) await run(0, GOVERNOR, token, 'setMinter', minter, true)
    }
    await run(0, GOVERNOR, bonded, 'setInstance', contract.address, true)
    expect(await run(0, GOVERNOR, bonded, 'mint', zeroAddress, 1n)).toBe('ERC20_INVALID_RECEIVER')
    expect(await run(0, GOVERNOR, bonded, 'mint', ANN, MAX + 1n)).toBe('AMOUNT_OVERFLOW')
    expect(await run(0, GOVERNOR, bonded, 'mint', ANN, 1_001n)).toBe('ACCOUNT_BELOW_FLOOR')
    expect(await run(0, GOVERNOR, bonded, 'mint', ANN, 900n)).toBe('accepted')
    expect(await run(0, GOVERNOR, liquid, 'mint', ANN, 2n ** 107n)).toBe('accepted')
    expect(await run(0, ANN, bonded, 'transfer', ANN, 1n)).toBe('TRANSFER_TO_SELF')
    expect(await run(0, ANN, bonded, 'transfer', zeroAddress, 1n)).toBe('ERC20_INVALID_RECEIVER')
    expect(await run(0, ANN, bonded, 'transfer', BEA, 0n)).toBe('accepted')
    expect(await run(0, BEA, bonded, 'transferFrom', ANN, BEA, 1n)).toBe('ERC20_INSUFFICIENT_ALLOWANCE')
    expect(await run(0, ANN, bonded, 'approve', BEA, 5n)).toBe('accepted')
    expect(await run(0, BEA, bonded, 'transferFrom', ANN, BEA, 3n)).toBe('accepted')
    expect(await stage.read(bonded, 'allowance', ANN, BEA)).toBe(2n)
    expect(await run(0, ANN, bonded, 'approve', BEA, 2n ** 256n - 1n)).toBe('accepted')
    expect(await run(0, BEA, bonded, 'transferFrom', ANN, BEA, 1n)).toBe('accepted')
    expect(await stage.read(bonded, 'allowance', ANN, BEA)).toBe(2n ** 256n - 1n)

    expect(await run(0, ANN, contract, 'bond', 0n)).toBe('INPUT_INVALID')
    expect(await run(0, ANN, contract, 'bond', 1n)).toBe('BRIDGE_AMOUNT_INDIVISIBLE')
    expect(await run(0, ANN, contract, 'bond', 2n ** 107n)).toBe('ACCOUNT_BELOW_FLOOR')
    expect(await run(0, BEA, contract, 'bond', 2n ** 100n)).toBe('ACCOUNT_BELOW_FLOOR')
    expect(await run(9, ANN, contract, 'request', 1n)).toBe('BRIDGE_NOT_OPEN')
    expect(await run(10, ANN, contract, 'request', 897n)).toBe('BRIDGE_REQUEST_EXCEEDS_HOLDING')
    expect(await run(10, ANN, contract, 'request', 896n)).toBe('accepted')
    expect(await run(10, ANN, contract, 'request', 1n)).toBe('BRIDGE_EPOCH_TAKEN')
    expect(await run(10, ANN, bonded, 'transfer', BEA, 1n)).toBe('LIEN_BROKEN')
    expect(await stage.read(bonded, 'spendableOf', ANN)).toBe(0n)
    expect(await run(10, ANN, contract, 'convert', 1n, 1n)).toBe('BRIDGE_REQUEST_UNKNOWN')
    expect(await run(10, ANN, contract, 'convert', 0n, 1n)).toBe('BRIDGE_CONVERSION_EXCEEDS_ALLOWANCE')
    expect(await run(10, ANN, contract, 'cancel', 0n, 897n)).toBe('BRIDGE_CANCELLATION_EXCEEDS_REMAINDER')
    expect(await run(200, ANN, contract, 'convert', 0n, 1n)).toBe('accepted')
    expect(await run(200, GOVERNOR, bonded, 'burn', ANN, 1n), 'a minter is bound as well').toBe('LIEN_BROKEN')
    expect(await run(200, EVE, contract, 'configure', 1n, 1)).toBe('NOT_AUTHORISED')
    expect(await run(200, GOVERNOR, contract, 'configure', 0n, 1)).toBe('INPUT_INVALID')
    expect(await run(200, GOVERNOR, contract, 'configure', 1n, 10_001)).toBe('INPUT_INVALID')
    // what was struck off lets go, and can demand nothing more
    await run(200, GOVERNOR, bonded, 'setInstance', contract.address, false)
    expect(await run(86_500, BEA, contract, 'request', 1n)).toBe('NOT_AUTHORISED')
    expect(await run(86_500, ANN, contract, 'cancel', 0n, 895n)).toBe('accepted')
    expect(await stage.read(bonded, 'liensOf', ANN)).toBe(0n)
    expect(await run(86_500, GOVERNOR, bonded, 'setGovernor', zeroAddress)).toBe('accepted')
    expect(await run(86_500, GOVERNOR, bonded, 'setInstance', EVE, true)).toBe('NOT_AUTHORISED')

    // whatever the constructor wouldn't take
    const bounds = { wait: { least: 5, most: 6 }, liquidity: { least: 0, most: 1 } }
    for (const change of [{ bonded: liquid.address }, { rate: 0n }, { wait: 0 }, { bounds }]) {
      const made = stage.deploy(bridgeDeployment({ ...terms, governor: GOVERNOR, ...change }), bridgeArtefact.abi)
      await expect(made, Object.keys(change)[0]).rejects.toThrow()
    }
    await expect(asset('NONE', 0n)).rejects.toThrow()
    const narrow = { wait: { least: 1, most: 6 }, liquidity: { least: 0, most: 100 } }
    const bounded = bridgeDeployment({ ...terms, governor: GOVERNOR, bounds: narrow })
    const other = await stage.deploy(bounded, bridgeArtefact.abi)
    expect(await run(86_500, GOVERNOR, other, 'configure', 7n, 100)).toBe('PARAMS_REFUSED')
    expect(await run(86_500, GOVERNOR, other, 'configure', 6n, 101)).toBe('PARAMS_REFUSED')
    expect(await run(86_500, GOVERNOR, other, 'configure', 6n, 0)).toBe('accepted')
    const declared = [...assetArtefact.abi, ...bridgeArtefact.abi].flatMap((entry) =>
      entry.type === 'error' ? [refusalCode(entry.name)] : [],
    )
    expect([...heard].sort()).toEqual([...new Set(declared)].sort())
  })
})
