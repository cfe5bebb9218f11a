import { join } from 'node:path'
import { available, createSystem } from '@symbolon/core'
import { custody } from '@symbolon/core/custody'
import { transfer } from '@symbolon/core/transfer'
import fc from 'fast-check'
import { type Abi, encodeFunctionData, sha256, stringToHex, toEventSelector, toFunctionSelector } from 'viem'
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Chain, startChain, type Wallet } from '../../../scripts/evm/chain.js'
import { compileFolder } from '../../../scripts/evm/compile.js'
import {
  deploy,
  depositCommand,
  evmJournal,
  type Hex,
  journalArtefact,
  journalDeployment,
  orderedSignatures,
  type Payout,
  payoutsIn,
  type Rotation,
  rotationTypedData,
  streamIdOf,
  type VaultTerms,
  vaultArtefact,
  vaultDeployment,
  type Withdrawal,
  watchDeposits,
  watchWithdrawals,
  withdrawalOf,
  withdrawalTypedData,
} from '../src/evm/index.js'
import { vaultTopics } from '../src/evm/watch-vault.js'
import { open } from '../src/runtime/index.js'
import { type Contract, contractAt } from './evm-contract.js'

const PAUSE = 1000
const ZERO: Hex = `0x${'0'.repeat(64)}`
const NOBODY: Hex = `0x${'0'.repeat(40)}`
const contracts = compileFolder(join(import.meta.dirname, 'contracts'))
const chainId = 31337
let chain: Chain
let journal: Contract
let [owner, guardian, user] = [] as unknown as [Wallet, Wallet, Wallet]
const seen = new Set<string>()
/** Three, in ascending order. */
const attesters = Array.from({ length: 3 }, () => privateKeyToAccount(generatePrivateKey())).sort((a, b) =>
  a.address.toLowerCase() < b.address.toLowerCase() ? -1 : 1,
)
beforeAll(async () => {
  chain = await startChain()
  owner = chain.walletOf(0)
  guardian = chain.walletOf(1)
  user = chain.walletOf(2)
  const { client: publicClient } = chain
  const deployment = journalDeployment({ inboxDelay: 3600 })
  const address = await deploy({ publicClient, walletClient: owner, deployment, pollEvery: 10 })
  journal = contractAt(chain, address, journalArtefact.abi as Abi)
})
afterAll(() => chain.stop())

const addressOf = ({ account }: { readonly account: { readonly address: Hex } }): Hex => account.address
let names = 0

async function token(name: 'Token' | 'NoReturn' | 'Hooked'): Promise<Contract> {
  const { address } = await chain.deploy(contracts.get(name), [])
  return contractAt(chain, address, contracts.get(name)?.abi as Abi)
}

interface World {
  readonly vault: Contract
  readonly stream: Hex
  readonly name: string
  /** Appends something, so that the head is another one; answers with it. */
  readonly head: () => Promise<{ readonly hash: Hex; readonly sequence: bigint }>
  readonly send: Contract['send']
}

/** A vault of its own, on a stream of its own. */
async function world(tokens: readonly Contract[], more: Partial<VaultTerms> = {}): Promise<World> {
  const name = `vault${++names}`
  await journal.send(owner, 'open', addressOf(owner), name)
  const stream = streamIdOf(addressOf(owner), name)
  const terms: VaultTerms = {
    journal: journal.address,
    stream,
    guardian: addressOf(guardian),
    pauseFor: PAUSE,
    threshold: 2,
    tokens: tokens.map(({ address }) => address),
    attesters: attesters.map(({ address }) => address),
    ...more,
  }
  const { client: publicClient } = chain
  const address = await deploy({ publicClient, walletClient: owner, deployment: vaultDeployment(terms), pollEvery: 10 })
  const vault = contractAt(chain, address, vaultArtefact.abi as Abi)
  const send: Contract['send'] = async (...call) => {
    const answer = await vault.send(...call)
    if (typeof answer === 'string') seen.add(answer)
    return answer
  }
  const head = async () => {
    const before = await journal.read<{ hash: Hex }>('head', stream)
    await journal.send(owner, 'append', stream, before.hash, ['0x7b7d'], 0n)
    return journal.read<{ hash: Hex; sequence: bigint }>('head', stream)
  }
  return { vault, stream, name, head, send }
}

