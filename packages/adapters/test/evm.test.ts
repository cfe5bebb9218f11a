import { afterAll } from 'vitest'
import { startChain } from '../../../scripts/evm/chain.js'
import { deploy, evmJournal, journalDeployment } from '../src/evm/index.js'
import { memoryJournal, memoryStore } from '../src/memory/index.js'
import { testJournal } from '../src/testing/index.js'
import { crashWriter } from './sql-suite.js'

const chain = await startChain()
afterAll(() => chain.stop())
const { client: publicClient, wallet: walletClient } = chain
const deployment = journalDeployment({ inboxDelay: 3600 })
const address = await deploy({ publicClient, walletClient, deployment, pollEvery: 10 })
const store = memoryStore()

testJournal({
  name: 'EVM',
  supports: {
    connections: true,
    restart: true,
    crash: true,
    readModels: 'a chain keeps records, not tables',
    tampering: 'nobody changes a chain; what a node says is compared with the head',
  },
  open: async () => {
    // Handles share the account, and with it the nonces.
    const snapshots = memoryJournal({ store })
    return evmJournal({ publicClient, walletClient, address, finality: 0, pollEvery: 5, snapshots })
  },
  writer: crashWriter('evm', `${chain.url}#${address}`),
})
