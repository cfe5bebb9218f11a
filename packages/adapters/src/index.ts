/**
 * Journals for Symbolon systems, and the runtime that opens a system on one. What needs Node or a driver stands in
 * subpaths of its own: `/sqlite`, `/postgres`, `/pglite`, `/sql`, `/node`, `/testing`.
 * @packageDocumentation
 */
export * from './journal/index.js'
export * from './memory/index.js'
export * from './runtime/index.js'
