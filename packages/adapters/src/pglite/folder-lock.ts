import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname } from 'node:path'
import { JournalError } from '../journal/error.js'

/** Who holds a folder: a process, told from a later one with its number by when it started. */
interface Holder {
  readonly host: string
  readonly pid: number
  readonly started: number
}

/**
 * Takes a folder for this process. PGlite has no lock of its own, and a second process loses the first one's records.
 * A lock left by a process that was killed is taken over.
 * @returns Gives the folder back.
 * @throws {JournalError} `JOURNAL_LOCKED` while a live process holds it, this one included.
 */
export function lockFolder(folder: string): () => void {
  const file = `${folder.replace(/[/\\]+$/, '')}.lock`
  const self: Holder = { host: hostname(), pid: process.pid, started: Math.round(performance.timeOrigin) }
  mkdirSync(dirname(file), { recursive: true })
  for (let attempt = 0; attempt < 3; attempt++) {
    if (takeFile(file, self)) return () => rmSync(file, { force: true })
    const holder = readHolder(file)
    if (holder && isAlive(holder, self)) {
      const who = `process ${holder.pid} on ${holder.host}`
      throw new JournalError('JOURNAL_LOCKED', `${folder} is open in ${who}; if that is not so, delete ${file}`)
    }
    setAside(file, holder)
  }
  throw new JournalError('JOURNAL_LOCKED', `${folder} is being opened by another process`)
}

function takeFile(file: string, self: Holder): boolean {
  try {
    writeFileSync(file, JSON.stringify(self), { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function readHolder(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

function isAlive(holder: Holder, self: Holder): boolean {
  // Processes of another machine or container can't be asked.
  if (holder.host !== self.host) return true
  if (holder.pid === self.pid) return holder.started === self.started
  try {
    process.kill(holder.pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

/** Moves a dead lock away; puts it back when somebody has replaced it since it was read. */
function setAside(file: string, dead: Holder | undefined): void {
  const aside = `${file}.${randomUUID()}`
  try {
    renameSync(file, aside)
  } catch {
    return
  }
  const moved = readHolder(aside)
  if (JSON.stringify(moved) === JSON.stringify(dead)) rmSync(aside, { force: true })
  else renameSync(aside, file)
}
