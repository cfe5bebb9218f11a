/** The page in a real browser, with a wallet that is put into it, a chain, and the host. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deploy, journalDeployment } from '@symbolon/adapters/evm'
import { type Browser, chromium, type Page } from 'playwright-core'
import { type Hex, hexToBigInt } from 'viem'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Chain, startChain } from '../../scripts/evm/chain.js'
import { startHost } from './host.js'
import { partyOf } from './system.js'

const known = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const executablePath = [process.env.CHROMIUM, ...known].find((path) => path !== undefined && existsSync(path))
if (executablePath === undefined) {
  console.warn('The page is not tried: there is no Chromium here. Install one, or name it in CHROMIUM.')
}
const PATIENCE = { timeout: 20_000 }
/** What keeps a browser from looking for anything outside of this machine. */
const args = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
]

describe.skipIf(executablePath === undefined)('the page, in Chromium', () => {
  let chain: Chain
  let host: Awaited<ReturnType<typeof startHost>>
  let browser: Browser
  let page: Page
  const folder = mkdtempSync(join(tmpdir(), 'symbolon-page-'))
  /** What the wallet was asked, in order. */
  const asked: string[] = []
  /** Typed data as the wallet was to show it. */
  const shown: { readonly primaryType: string; readonly message: Readonly<Record<string, unknown>> }[] = []

  beforeAll(async () => {
    await build({
      configFile: join(import.meta.dirname, 'vite.config.ts'),
      build: { outDir: folder, emptyOutDir: true },
    })
    chain = await startChain()
    const { client: publicClient, wallet: walletClient, url: rpc } = chain
    const deployment = journalDeployment({ inboxDelay: 600 })
    const journal = await deploy({ publicClient, walletClient, deployment, pollEvery: 10 })
    const owner = walletClient.account.address
    const place = { rpc, chainId: await publicClient.getChainId(), journal, owner, stream: 'bridge', finality: 0 }
    host = await startHost({ publicClient, walletClient, place, page: folder, offersEvery: 100 })
    browser = await chromium.launch({ executablePath: executablePath as string, args })
    page = await browser.newPage()
    await page.exposeFunction('askWallet', ask)
    await page.addInitScript(announce)
    await page.goto(host.url)
    await page.waitForSelector('body[data-ready]')
  })
  afterAll(async () => {
    await browser?.close()
    await host?.close()
    await chain?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  /** What the wallet does: it shows accounts, signs and sends. Its key is here, not in the page. */
  async function ask(method: string, params: readonly unknown[]): Promise<unknown> {
    asked.push(method)
    const wallet = chain.walletOf(1)
    if (method === 'eth_requestAccounts' || method === 'eth_accounts') return [wallet.account.address]
    if (method === 'eth_signTypedData_v4') {
      const { domain, types, primaryType, message } = JSON.parse(params[1] as string)
      shown.push({ primaryType, message })
      return wallet.signTypedData({ domain, types, primaryType, message })
    }
    if (method === 'eth_sendTransaction') {
      const { to, data, value } = params[0] as { readonly to: Hex; readonly data: Hex; readonly value?: Hex }
      return wallet.sendTransaction({ to, data, ...(value === undefined ? {} : { value: hexToBigInt(value) }) })
    }
    return chain.client.request({ method, params } as never)
  }

  const text = (id: string) => page.locator(`#${id}`).textContent()
  const becomes = (id: string, value: string) => expect.poll(() => text(id), PATIENCE).toBe(value)
  async function press(id: string, result: string): Promise<void> {
    await page.click(`#${id}`)
    await becomes('result', result)
  }

  it('registers the wallet, and has it sign, submit and watch what it asks the bridge for', async () => {
    await press('request', 'connect a wallet first')
    await page.click('text=Connect Test Wallet')
    const party = partyOf(chain.walletOf(1).account.address)
    await expect.poll(() => text('account'), PATIENCE).toContain('Test Wallet')
    await press('join', 'accepted')
    await becomes('bonded', '1000')

    await page.fill('#amount', '900')
    await press('request', 'accepted')
    await becomes('outstanding', '900')
    expect(shown.at(-1)).toMatchObject({
      primaryType: 'Command',
      message: { stream: 'bridge', by: party, type: 'bridge.request', input: { amount: '900' } },
    })
    expect((await host.app.view()).held(party, 'MPOND')).toBe(1000n)
    expect(asked.filter((method) => method === 'eth_signTypedData_v4')).toHaveLength(3)

    // what the core refuses, the page is told by its code
    await page.fill('#amount', '901')
    await press('cancel', 'BRIDGE_CANCELLATION_EXCEEDS_REMAINDER')
    await press('verify', 'verified 4 records')
  })

  it('gets in past a host that would rather not, by the inbox on the chain', async () => {
    await page.check('#past-host')
    await page.fill('#amount', '100')
    await press('cancel', 'offered')
    await becomes('outstanding', '800')
    expect(await page.locator('#records li').first().textContent()).toContain('inbox')
    await page.fill('#amount', '801')
    await press('cancel', 'offered')
    await expect
      .poll(() => page.locator('#records li').first().textContent(), PATIENCE)
      .toContain('refused: BRIDGE_CANCELLATION_EXCEEDS_REMAINDER')
    await press('verify', 'verified 6 records')
    expect((await host.app.verify()).status).toBe('verified')
  })

  it('says so when the wallet declines', async () => {
    const before = (await host.app.refresh()).sequence
    await page.evaluate(() => {
      ;(globalThis as { declines?: boolean }).declines = true
    })
    await page.click('#cancel')
    await expect.poll(() => text('result'), PATIENCE).toMatch(/reject/i)
    expect((await host.app.refresh()).sequence).toBe(before)
  })
})

/** Runs in the page: a wallet as EIP-1193 and EIP-6963 say. */
function announce(): void {
  const scope = globalThis as unknown as {
    readonly askWallet: (method: string, params: readonly unknown[]) => Promise<unknown>
    readonly declines?: boolean
    addEventListener(type: string, listener: () => void): void
    dispatchEvent(event: Event): void
  }
  const provider = {
    async request({ method, params = [] }: { readonly method: string; readonly params?: readonly unknown[] }) {
      if (scope.declines && method === 'eth_signTypedData_v4') {
        throw Object.assign(new Error('User rejected the request.'), { code: 4001 })
      }
      return scope.askWallet(method, params)
    },
    on() {},
    removeListener() {},
  }
  const info = {
    uuid: '350670db-19fa-4704-a166-e52e178b59d2',
    name: 'Test Wallet',
    icon: 'data:,',
    rdns: 'test.wallet',
  }
  const tell = () => {
    const detail = Object.freeze({ info, provider })
    scope.dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail }))
  }
  scope.addEventListener('eip6963:requestProvider', tell)
  tell()
}
