/** Commands that came in past the host: kernel.md#inbox. */
import { createSystem } from '@symbolon/core'
import { canonicalize } from '@symbolon/core/codec'
import { custody } from '@symbolon/core/custody'
import { type Signer, signCommand, signKey } from '@symbolon/core/signature'
import { transfer } from '@symbolon/core/transfer'
import type { Scenario, Step } from '../../../generator/scenario.js'
import { accept, named, refuse } from '../../../generator/steps.js'

const STREAM = 'vectors'
const signer: Signer = {
  scheme: 'ed25519',
  privateKey: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
}
const system = createSystem({
  spec: '1.0',
  assets: [{ asset: 'USD' }],
  allocations: [{ party: 'alice', asset: 'USD', amount: 100n }],
  mechanisms: [transfer.with({}), custody.with({ assets: ['EUR'], authority: 'vault' })],
})

const hex = (text: string): string =>
  [...new TextEncoder().encode(text)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
const send = (amount: string) => ({ to: 'bob', asset: 'USD', amount })

/** A command of alice's as it is offered: canonical JSON, signed. */
function offered(id: string, type: string, input: object, deadline = 100): string {
  const terms = { stream: STREAM, id, by: 'alice', type, input: canonicalize(input as never), deadline, key: 'k' }
  const { key, value } = signCommand(terms, signer)
  const signature = { key, deadline: String(deadline), value }
  return hex(canonicalize({ by: 'alice', id, input, signature, type } as never))
}

const KERNEL = '@kernel'
type Reason = 'COMMAND_KNOWN' | 'RECORD_TOO_LARGE' | null
const take = (id: string, offer: number, command: string, note: string, reason: Reason = null) =>
  named(accept(KERNEL, 5, 'inbox.take', { offer, command, refuse: reason }, note), id)
const refused = (code: string, id: string, offer: number, command: string, by = KERNEL, at = 5) =>
  named(refuse(code, by, at, 'inbox.take', { offer, command, refuse: null }), id)

const first = offered('f1', 'transfer.send', send('10'))
const unsigned = hex(canonicalize({ by: 'carol', id: 'f6', input: send('1'), type: 'transfer.send' }))
const deposit = { party: 'alice', asset: 'EUR', amount: '5', reference: 'r' }

const steps: readonly Step[] = [
  accept('alice', 1, 'key.register', { key: 'k', ...signKey({ stream: STREAM, by: 'alice', key: 'k' }, signer) }),
  named(refuse('COMMAND_MALFORMED', KERNEL, 5, 'transfer.send', { to: 'bob', asset: 'USD', amount: 1n }), 'f1'),
  refused('COMMAND_MALFORMED', 'f1', 0, first, '@custody'),
  refused('TIME_BACKWARDS', 'f2', 9, first, 'bob', 0),
  refused('NOT_AUTHORISED', 'f2', 9, first, 'bob'),
  refused('INBOX_OUT_OF_ORDER', 'f2', 1, first),
  refused('INBOX_ID_DIFFERS', 'f2', 0, first),
  take('f1', 0, first, 'an offered command runs, under its own id'),
  refused('INBOX_OUT_OF_ORDER', 'f2', 0, first),
  take('f2', 1, offered('f2', 'transfer.send', send('91')), 'what it is refused with is recorded'),
  take('f3', 2, offered('f3', 'nothing.at-all', {}), 'an unknown command'),
  take('f4', 3, offered('f4', 'inbox.take', { offer: '3', command: '', refuse: null }), 'a take within a take'),
  take('f5', 4, offered('f5', 'transfer.send', send('-1')), 'a malformed input'),
  take('f6', 5, unsigned, 'unsigned, by a party without a key'),
  take('f7', 6, offered('f7', 'transfer.send', send('1'), 4), 'an expired signature'),
  take(
    'f8',
    7,
    offered('f8', 'transfer.send', send('1')).replace(hex('"1"'), hex('"2"')),
    'another amount than was signed',
  ),
  take('f9', 8, offered('f9', 'custody.deposit', deposit), 'for an authority that the party isn’t'),
  take('g0', 9, 'ff', 'no UTF-8'),
  take('g1', 10, `${first}20`, 'a space at the end'),
  take('g2', 11, hex('{"id":"x"}'), 'no envelope'),
  take('g3', 12, hex('1'), 'a JSON number'),
  take('g4', 13, first, 'the id is in the stream', 'COMMAND_KNOWN'),
  take('f10', 14, offered('f10', 'transfer.send', send('1')), 'the stream goes on'),
]

export const scenarios: readonly Scenario[] = [
  {
    name: 'inbox',
    about:
      'Offers of an inbox are taken in order; whatever becomes of one, a record says so, and none stops the stream.',
    system,
    at: 0,
    steps,
  },
]
