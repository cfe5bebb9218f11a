/** Writes what is generated, or says what would change. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { generatedFolders, outputs, specFolder } from './outputs.js'

/**
 * @param write - Whether files are written; otherwise only compared.
 * @returns paths within `spec/` that differ from what is generated, stale ones included.
 */
export async function generate(write: boolean): Promise<readonly string[]> {
  const files = await outputs()
  const changed: string[] = []
  for (const [path, text] of files) {
    const full = join(specFolder, path)
    if (existsSync(full) && readFileSync(full, 'utf8') === text) continue
    changed.push(path)
    if (!write) continue
    mkdirSync(dirname(full), { recursive: true })
    writeFileSync(full, text)
  }
  for (const path of present()) {
    if (files.has(path)) continue
    changed.push(path)
    if (write) rmSync(join(specFolder, path))
  }
  return changed
}

/** Files that lie in folders where all are generated. */
function present(): readonly string[] {
  return generatedFolders.flatMap((folder) => {
    const full = join(specFolder, folder)
    if (!existsSync(full)) return []
    const names = readdirSync(full, { recursive: true, encoding: 'utf8' })
    return names.filter((name) => name.endsWith('.json')).map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
  })
}
