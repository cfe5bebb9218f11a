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
    tampering: true,
  },
  open: async () => memoryJournal({ store }),
  tamper: async (name, change) => {
    const records = store.streams.get(name)?.records ?? []
    const index = change.sequence - 1
    if (change.kind === 'drop') records.splice(index, 1)
    else if (change.kind === 'change') records[index] = { ...records[index]!, body: change.body }
    else [records[index], records[change.with - 1]] = [records[change.with - 1]!, records[index]!]
  },
})
