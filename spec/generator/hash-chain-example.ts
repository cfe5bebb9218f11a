/** The worked example of conventions.md: two records, byte by byte. */
import { createSystem, execute, genesis, seal } from '@symbolon/core'
import { GENESIS_HASH } from '@symbolon/core/codec'
import { transfer } from '@symbolon/core/transfer'

const system = createSystem({
  spec: '1.0',
  mechanisms: [transfer.with({})],
  assets: [{ asset: 'USD' }],
  allocations: [{ party: 'alice', asset: 'USD', amount: 5n }],
})
const command = {
  id: 'c1',
  by: 'alice',
  at: 7,
  type: 'transfer.send',
  input: { to: 'bob', asset: 'USD', amount: 2n },
} as const

/** As Markdown. */
export function hashChainExample(): string {
  const begun = genesis(system, { at: 0, stream: 'example' })
  const first = seal(begun.decision, GENESIS_HASH)
  const outcome = execute(system, begun.state, command)
  if (outcome.status === 'rejected') throw new Error(outcome.code)
  const second = seal(outcome.decision, first.hash)
  const told = [first, second].map(({ sequence, previous, body, hash }) =>
    [
      `| record ${sequence} | |`,
      '|---|---|',
      `| previous | \`${previous}\` |`,
      `| body | \`${body}\` |`,
      `| bytes hashed | ${19 + 32 + new TextEncoder().encode(body).length} |`,
      `| hash | \`${hash}\` |`,
    ].join('\n'),
  )
  return told.join('\n\n')
}
