/** Packs every package as npm would get it and lets publint, attw and a strict consumer's compiler judge the result. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
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
  if (compiles(folder)) console.log('a consumer of every entry point compiles with skipLibCheck off')
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

/** Whether a program that imports every entry point compiles while the published types are checked as well. */
function compiles(folder) {
  const scope = join(folder, 'node_modules/@symbolon')
  const imports = []
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.tgz'))) {
    const name = /^symbolon-([a-z]+)-/.exec(file)[1]
    const target = join(scope, name)
    mkdirSync(target, { recursive: true })
    const { status } = spawnSync('tar', ['-xzf', join(folder, file), '--strip-components', '1', '-C', target])
    if (status !== 0) throw new Error(`${file} can't be unpacked`)
    symlinkSync(join(root, 'packages', name, 'node_modules'), join(target, 'node_modules'), 'junction')
    const manifest = JSON.parse(readFileSync(join(target, 'package.json'), 'utf8'))
    for (const subpath of Object.keys(manifest.exports)) {
      if (!subpath.endsWith('.json')) imports.push(`${manifest.name}${subpath.slice(1)}`)
    }
  }
  mkdirSync(join(folder, 'node_modules/@types'), { recursive: true })
  symlinkSync(join(root, 'node_modules/@types/node'), join(folder, 'node_modules/@types/node'), 'junction')
  const lines = imports.sort().map((name, i) => `import * as all${i} from '${name}'\nexport { all${i} }\n`)
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n')
  writeFileSync(join(folder, 'consumer.ts'), lines.join(''))
  const options = ['--strict', '--skipLibCheck', 'false', '--noEmit', '--types', 'node', '--target', 'es2022']
  const modules = ['--lib', 'es2024', '--module', 'nodenext', '--pretty', 'false']
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const { status, stdout } = spawnSync(process.execPath, [tsc, 'consumer.ts', ...options, ...modules], {
    cwd: folder,
    encoding: 'utf8',
  })
  if (status === 0) return true
  console.error(stdout)
  process.exitCode = 1
  return false
}