/** The wallet gets tokens, and lets the vault take them. */
async function funded(of: Contract, wallet: Wallet, { vault }: World): Promise<void> {
  if (wallet !== owner) await of.send(owner, 'transfer', addressOf(wallet), 10n ** 30n)
  await of.send(wallet, 'approve', vault.address, 2n ** 255n)
}

async function signed(
  { vault }: World,
  message: Withdrawal,
  by: readonly PrivateKeyAccount[] = attesters.slice(0, 2),
): Promise<readonly Hex[]> {
  const data = withdrawalTypedData({ chainId, vault: vault.address }, message)
  const signatures = await Promise.all(
    by.map(async (account) => ({ signer: account.address, signature: await account.signTypedData(data) })),
  )
  return orderedSignatures(signatures)
}

async function rotation(
  { vault }: World,
  message: Rotation,
  by: readonly PrivateKeyAccount[],
): Promise<readonly Hex[]> {
  const data = rotationTypedData({ chainId, vault: vault.address }, message)
  const signatures = await Promise.all(
    by.map(async (account) => ({ signer: account.address, signature: await account.signTypedData(data) })),
  )
  return orderedSignatures(signatures)
}

async function now(): Promise<bigint> {
  return (await chain.client.getBlock()).timestamp
}

async function withdrawal(of: World, token: Contract, more: Partial<Withdrawal> = {}): Promise<Withdrawal> {
  const { hash, sequence } = await of.head()
  return {
    stream: of.stream,
    sequence,
    head: hash,
    command: sha256(stringToHex('c')),
    token: token.address,
    to: addressOf(user),
    amount: 10n,
    nonce: 1n,
    deadline: (await now()) + 1000n,
    attesterSet: 1n,
    ...more,
  }
}

const later = async (seconds: number): Promise<void> => {
  await chain.node.increaseTime({ seconds })
  await chain.node.mine({ blocks: 1 })
}

describe('a system and its vault', () => {
  it('deposits become claims, claims are paid out against attestations, and the two never part', async () => {
    const usd = await token('Token')
    const of = await world([usd])
    const { vault, name, stream } = of
    const system = createSystem({
      spec: '1.0',
      mechanisms: [transfer.with({}), custody.with({ assets: ['USD'], authority: 'keeper' })],
    })
    const { client: publicClient, wallet: walletClient } = chain
    const at = { publicClient, finality: 0, pollEvery: 5 } as const
    const app = await open({
      system,
      journal: evmJournal({ ...at, walletClient, address: journal.address }),
      stream: name,
    })
    await funded(usd, user, of)
    await of.send(user, 'deposit', usd.address, 70n, 'alice')
    await of.send(user, 'deposit', usd.address, 30n, 'bob.the-2nd')
    const ending = new AbortController()
    const watching = { ...at, vault: vault.address, chainId, signal: ending.signal }
    const terms = { by: 'keeper', assets: { [usd.address]: 'USD' } }
    const deposits = watchDeposits(watching)
    for (const party of ['alice', 'bob.the-2nd']) {
      const { value } = await deposits.next()
      const command = depositCommand(value!, terms)
      expect(command?.input.party).toBe(party)
      expect(await app.execute(command as never)).toMatchObject({ status: 'accepted', repeated: false })
      // Sent again, it counts once.
      expect(await app.execute(command as never)).toMatchObject({ code: 'CUSTODY_DEPOSIT_TAKEN' })
      // Whoever guesses what the next is called can't keep it out by taking its name for a command.
      const guess = `${chainId}.${vault.address.toLowerCase()}.1`
      const input = { to: 'carol', asset: 'USD', amount: 1n }
      await app.execute({ id: guess, by: 'alice', type: 'transfer.send', input })
    }
    expect(
      depositCommand({ ...(await watchDeposits(watching).next()).value! }, { by: 'keeper', assets: {} }),
    ).toBeUndefined()
    await app.execute({ by: 'alice', type: 'transfer.send', input: { to: 'bob.the-2nd', asset: 'USD', amount: 20n } })
    const to = addressOf(guardian)
    const asked = await app.execute({
      by: 'bob.the-2nd',
      type: 'custody.withdraw',
      input: { asset: 'USD', amount: 45n, to },
    })
    if (asked.status !== 'accepted') throw new Error(asked.code)
    const [payout] = payoutsIn(asked.record)
    expect(payout).toMatchObject({
      withdrawal: 1,
      party: 'bob.the-2nd',
      amount: 45n,
      at: asked.at,
      sequence: asked.sequence,
    })
    // The stream goes on meanwhile: any later head will do.
    await app.execute({ by: 'alice', type: 'transfer.send', input: { to: 'carol', asset: 'USD', amount: 1n } })
    const deadline = Number(await now()) + 600
    const attestation = { stream, head: app.head, token: usd.address, deadline, attesterSet: 1n }
    const message = withdrawalOf(payout!, attestation)!
    expect(await of.send(user, 'withdraw', message, await signed(of, message))).toBeTypeOf('bigint')
    expect(await usd.read('balanceOf', to)).toBe(45n)
    const { value: paid } = await watchWithdrawals(watching).next()
    expect(paid).toMatchObject({ withdrawal: 1, amount: 45n, to: to.toLowerCase(), token: usd.address.toLowerCase() })
    const confirmed = { by: 'keeper', type: 'custody.confirm', input: { withdrawal: paid!.withdrawal } } as const
    expect(await app.execute(confirmed)).toMatchObject({ status: 'accepted' })
    const view = await app.view()
    expect(view.supply('USD')).toBe(55n)
    expect(await vault.read('custody', usd.address)).toBe(55n)
    expect(view.balance(available('bob.the-2nd', 'USD'))).toBe(5n)
    // Nothing where the party wrote no address, and no head before the record.
    expect(withdrawalOf({ ...payout!, to: 'IBAN 1' }, attestation)).toBeUndefined()
    expect(() => withdrawalOf({ ...payout!, sequence: 99 }, attestation)).toThrow(RangeError)
    expect(payoutsIn(asked.record, 'other')).toEqual([])
    ending.abort()
    expect((await deposits.next()).done).toBe(true)
    await app.close()
  })

  it('topics are those of the artefact', () => {
    for (const [name, topic] of Object.entries(vaultTopics)) {
      const event = vaultArtefact.abi.find((entry) => entry.type === 'event' && entry.name === name)
      expect(toEventSelector(event as never), name).toBe(topic)
    }
  })
})

