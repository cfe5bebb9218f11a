import { inject } from 'vitest'
import { postgresJournal } from '../src/postgres/index.js'
import { testJournal } from '../src/testing/index.js'
import { createDatabase } from './postgres-database.js'

const url = await createDatabase(inject('postgres'))

testJournal({
  name: 'Postgres',
  supports: { connections: true, restart: true, crash: 'x', readModels: 'x', tampering: 'x' },
  open: async () => postgresJournal({ url, durability: 'process' }),
})
