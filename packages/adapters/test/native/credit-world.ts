/** A network's currency on a chain, and what the reference implementation has of it. */
import type { Hex } from 'viem'
import { creditCurrencyArtefact, creditCurrencyDeployment } from '../../src/evm/index.js'
import { accountOf, type Call, type Contract, type Stage } from './stage.js'
import type { Ledger, Told } from './vectors.js'

export interface CreditWorld {
  /**
   * The same command, told to the network's contract; undefined where there is none yet, or it is a command of other
   * mathematics than members and their lines.
   */
  readonly tell: (command: Told) => Promise<Call> | undefined
  /** A network adopts its currency: its contract is deployed. */
  readonly adopt: (network: string, operator: string, currency: string) => Promise<Contract>
  readonly compare: (ledger: Ledger) => Promise<readonly [expected: unknown, found: unknown]>
}

const NONE = 2n ** 256n - 1n

export function creditWorld(stage: Stage): CreditWorld {
  const contracts = new Map<string, Contract>()
  const currencies = new Map<string, string>()
  const networkOf = (currency: string) => [...currencies].find(([, one]) => one === currency)?.[0] ?? ''

  async function adopt(network: string, operator: string, currency: string) {
    const terms = { name: currency, symbol: currency, decimals: 2, operator: accountOf(operator) }
    const contract = await stage.deploy(creditCurrencyDeployment(terms), creditCurrencyArtefact.abi)
    contracts.set(network, contract)
    currencies.set(network, currency)
    return contract
  }

  function tell({ by, at, type, input }: Told): Promise<Call> | undefined {
    const contract = contracts.get(input.network as string)
    const method = METHODS[type.replace(/^[^.]*\./, '')]
    if (contract === undefined || method === undefined || input.underwritten === true) return undefined
    return stage.call(Number(at), accountOf(by), contract, method.name, method.args(input))
  }

  /** What an account of the ledger has on the chain. */
  async function balanceOf(account: string): Promise<bigint | undefined> {
    const [path = '', currency = ''] = account.split(' ')
    const [party = '', purpose] = path.split('/')
    const contract = contracts.get(networkOf(currency))
    if (contract === undefined) return undefined
    if (purpose === 'trade-credit.member') return stage.read(contract, 'signedBalanceOf', accountOf(party))
    if (purpose === 'trade-credit.reserve') return stage.read(contract, 'reserveBalance')
    if (purpose === 'trade-credit.lost') return -(await stage.read<bigint>(contract, 'lostDebt'))
    return undefined
  }

  async function memberRow({ network = '', member = '' }: Readonly<Record<string, string>>) {
    const contract = contracts.get(network) as Contract
    const account = accountOf(member)
    const line = await stage.read<readonly unknown[]>(contract, 'lines', account)
    const [issued, expires, grace] = line.map(String)
    const [limit] = await stage.read<readonly bigint[]>(contract, 'termsOf', account)
    const [reserve, rest] = await stage.read<readonly bigint[]>(contract, 'losses', account)
    const lost = line[5] === true ? { reserve: String(reserve), rest: String(rest), staked: '0' } : null
    return { expires, grace, issued, limit: String(limit), lost, underwritten: false }
  }

  async function compare({ balances, rows }: Ledger) {
    const [expected, found]: [unknown[], unknown[]] = [[], []]
    for (const [account, balance] of balances) {
      const there = await balanceOf(account)
      if (there === undefined) continue
      expected.push([account, balance])
      found.push([account, there])
    }
    for (const [name, { table, key, row }] of rows) {
      if (table !== 'trade-credit.members') continue
      expected.push([name, row])
      found.push([name, await memberRow(key)])
    }
    return [expected, found] as const
  }
  return { adopt, tell, compare }
}

type Input = Told['input']
const account = (name: unknown): Hex => accountOf(name as string)
const whole = (value: unknown): bigint => BigInt(value as string)

const METHODS: Readonly<
  Record<string, { readonly name: string; readonly args: (input: Input) => readonly unknown[] }>
> = {
  admit: {
    name: 'admit',
    args: ({ member, limit, expires, grace, cap }) => [
      account(member),
      whole(limit),
      whole(expires),
      whole(grace),
      cap === null ? NONE : whole(cap),
    ],
  },
  pay: { name: 'pay', args: ({ to, amount }) => [account(to), whole(amount)] },
  contribute: { name: 'contribute', args: ({ amount }) => [whole(amount)] },
  'default-member': { name: 'defaultMember', args: ({ member }) => [account(member)] },
  repay: { name: 'repay', args: ({ amount }) => [whole(amount)] },
}
