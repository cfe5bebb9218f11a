/** Gas of the native contracts, beside well-known ones that do comparable things. */
import { join } from 'node:path'
import type { Abi, Hex } from 'viem'
import type { Row } from '../../../scripts/bench-row.js'
import { compileFolder } from '../../../scripts/evm/compile.js'
import { deploymentOf } from '../src/evm/deploy.js'
import {
  assetArtefact,
  assetDeployment,
  bridgeArtefact,
  bridgeDeployment,
  creditCurrencyArtefact,
  creditCurrencyDeployment,
} from '../src/evm/index.js'
import { accountOf, type Contract, startStage } from '../test/native/stage.js'

const [OWNER, ANN, BEA] = [accountOf('owner'), accountOf('ann'), accountOf('bea')]
const NONE = 2n ** 256n - 1n
const DAY = 86_400

export async function bench(): Promise<readonly Row[]> {
  const stage = await startStage()
  const references = compileFolder(join(import.meta.dirname, 'contracts'))
  let now = DAY
  async function gas(from: Hex, contract: Contract, name: string, ...args: readonly unknown[]): Promise<number> {
    const { result, gas } = await stage.call(now, from, contract, name, args)
    if (result !== 'accepted') throw new Error(`${name}: ${result}`)
    return Number(gas)
  }
  const reference = (name: string, args: readonly (Hex | bigint)[]): Promise<Contract> => {
    const compiled = references.get(name)
    if (compiled === undefined) throw new Error(`there is no ${name}`)
    return stage.deploy(deploymentOf(compiled, args), compiled.abi as Abi)
  }
  try {
    const rows: Row[] = []
    const row = (name: string, value: number, what: string, of: number, note?: string) =>
      rows.push({
        name,
        value,
        unit: 'gas',
        reference: what,
        ratio: value / of,
        ...(note === undefined ? {} : { note }),
      })

    // the deployer holds what a reference mints
    const deployer = '0x4e59b44847b379578588920ca78fbf26c0b4956c'
    const token = await reference('ReferenceToken', [])
    for (const to of [ANN, BEA]) await gas(deployer, token, 'transfer', to, 10n ** 9n)
    const plain = await gas(ANN, token, 'transfer', BEA, 1n)
    const TRANSFER = `OpenZeppelin ERC20 transfer, ${plain}`

    const terms = { decimals: 0, cap: 2n ** 127n - 1n, governor: OWNER }
    const asset = (symbol: string) =>
      stage.deploy(assetDeployment({ ...terms, name: symbol, symbol }), assetArtefact.abi)
    const [liquid, bonded] = [await asset('POND'), await asset('MPOND')]
    const bridge = await stage.deploy(
      bridgeDeployment({
        liquid: liquid.address,
        bonded: bonded.address,
        rate: 1000n,
        wait: DAY,
        liquidity: 1000,
        governor: OWNER,
      }),
      bridgeArtefact.abi,
    )
    for (const one of [liquid, bonded]) {
      await gas(OWNER, one, 'setMinter', bridge.address, true)
      await gas(OWNER, one, 'setMinter', OWNER, true)
      for (const to of [ANN, BEA]) await gas(OWNER, one, 'mint', to, 10n ** 9n)
    }
    await gas(OWNER, bonded, 'setInstance', bridge.address, true)
    row('Asset transfer', await gas(ANN, bonded, 'transfer', BEA, 1n), TRANSFER, plain)

    const wrapper = await reference('ReferenceWrapper', [token.address])
    await gas(ANN, token, 'approve', wrapper.address, NONE)
    await gas(ANN, wrapper, 'depositFor', ANN, 1000n)
    const wrap = await gas(ANN, wrapper, 'depositFor', ANN, 1000n)
    const unwrap = await gas(ANN, wrapper, 'withdrawTo', ANN, 1000n)
    const vesting = await reference('ReferenceVesting', [ANN])
    await gas(deployer, token, 'transfer', vesting.address, 1_000_000n)
    const release = references.get('ReferenceVesting')
    if (release === undefined) throw new Error('there is no vesting')
    const erc20 = (release.abi as Abi).filter((entry) => !('inputs' in entry && entry.inputs?.length === 0))
    const vested = { address: vesting.address, abi: erc20 }
    await gas(ANN, vested, 'release', token.address)
    const VESTING = 'OpenZeppelin VestingWallet release of a token'
    await gas(deployer, token, 'transfer', vesting.address, 1_000_000n)
    const released = await gas(ANN, vested, 'release', token.address)

    await gas(ANN, bridge, 'bond', 1000n)
    row('Bridge bond', await gas(ANN, bridge, 'bond', 1000n), `ERC20Wrapper depositFor, ${wrap}`, wrap)
    row('Bridge request, the first', await gas(ANN, bridge, 'request', 1000n), TRANSFER, plain, 'a new row and a lien')
    now += DAY
    row('Bridge request, later', await gas(ANN, bridge, 'request', 1000n), TRANSFER, plain)
    await gas(ANN, bridge, 'convert', 1n, 10n)
    const convert = await gas(ANN, bridge, 'convert', 1n, 10n)
    row('Bridge convert', convert, `ERC20Wrapper withdrawTo, ${unwrap}`, unwrap, 'burns, mints and lowers the lien')
    row('Bridge convert', convert, `${VESTING}, ${released}`, released)
    row('Bridge cancel', await gas(ANN, bridge, 'cancel', 1n, 10n), TRANSFER, plain)
    row('Asset transfer under a lien', await gas(ANN, bonded, 'transfer', BEA, 1n), TRANSFER, plain)

    const credit = await stage.deploy(
      creditCurrencyDeployment({ name: 'Hours', symbol: 'HRS', decimals: 2, operator: OWNER }),
      creditCurrencyArtefact.abi,
    )
    const admitted = await gas(OWNER, credit, 'admit', ANN, 10_000n, 10n ** 9n, 0n, NONE)
    await gas(OWNER, credit, 'admit', BEA, 10_000n, 10n ** 9n, 0n, NONE)
    row('Credit admit', admitted, TRANSFER, plain, 'a new member')
    await gas(ANN, credit, 'pay', BEA, 100n)
    row('Credit pay, deeper into debt', await gas(ANN, credit, 'pay', BEA, 100n), TRANSFER, plain)
    await gas(ANN, credit, 'pay', BEA, 800n)
    row('Credit pay, back out of debt', await gas(BEA, credit, 'pay', ANN, 100n), TRANSFER, plain)
    row('Credit pay, across zero', await gas(BEA, credit, 'pay', ANN, 950n), TRANSFER, plain, 'both sides')
    await gas(OWNER, credit, 'admit', OWNER, 10_000n, 10n ** 9n, 0n, NONE)
    await gas(OWNER, credit, 'pay', BEA, 1000n)
    row('Credit pay, both above zero', await gas(BEA, credit, 'pay', ANN, 10n), TRANSFER, plain)
    row('Credit transfer, both above zero', await gas(BEA, credit, 'transfer', ANN, 10n), TRANSFER, plain)
    return rows
  } finally {
    await stage.stop()
  }
}
