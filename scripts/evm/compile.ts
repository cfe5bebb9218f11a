/** Solidity to what a client deploys and calls, by the compiler from npm. */
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import solc from 'solc'
import type { Abi, Hex } from 'viem'

/** A contract as clients need it. */
export interface Compiled {
  readonly name: string
  readonly abi: Abi
  readonly bytecode: Hex
}

interface Output {
  readonly errors?: readonly { readonly severity: string; readonly formattedMessage: string }[]
  readonly contracts?: Readonly<
    Record<string, Readonly<Record<string, { abi: Abi; evm: { bytecode: { object: string } } }>>>
  >
}

/**
 * Compiles every contract of a folder; sources may import each other by `./Name.sol`, and packages by name. The bytecode holds no hash of the
 * sources' metadata: a changed comment deploys to the same address.
 * @throws {Error} with the compiler's words, for warnings as well.
 */
export function compileFolder(folder: string): ReadonlyMap<string, Compiled> {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.sol'))
    .sort()
  const sources = Object.fromEntries(files.map((file) => [file, { content: readFileSync(join(folder, file), 'utf8') }]))
  const settings = {
    viaIR: true,
    optimizer: { enabled: true, runs: 10_000 },
    evmVersion: 'cancun',
    metadata: { appendCBOR: false, bytecodeHash: 'none' },
    outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } },
  }
  const input = { language: 'Solidity', sources, settings }
  const { errors = [], contracts = {} }: Output = JSON.parse(
    solc.compile(JSON.stringify(input), { import: (path: string) => ofPackage(folder, path) }),
  )
  if (errors.length > 0) throw new Error(errors.map(({ formattedMessage }) => formattedMessage).join('\n'))
  const all = Object.values(contracts).flatMap((file) => Object.entries(file))
  return new Map(
    all
      // interfaces have no code
      .filter(([, { evm }]) => evm.bytecode.object !== '')
      .map(([name, { abi, evm }]) => [name, { name, abi, bytecode: `0x${evm.bytecode.object}` }]),
  )
}

/** A source of an installed package. */
function ofPackage(folder: string, path: string): { readonly contents: string } | { readonly error: string } {
  try {
    const file = createRequire(join(folder, 'any.js')).resolve(path)
    return { contents: readFileSync(file, 'utf8') }
  } catch {
    return { error: `${path} isn't installed` }
  }
}
