export { type MemoryStore, type MemoryStream, memoryJournal, memoryStore } from './memory-journal.js'
