/** The page: a wallet asks the bridge for its tokens. What it shows, it has verified itself from the chain. */
import { evmJournal, journalArtefact, streamIdOf } from '@symbolon/adapters/evm'
import type { JournalRecord } from '@symbolon/adapters/journal'
import { contentOf, open } from '@symbolon/adapters/runtime'
import { available } from '@symbolon/core'
import { convertible, outstanding, requestsOf } from '@symbolon/core/bridge'
import { canonicalize, type JsonValue } from '@symbolon/core/codec'
import { createPublicClient, createWalletClient, custom, defineChain, http, stringToHex } from 'viem'
import { registration, type Sign, signed, type Wish } from './signing.js'
import { type Place, partyOf, system } from './system.js'
import { findWallets, type Wallet } from './wallets.js'

const element = <E extends HTMLElement>(id: string): E => document.getElementById(id) as E
const show = (id: string, text: string): void => {
  element(id).textContent = text
}

const place: Place = await (await fetch('place')).json()
const chain = defineChain({
  id: place.chainId,
  name: `chain ${place.chainId}`,
  nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
  rpcUrls: { default: { http: [place.rpc] } },
})
const publicClient = createPublicClient({ chain, transport: http(place.rpc) })
const journal = evmJournal({
  publicClient,
  address: place.journal,
  owner: place.owner,
  finality: place.finality,
  pollEvery: 500,
})
const app = await open({ system, journal, stream: place.stream, offersEvery: 0 })

/** The visitor, once there is one. */
interface Visitor {
  readonly party: string
  readonly sign: Sign
  readonly offer: (command: JsonValue) => Promise<unknown>
}
let visitor: Visitor | undefined

async function connect({ name, provider }: Wallet): Promise<void> {
  const [account] = await createWalletClient({ transport: custom(provider) }).requestAddresses()
  if (account === undefined) return
  const client = createWalletClient({ account, chain, transport: custom(provider) })
  const stream = streamIdOf(place.owner, place.stream)
  visitor = {
    party: partyOf(account),
    sign: (data) => client.signTypedData(data),
    offer: (command) =>
      client.writeContract({
        address: place.journal,
        abi: journalArtefact.abi,
        functionName: 'offer',
        args: [stream, stringToHex(canonicalize(command))],
      }),
  }
  show('account', `${account} (${name})`)
  await render()
}

/** Hands a command to the host, or past it to the stream's inbox on the chain. */
async function submit(by: Visitor, command: JsonValue, pastHost: boolean): Promise<string> {
  if (pastHost) {
    await by.offer(command)
    return 'offered'
  }
  const answer = await fetch('commands', { method: 'POST', body: JSON.stringify(command) })
  const { status, code } = (await answer.json()) as { readonly status: string; readonly code?: string }
  return code ?? status
}

/** Runs what a button is for, and says what came of it. */
function on(id: string, run: (by: Visitor) => Promise<string>): void {
  element<HTMLButtonElement>(id).addEventListener('click', async () => {
    show('result', '…')
    try {
      show('result', visitor === undefined ? 'connect a wallet first' : await run(visitor))
    } catch (error) {
      show('result', error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error))
    }
  })
}
const wish = (id: string, wanted: () => Pick<Wish, 'type' | 'input'>): void =>
  on(id, async (by) => {
    const command = await signed(by.party, wanted(), place.stream, by.sign)
    return submit(by, command, element<HTMLInputElement>('past-host').checked)
  })

const amount = (): bigint => BigInt(element<HTMLInputElement>('amount').value)
const epoch = (): number => Number(element<HTMLSelectElement>('epoch').value)

on('join', async (by) => submit(by, await registration(by.party, place.stream, by.sign), false))
wish('request', () => ({ type: 'bridge.request', input: { amount: amount() } }))
wish('convert', () => ({ type: 'bridge.convert', input: { epoch: epoch(), amount: amount() } }))
wish('cancel', () => ({ type: 'bridge.cancel', input: { epoch: epoch(), amount: amount() } }))
on('verify', async () => {
  const verdict = await app.verify()
  return verdict.status === 'verified' ? `verified ${verdict.sequence} records` : verdict.code
})
findWallets((wallet) => {
  const button = document.createElement('button')
  button.textContent = `Connect ${wallet.name}`
  button.addEventListener('click', () => connect(wallet))
  element('wallets').append(button)
})

async function render(): Promise<void> {
  if (visitor === undefined) return
  const { party } = visitor
  const view = await app.view()
  const bridge = view.mechanisms.bridge
  show('bonded', String(view.balance(available(party, 'MPOND'))))
  show('liquid', String(view.balance(available(party, 'POND'))))
  show('outstanding', String(outstanding(bridge, party)))
  const chosen = epoch()
  const rows = [...requestsOf(bridge, party)].map(({ key }) => {
    const option = document.createElement('option')
    option.value = String(key.epoch)
    option.textContent = `${key.epoch}: ${convertible(bridge, key, Math.floor(Date.now() / 1000))} open`
    option.selected = key.epoch === chosen
    return option
  })
  element('epoch').replaceChildren(...rows)
}

/** What a record says, in a line. */
function line(record: JournalRecord): string {
  const { command, writes } = contentOf(record)
  const row = writes.find(({ table }) => table === 'kernel.inbox')?.row as
    | { readonly refused: string | null }
    | undefined
  const outcome = row === undefined ? '' : row.refused === null ? ', taken from the inbox' : `, refused: ${row.refused}`
  return `${record.sequence}. ${command.type} by ${command.by}${outcome}`
}

app.subscribe(
  async (record) => {
    // replayed before it is shown: what follows no rule stops here
    await app.refresh()
    const item = document.createElement('li')
    item.textContent = line(record)
    element('records').prepend(item)
    await render()
  },
  { after: 0 },
)
document.body.dataset.ready = 'true'
