/** Packs every package as npm would get it and lets publint and attw judge the result. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pnpm, root, run, setUp } from './setup.mjs'

await setUp({ build: true })
const folder = mkdtempSync(join(tmpdir(), 'symbolon-pack-'))
try {
  const { code, output } = await pnpm(['--recursive', '--filter', './packages/*', 'pack', '--pack-destination', folder])
  if (code !== 0) throw new Error(output)
  for (const file of readdirSync(folder).sort()) {
    console.log(file)
    await judge('publint/src/cli.js', ['run', join(folder, file), '--strict'])
    await judge('@arethetypeswrong/cli/dist/index.js', [
      join(folder, file),
      '--profile',
      'esm-only',
      '--format',
      'ascii',
    ])
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function judge(tool, args) {
  const code = await run(process.execPath, [join(root, 'node_modules', tool), ...args])
  if (code !== 0) process.exitCode = code
}
