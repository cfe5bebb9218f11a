/** Packs every package as npm would get it and lets publint and attw judge the result. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pnpm, root, setUp } from './setup.mjs'

await setUp({ build: true })
const folder = mkdtempSync(join(tmpdir(), 'symbolon-pack-'))
try {
  const { code, output } = await pnpm(['--recursive', '--filter', './packages/*', 'pack', '--pack-destination', folder])
  if (code !== 0) throw new Error(output)
  for (const file of readdirSync(folder).sort()) {
    const publint = judge('publint/src/cli.js', ['run', join(folder, file), '--strict'])
    const attw = judge('@arethetypeswrong/cli/dist/index.js', [join(folder, file), '--profile', 'esm-only'])
    if (publint && attw) console.log(`${file}: publint and attw find nothing`)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** Whether the tool is content; what it prints is of interest only when it isn't. */
function judge(tool, args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'node_modules', tool), ...args], {
    encoding: 'utf8',
  })
  if (status === 0) return true
  console.error(stdout + stderr)
  process.exitCode = 1
  return false
}
