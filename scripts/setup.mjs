import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The clone. */
export const root = join(import.meta.dirname, '..')

const packages = ['core', 'adapters', 'oracles']
const stamps = join(root, 'node_modules', '.symbolon')

/**
 * Installs the dependencies and builds the packages, each only when what it is made from has changed since the last
 * time. Needs Node and npm; pnpm comes from the registry in the version that package.json names.
 * @param {{ build: boolean }} options - Whether the built packages are needed.
 */
export async function setUp({ build }) {
  await once('install', installed(), [], 'Installing dependencies', [
    'install',
    '--frozen-lockfile',
    '--prefer-offline',
    '--prod=false',
    '--config.confirm-modules-purge=false',
  ])
  if (!build) return
  const outputs = packages.map((name) => join(root, 'packages', name, 'dist'))
  await once('build', built(), outputs, 'Building the packages', [
    '--recursive',
    '--filter',
    './packages/*',
    'run',
    'build',
  ])
}

/**
 * Runs a command with the terminal of this process and ends when it ends.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>} Its exit code; 128 + the signal's number is reported as 1.
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options })
    // The terminal sends an interrupt to the child as well; this process waits for its end.
    const wait = () => {}
    process.on('SIGINT', wait)
    const pass = () => child.kill('SIGTERM')
    process.on('SIGTERM', pass)
    child.on('error', reject)
    child.on('close', (code) => {
      process.off('SIGINT', wait)
      process.off('SIGTERM', pass)
      resolve(code ?? 1)
    })
  })
}

async function once(step, wanted, outputs, title, args) {
  const stamp = join(stamps, step)
  const done = existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted && outputs.every((path) => existsSync(path))
  if (done) return
  const started = Date.now()
  process.stderr.write(`${title} … `)
  const { code, output } = await pnpm(args)
  if (code !== 0) {
    process.stderr.write(`failed\n${output}\n`)
    process.exit(code)
  }
  process.stderr.write(`${((Date.now() - started) / 1000).toFixed(0)} s\n`)
  mkdirSync(stamps, { recursive: true })
  writeFileSync(stamp, wanted)
}

/**
 * Runs pnpm in the version that package.json names and keeps what it prints.
 * @param {readonly string[]} args
 * @returns {Promise<{ code: number, output: string }>}
 */
export function pnpm(args) {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const windows = process.platform === 'win32'
  return new Promise((resolve, reject) => {
    const child = spawn(windows ? 'npx.cmd' : 'npx', ['--yes', packageManager, ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: windows,
    })
    let output = ''
    const keep = (chunk) => {
      output += chunk
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', reject)
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}

function installed() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch} ${process.versions.modules}\n`)
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml']) hash.update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

function built() {
  const hash = createHash('sha256').update(installed())
  for (const file of ['tsconfig.base.json', 'tsup.config.ts']) hash.update(readFileSync(join(root, file)))
  for (const name of packages) {
    const folder = join(root, 'packages', name)
    for (const file of ['package.json', 'tsconfig.build.json', ...sources(folder, 'src')]) {
      hash.update(`${name}/${file}\n`).update(readFileSync(join(folder, file)))
    }
  }
  return hash.digest('hex')
}

function sources(folder, path) {
  if (!existsSync(join(folder, path))) return []
  return readdirSync(join(folder, path), { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? sources(folder, `${path}/${entry.name}`) : [`${path}/${entry.name}`]))
    .filter((file) => !file.endsWith('.test.ts'))
    .sort()
}
