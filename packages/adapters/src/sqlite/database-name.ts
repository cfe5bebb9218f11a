/**
 * Where SQLite puts a database by this name: in a file, or in memory (`:memory:`, `file::memory:`, `mode=memory`).
 * Source: SQLite, "Uniform Resource Identifiers" and "In-Memory Databases".
 * @throws {TypeError} for a name without a path: SQLite makes a temporary database of it, which is gone when it closes.
 */
export function placeOf(name: string): 'file' | 'memory' {
  if (name === ':memory:') return 'memory'
  // Only lower-case `file:` starts a URI; any other name is a path.
  const [, path = name, query = ''] = URI.exec(name) ?? []
  if (path === '')
    throw new TypeError(`${JSON.stringify(name)} names no database file; \`:memory:\` keeps one in memory`)
  if (!name.startsWith('file:')) return 'file'
  const parameters = new URLSearchParams(query)
  const isMemory = parameters.getAll('mode').includes('memory') || parameters.getAll('vfs').includes('memdb')
  return isMemory || unescaped(path) === ':memory:' ? 'memory' : 'file'
}

/** `file:`, perhaps `//` and a host, the path, perhaps `?` and parameters, perhaps `#` and what SQLite passes over. */
const URI = /^file:(?:\/\/[^/?#]*)?([^?#]*)(?:\?([^#]*))?/

function unescaped(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
