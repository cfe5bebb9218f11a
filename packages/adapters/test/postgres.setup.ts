import type { TestProject } from 'vitest/node'
import { startPostgres } from './postgres-server.js'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Address of the first database of the server that the run started. */
    readonly postgres: string
  }
}

/** One Postgres server for the whole run; each test file makes a database of its own in it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres({ sync: false })
  project.provide('postgres', server.url)
  return () => server.stop()
}
