/** Builds and publishes the versions that npm doesn't have yet. Run by the release workflow. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, run, setUp } from './setup.mjs'

await setUp({ build: true })

// npm accepts provenance only for a package that names the repository it was built in.
const { GITHUB_REPOSITORY: repository } = process.env
if (repository === undefined) throw new Error('release: runs in the release workflow only')
for (const name of ['core', 'adapters', 'oracles']) {
  const file = join(root, 'packages', name, 'package.json')
  const manifest = JSON.parse(readFileSync(file, 'utf8'))
  manifest.repository = { type: 'git', url: `git+https://github.com/${repository}.git`, directory: `packages/${name}` }
  writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`)
}

process.exitCode = await run(process.execPath, [join(root, 'node_modules/@changesets/cli/bin.js'), 'publish'])
