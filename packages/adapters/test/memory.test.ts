import { memoryJournal, memoryStore } from '../src/memory/index.js'
import { testJournal } from '../src/testing/index.js'

const store = memoryStore()

testJournal({
  name: 'memory',
  supports: {
    connections: true,
    restart: true,
    crash: 'memory ends with its process',
    readModels: 'the state itself is in memory',
    tampering: 'waits',
  },
  open: async () => memoryJournal({ store }),
})