describe('tokens', () => {
  it('what counts of a token that takes a fee is what arrives; it pays out what leaves the vault', async () => {
    const usd = await token('Token')
    const of = await world([usd])
    await funded(usd, user, of)
    await usd.send(owner, 'set', 100n, 0n, false, false)
    await of.send(user, 'deposit', usd.address, 1000n, 'alice')
    expect(await of.vault.read('custody', usd.address)).toBe(990n)
    const all = await withdrawal(of, usd, { amount: 990n, to: addressOf(guardian) })
    expect(await of.send(user, 'withdraw', all, await signed(of, all))).toBeTypeOf('bigint')
    expect(await usd.read('balanceOf', addressOf(guardian))).toBe(981n)
    expect(await of.vault.read('custody', usd.address)).toBe(0n)
    await usd.send(owner, 'set', 10_000n, 0n, false, false)
    expect(await of.send(user, 'deposit', usd.address, 10n, 'alice')).toBe('NothingReceived')
  })

  it('one that answers nothing works, one that says no or reverts moves nothing', async () => {
    const [silent, refusing] = [await token('NoReturn'), await token('Token')]
    const of = await world([silent, refusing])
    for (const one of [silent, refusing]) await funded(one, user, of)
    expect(await of.send(user, 'deposit', silent.address, 50n, 'alice')).toBeTypeOf('bigint')
    const message = await withdrawal(of, silent, { amount: 50n })
    expect(await of.send(user, 'withdraw', message, await signed(of, message))).toBeTypeOf('bigint')
    await of.send(user, 'deposit', refusing.address, 50n, 'alice')
    for (const quirk of [
      [true, false],
      [false, true],
    ]) {
      await refusing.send(owner, 'set', 0n, 0n, ...quirk)
      expect(await of.send(user, 'deposit', refusing.address, 50n, 'alice')).toBe('TransferFailed')
      const out = await withdrawal(of, refusing, { nonce: 2n })
      expect(await of.send(user, 'withdraw', out, await signed(of, out))).toBe('TransferFailed')
    }
    await refusing.send(owner, 'set', 0n, 0n, false, false)
    expect(await of.vault.read('custody', refusing.address)).toBe(50n)
    expect(await of.vault.read('isUsed', 2n)).toBe(false)
  })

  it('one that takes more than was paid out can’t take it from others', async () => {
    const usd = await token('Token')
    const of = await world([usd])
    await funded(usd, user, of)
    await of.send(user, 'deposit', usd.address, 1000n, 'alice')
    await usd.send(owner, 'set', 0n, 100n, false, false)
    const message = await withdrawal(of, usd, { amount: 100n })
    expect(await of.send(user, 'withdraw', message, await signed(of, message))).toBe('DebitMismatch')
  })

  it('one that calls back gets in nowhere', async () => {
    const hooked = await token('Hooked')
    const of = await world([hooked])
    await funded(hooked, user, of)
    const abi = vaultArtefact.abi as Abi
    const deposit = encodeFunctionData({ abi, functionName: 'deposit', args: [hooked.address, 5n, 'mallory'] })
    await hooked.send(owner, 'hook', of.vault.address, deposit, false)
    // The token hands on what it was refused with.
    expect(await of.send(user, 'deposit', hooked.address, 10n, 'alice')).toBe('TransferFailed')
    await hooked.send(owner, 'hook', of.vault.address, deposit, true)
    expect(await of.send(user, 'deposit', hooked.address, 10n, 'alice')).toBeTypeOf('bigint')
    expect(await of.vault.read('custody', hooked.address)).toBe(10n)
    expect(await of.vault.read('deposits')).toBe(1n)
    expect(await hooked.read('answered')).toBe(toFunctionSelector('Reentered()'))
    const message = await withdrawal(of, hooked, { amount: 6n })
    const signatures = await signed(of, message)
    const again = encodeFunctionData({ abi, functionName: 'withdraw', args: [message, signatures] })
    await hooked.send(owner, 'hook', of.vault.address, again, true)
    expect(await of.send(user, 'withdraw', message, signatures)).toBeTypeOf('bigint')
    expect(await of.vault.read('custody', hooked.address)).toBe(4n)
    expect(await hooked.read('answered')).toBe(toFunctionSelector('Reentered()'))
    seen.add('Reentered')
  })
})

