/** A chain of one's own, the contract on it, the page and its host: `npm start` in this folder. */
import { join } from 'node:path'
import { deploy, journalDeployment } from '@symbolon/adapters/evm'
import { build } from 'vite'
import { startChain } from '../../scripts/evm/chain.js'
import { startHost } from './host.js'

const page = join(import.meta.dirname, 'dist')
await build({ configFile: join(import.meta.dirname, 'vite.config.ts'), build: { outDir: page } })
const {
  client: publicClient,
  wallet: walletClient,
  url: rpc,
  stop,
} = await startChain({ options: ['--block-time', '1'] })
const journal = await deploy({ publicClient, walletClient, deployment: journalDeployment({ inboxDelay: 600 }) })
const chainId = await publicClient.getChainId()
const place = { rpc, chainId, journal, owner: walletClient.account.address, stream: 'bridge', finality: 0 }
const host = await startHost({ publicClient, walletClient, place, page, port: 4173 })
console.log(`${host.url}\nThe chain is at ${rpc}, its id ${chainId}: add it to your wallet.`)
process.on('SIGINT', async () => {
  await host.close()
  await stop()
  process.exit()
})
