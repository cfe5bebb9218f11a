/** The process that the crash test kills. Arguments: backend, where it lives, stream, name of the run. */
import { clientsOf } from '../../../scripts/evm/chain.js'
import { evmJournal, type Hex } from '../src/evm/index.js'
import type { Journal } from '../src/journal/index.js'
import { pgliteJournal } from '../src/pglite/index.js'
import { postgresJournal } from '../src/postgres/index.js'
import { sqliteJournal } from '../src/sqlite/index.js'
import { writeUntilKilled } from '../src/testing/write-until-killed.js'

const [backend = '', place = '', stream = '', run = ''] = process.argv.slice(2)

const journals: Readonly<Record<string, () => Journal | Promise<Journal>>> = {
  sqlite: () => sqliteJournal({ file: place }),
  pglite: () => pgliteJournal({ folder: place }),
  evm: () => {
    const [url = '', address] = place.split('#')
    const { client, walletOf } = clientsOf(url)
    return evmJournal({
      publicClient: client,
      walletClient: walletOf(0),
      address: address as Hex,
      finality: 0,
      pollEvery: 10,
    })
  },
  postgres: () => postgresJournal({ url: place, durability: 'process' }),
}

const journal = await journals[backend]?.()
if (!journal) throw new Error(`no backend named ${backend}`)
await writeUntilKilled(journal, stream, run)