describe('error', () => {
  it('deposits: in order of precedence', async () => {
    const [usd, other] = [await token('Token'), await token('Token')]
    const of = await world([usd])
    await funded(usd, user, of)
    const deposit = (address: Hex, amount: bigint, party: string) => of.send(user, 'deposit', address, amount, party)
    expect(await deposit(other.address, 0n, '')).toBe('TokenUnknown')
    const names = ['', 'a b', '@kernel', '-a', 'é', 'a/b', 'a\n', 'x'.repeat(65)]
    for (const name of names) expect(await deposit(usd.address, 0n, name), name).toBe('PartyInvalid')
    expect(await deposit(usd.address, 0n, 'alice')).toBe('NothingReceived')
    for (const name of ['a', '0~._-Z', 'x'.repeat(64)])
      expect(await deposit(usd.address, 1n, name)).toBeTypeOf('bigint')
    await usd.send(owner, 'approve', of.vault.address, 2n ** 255n)
    expect(await of.send(owner, 'deposit', usd.address, 2n ** 127n - 3n, 'alice')).toBe('AmountTooLarge')
    expect(await of.send(owner, 'deposit', usd.address, 2n ** 127n - 4n, 'alice')).toBeTypeOf('bigint')
    expect(await deposit(usd.address, 1n, 'alice')).toBe('AmountTooLarge')
  })

  it('withdrawals: in order of precedence', async () => {
    const usd = await token('Token')
    const of = await world([usd])
    await funded(usd, user, of)
    await of.send(user, 'deposit', usd.address, 100n, 'alice')
    const good = await withdrawal(of, usd)
    const stale = { ...good, sequence: good.sequence + 1n }
    const wrong = { ...stale, stream: ZERO, deadline: 0n, attesterSet: 2n, to: NOBODY, amount: 101n }
    const send = async (message: Withdrawal, by?: readonly PrivateKeyAccount[]) =>
      of.send(user, 'withdraw', message, await signed(of, message, by))
    expect(await send(wrong, [])).toBe('WrongStream')
    expect(await send({ ...wrong, stream: of.stream }, [])).toBe('Expired')
    const { deadline, to } = good
    expect(await send({ ...wrong, stream: of.stream, deadline }, [])).toBe('WrongSet')
    expect(await send(good)).toBeTypeOf('bigint')
    const used = { ...stale, to: NOBODY, amount: 101n }
    expect(await send(used, [])).toBe('NonceUsed')
    // Paid once, whatever else is signed under its number.
    expect(await send({ ...good, amount: 5n, command: ZERO })).toBe('NonceUsed')
    const next = { ...used, nonce: 257n }
    expect(await send(next, [])).toBe('RecipientInvalid')
    expect(await send({ ...next, to: of.vault.address }, [])).toBe('RecipientInvalid')
    expect(await send({ ...next, to }, [])).toBe('HeadUnknown')
    expect(await send({ ...next, to, sequence: 0n, head: ZERO }, [])).toBe('HeadUnknown')
    const { sequence } = good
    expect(await send({ ...next, to, sequence }, [])).toBe('CustodyExceeded')
    const right = { ...good, nonce: 257n }
    expect(await send(right, attesters.slice(2))).toBe('TooFewSignatures')
    const other = privateKeyToAccount(generatePrivateKey())
    expect(await send(right, [attesters[0]!, other])).toBe('NotAttester')
    expect(await send(right, [attesters[0]!, attesters[0]!])).toBe('SignaturesUnsorted')
    const [one = '0x', two = '0x'] = await signed(of, right)
    const sent = (signatures: readonly Hex[]) => of.send(user, 'withdraw', right, signatures)
    expect(await sent([two, one])).toBe('SignaturesUnsorted')
    expect(await sent([one, two.slice(0, -2) as Hex])).toBe('SignatureInvalid')
    expect(await sent([one, `${two.slice(0, -2)}05` as Hex])).toBe('SignatureInvalid')
    // The other s of the same signature.
    const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
    const s = (order - BigInt(`0x${two.slice(66, 130)}`)).toString(16).padStart(64, '0')
    const v = two.endsWith('1b') ? '1c' : '1b'
    expect(await sent([one, `${two.slice(0, 66)}${s}${v}` as Hex])).toBe('SignatureInvalid')
    const changed = { ...right, amount: 11n }
    expect(await of.send(user, 'withdraw', changed, [one, two])).toBe('NotAttester')
    expect(await sent(await signed(of, right, attesters))).toBeTypeOf('bigint')
    expect(await of.vault.read('custody', usd.address)).toBe(80n)
  })

  it('a signature counts for one vault on one chain', async () => {
    const usd = await token('Token')
    const [of, other] = [await world([usd]), await world([usd])]
    await funded(usd, user, of)
    await of.send(user, 'deposit', usd.address, 100n, 'alice')
    const message = await withdrawal(of, usd)
    expect(await of.send(user, 'withdraw', message, await signed(other, message))).toBe('NotAttester')
    const data = withdrawalTypedData({ chainId: 1, vault: of.vault.address }, message)
    const foreign = await Promise.all(attesters.slice(0, 2).map((account) => account.signTypedData(data)))
    expect(await of.send(user, 'withdraw', message, foreign)).toBe('NotAttester')
  })

  it('a withdrawal under a head that a reorganisation took away is void', async () => {
    const usd = await token('Token')
    const of = await world([usd])
    await funded(usd, user, of)
    await of.send(user, 'deposit', usd.address, 100n, 'alice')
    const message = await withdrawal(of, usd)
    await chain.client.request({ method: 'anvil_reorg', params: [1, []] } as never)
    expect(await of.send(user, 'withdraw', message, await signed(of, message))).toBe('HeadUnknown')
  })

  it('pauses end, and can’t follow each other at once', async () => {
    const usd = await token('Token')
    const of = await world([usd])
    await funded(usd, user, of)
    await of.send(user, 'deposit', usd.address, 100n, 'alice')
    expect(await of.send(user, 'pause')).toBe('NotGuardian')
    expect(await of.send(user, 'unpause')).toBe('NotGuardian')
    await of.send(guardian, 'pause')
    const message = await withdrawal(of, usd, { deadline: (await now()) + 10_000n })
    const signatures = await signed(of, message)
    expect(await of.send(user, 'withdraw', message, signatures)).toBe('Paused')
    expect(await of.send(user, 'deposit', usd.address, 1n, 'alice')).toBe('Paused')
    expect(await of.send(guardian, 'pause')).toBe('PauseTooSoon')
    await later(PAUSE + 1)
    expect(await of.send(user, 'withdraw', message, signatures)).toBeTypeOf('bigint')
    expect(await of.send(guardian, 'pause')).toBe('PauseTooSoon')
    await later(PAUSE)
    expect(await of.send(guardian, 'pause')).toBeTypeOf('bigint')
    expect(await of.send(guardian, 'unpause')).toBeTypeOf('bigint')
    expect(await of.send(user, 'deposit', usd.address, 1n, 'alice')).toBeTypeOf('bigint')
    expect(await of.send(guardian, 'pause')).toBe('PauseTooSoon')
  })

  it('attesters are replaced by themselves alone, and what they signed before is void', async () => {
    const usd = await token('Token')
    const of = await world([usd])
    await funded(usd, user, of)
    await of.send(user, 'deposit', usd.address, 100n, 'alice')
    const fresh = Array.from({ length: 2 }, () => privateKeyToAccount(generatePrivateKey()))
    const deadline = (await now()) + 1000n
    const list = [...fresh]
      .sort((a, b) => (a.address.toLowerCase() < b.address.toLowerCase() ? -1 : 1))
      .map(({ address }) => address)
    const message: Rotation = { attesters: list, threshold: 2n, attesterSet: 1n, deadline }
    const send = (given: Rotation, signatures: readonly Hex[]) =>
      of.send(user, 'rotate', given.attesters, given.threshold, given.deadline, signatures)
    const before = await withdrawal(of, usd)
    const old = await signed(of, before)
    const two = attesters.slice(0, 2)
    expect(await send(message, await rotation(of, message, fresh))).toBe('NotAttester')
    expect(await send(message, await rotation(of, message, two.slice(1)))).toBe('TooFewSignatures')
    expect(await send({ ...message, threshold: 1n }, await rotation(of, message, two))).toBe('NotAttester')
    expect(await send({ ...message, deadline: 0n }, await rotation(of, { ...message, deadline: 0n }, two))).toBe(
      'Expired',
    )
    for (const bad of [
      { threshold: 0n },
      { threshold: 3n },
      { attesters: [list[0]!, list[0]!] },
      { attesters: [NOBODY], threshold: 1n },
    ]) {
      const given = { ...message, ...bad }
      expect(await send(given, await rotation(of, given, two))).toBe('SetInvalid')
    }
    const signatures = await rotation(of, message, two)
    expect(await send(message, signatures)).toBeTypeOf('bigint')
    expect(await send(message, signatures)).toBe('NotAttester')
    expect(await of.send(user, 'withdraw', before, old)).toBe('WrongSet')
    const again = { ...before, attesterSet: 2n }
    expect(await of.send(user, 'withdraw', again, await signed(of, again, two))).toBe('NotAttester')
    expect(await of.send(user, 'withdraw', again, await signed(of, again, fresh))).toBeTypeOf('bigint')
  })

  it('deployments that couldn’t work are refused', async () => {
    const usd = await token('Token')
    const bytecode = vaultArtefact.bytecode
    const attempt = async (
      tokens: readonly Hex[],
      list: readonly Hex[],
      threshold: bigint,
    ): Promise<string | undefined> => {
      const args = [journal.address, ZERO, NOBODY, 1n, threshold, tokens, list] as const
      const abi = vaultArtefact.abi as Abi
      const error = await owner.deployContract({ abi, bytecode, args }).then(
        () => undefined,
        (thrown: unknown) => thrown,
      )
      const text = String((error as { message?: string } | undefined)?.message)
      // Nodes give no names for what a constructor throws.
      const name = ['TokenInvalid(address)', 'SetInvalid()'].find((known) => text.includes(toFunctionSelector(known)))
      if (error !== undefined && name === undefined) throw error
      if (name !== undefined) seen.add(name.replace(/\(.*/, ''))
      return name
    }
    const [one] = attesters.map(({ address }) => address) as [Hex]
    expect(await attempt([addressOf(user)], [one], 1n)).toContain('TokenInvalid')
    expect(await attempt([usd.address], [one], 2n)).toContain('SetInvalid')
    expect(await attempt([usd.address], [one, one], 1n)).toContain('SetInvalid')
    expect(await attempt([usd.address], [one], 1n)).toBeUndefined()
  })

  it('every error of the contract has been seen', () => {
    const errors = vaultArtefact.abi.flatMap((entry) => (entry.type === 'error' ? [entry.name] : []))
    expect(errors.filter((name) => !seen.has(name))).toEqual([])
  })
})

describe('whatever is done', () => {
  it('claims on the vault, less what it has paid and nobody has confirmed yet, are never more than it keeps', async () => {
    const step = fc.record({
      call: fc.constantFrom(
        'deposit',
        'unwatched',
        'send',
        'withdraw',
        'withdraw',
        'pay',
        'pay',
        'forge',
        'confirm',
        'refund',
      ),
      who: fc.constantFrom('alice', 'bob'),
      amount: fc.bigInt({ min: 1n, max: 60n }),
    })
    const plain = { who: 'alice', amount: 50n }
    const calls = [
      'deposit',
      'unwatched',
      'withdraw',
      'forge',
      'pay',
      'pay',
      'confirm',
      'deposit',
      'withdraw',
      'refund',
    ]
    const directed = calls.map((call) => ({ ...plain, call }))
    const system = createSystem({
      spec: '1.0',
      mechanisms: [transfer.with({}), custody.with({ assets: ['USD'], authority: 'keeper' })],
    })
    const { client: publicClient, wallet: walletClient } = chain
    const outcomes = new Set<string>()
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 14 }), async (steps) => {
        const usd = await token('Token')
        const of = await world([usd])
        await funded(usd, user, of)
        const journalOf = { publicClient, walletClient, address: journal.address, finality: 0, pollEvery: 5 }
        const app = await open({ system, journal: evmJournal(journalOf), stream: of.name, offersEvery: 0 })
        const payouts: { readonly payout: Payout; state: 'pending' | 'paid' | 'over' }[] = []
        let watched = 0
        let unwatched = 0n
        const run = async (command: object): Promise<string> => {
          const answer = await app.execute(command as never)
          if (answer.status === 'accepted') {
            for (const payout of payoutsIn(answer.record)) payouts.push({ payout, state: 'pending' })
          }
          return answer.status === 'accepted' ? 'accepted' : answer.code
        }
        for (const { call, who, amount } of steps) {
          let answer: string | bigint = 'nothing to do'
          const pending = payouts.find(({ state }) => state === 'pending')
          const paid = payouts.find(({ state }) => state === 'paid')
          if (call === 'deposit' || call === 'unwatched') {
            answer = await of.send(user, 'deposit', usd.address, amount, who)
            unwatched += amount
          }
          if (call === 'deposit') {
            const at = {
              publicClient,
              vault: of.vault.address,
              chainId,
              finality: 0,
              pollEvery: 5,
              after: watched,
            } as const
            const all = (await of.vault.read<bigint>('deposits')) - BigInt(watched)
            const deposits = watchDeposits(at)
            for (let n = 0n; n < all; n++) {
              const { value } = await deposits.next()
              const command = depositCommand(value!, { by: 'keeper', assets: { [usd.address]: 'USD' } })
              expect(await run(command!)).toBe('accepted')
              unwatched -= value!.amount
              watched += 1
            }
            await deposits.return()
          } else if (call === 'send') {
            answer = await run({ by: who, type: 'transfer.send', input: { to: 'carol', asset: 'USD', amount } })
          } else if (call === 'withdraw') {
            answer = await run({
              by: who,
              type: 'custody.withdraw',
              input: { asset: 'USD', amount, to: addressOf(guardian) },
            })
          } else if (call === 'pay' || call === 'forge') {
            // One that was paid before is sent again.
            const chosen = pending ?? paid
            if (chosen) {
              const deadline = Number(await now()) + 600
              const terms = { stream: of.stream, head: app.head, token: usd.address, deadline, attesterSet: 1n }
              const message = withdrawalOf(chosen.payout, terms)!
              const signatures = await signed(of, message)
              const more = call === 'forge' ? { ...message, amount: message.amount + 1n } : message
              answer = await of.send(user, 'withdraw', more, signatures)
              if (call === 'forge') expect(answer).toBeTypeOf('string')
              if (typeof answer === 'bigint') {
                expect(chosen.state).toBe('pending')
                chosen.state = 'paid'
              }
            }
          } else if (call === 'confirm' && paid) {
            answer = await run({ by: 'keeper', type: 'custody.confirm', input: { withdrawal: paid.payout.withdrawal } })
            paid.state = 'over'
          } else if (call === 'refund' && pending) {
            answer = await run({
              by: 'keeper',
              type: 'custody.refund',
              input: { withdrawal: pending.payout.withdrawal },
            })
            pending.state = 'over'
          }
          if (answer === 'accepted' || typeof answer === 'bigint') outcomes.add(call)
          const unconfirmed = payouts
            .filter(({ state }) => state === 'paid')
            .reduce((sum, { payout }) => sum + payout.amount, 0n)
          const claims = (await app.view()).supply('USD') - unconfirmed
          const kept = await of.vault.read<bigint>('custody', usd.address)
          expect(claims + unwatched).toBe(kept)
          expect(await usd.read<bigint>('balanceOf', of.vault.address)).toBe(kept)
        }
        await app.close()
      }),
      { numRuns: 4, examples: [[directed]] },
    )
    for (const call of ['deposit', 'unwatched', 'withdraw', 'pay', 'confirm', 'refund'])
      expect(outcomes, call).toContain(call)
  })

  it('custody is what was deposited less what was paid, the vault holds at least that, and nothing is paid twice', async () => {
    const step = fc.record({
      call: fc.constantFrom(
        'deposit',
        'deposit',
        'withdraw',
        'withdraw',
        'replay',
        'donate',
        'fee',
        'pause',
        'unpause',
        'time',
      ),
      which: fc.constantFrom(0, 1),
      amount: fc.bigInt({ min: 0n, max: 120n }),
      nonce: fc.bigInt({ min: 0n, max: 5n }),
      signers: fc.integer({ min: 0, max: 3 }),
    })
    const outcomes = new Set<string>()
    const plain = { which: 0, amount: 10n, nonce: 1n, signers: 2 }
    // Whatever is drawn, each outcome below comes about once.
    const directed = [
      { ...plain, call: 'deposit', amount: 100n },
      { ...plain, call: 'withdraw' },
      { ...plain, call: 'replay' },
      { ...plain, call: 'withdraw', nonce: 2n, amount: 120n },
      { ...plain, call: 'withdraw', nonce: 2n, signers: 1 },
      { ...plain, call: 'pause' },
      { ...plain, call: 'deposit' },
    ]
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 20 }), async (steps) => {
        const tokens = [await token('Token'), await token('NoReturn')] as const
        const of = await world(tokens)
        for (const one of tokens) await funded(one, user, of)
        const kept = [0n, 0n]
        const paid = new Set<bigint>()
        const sent: [Withdrawal, readonly Hex[]][] = []
        for (const { call, which, amount, nonce, signers } of steps) {
          const one = tokens[which] as Contract
          const balance = (): Promise<bigint> => one.read('balanceOf', of.vault.address)
          const before = await balance()
          let answer: bigint | string = 0n
          if (call === 'deposit') {
            answer = await of.send(user, 'deposit', one.address, amount, 'alice')
            if (typeof answer === 'bigint') kept[which]! += (await balance()) - before
          } else if (call === 'withdraw' || call === 'replay') {
            const known = sent.at(-1)
            const message = call === 'replay' && known ? known[0] : await withdrawal(of, one, { amount, nonce })
            const signatures =
              call === 'replay' && known ? known[1] : await signed(of, message, attesters.slice(0, signers))
            answer = await of.send(user, 'withdraw', message, signatures)
            if (typeof answer === 'bigint') {
              expect(paid.has(message.nonce)).toBe(false)
              expect(signatures.length).toBeGreaterThanOrEqual(2)
              paid.add(message.nonce)
              sent.push([message, signatures])
              kept[tokens.findIndex(({ address }) => address === message.token)]! -= message.amount
            }
          } else if (call === 'donate') await one.send(owner, 'transfer', of.vault.address, amount)
          else if (call === 'fee') await tokens[0].send(owner, 'set', amount, 0n, false, false)
          else if (call === 'time') await later(PAUSE)
          else await of.send(guardian, call)
          outcomes.add(typeof answer === 'string' ? answer : call)
          for (const [index, { address, read }] of tokens.entries()) {
            expect(await of.vault.read('custody', address)).toBe(kept[index])
            expect(await read<bigint>('balanceOf', of.vault.address)).toBeGreaterThanOrEqual(kept[index]!)
          }
        }
      }),
      { numRuns: 8, examples: [[directed]] },
    )
    for (const outcome of ['deposit', 'withdraw', 'NonceUsed', 'CustodyExceeded', 'TooFewSignatures', 'Paused'])
      expect(outcomes, outcome).toContain(outcome)
  })
})
