/** Commands signed as wallets show them, field by field: signatures.md#typed-input. */
import { createSystem, typedDataOf } from '@symbolon/core'
import { hashTypedData, type Signer, sign, signKey } from '@symbolon/core/signature'
import { transfer } from '@symbolon/core/transfer'
import type { CommandStep, Scenario, Step } from '../../../generator/scenario.js'
import { accept, named, refuse } from '../../../generator/steps.js'
import { probeOf } from '../../../probe/instance.js'

const STREAM = 'vectors'
const DEADLINE = 100
const wallet: Signer = { scheme: 'secp256k1', privateKey: '46'.repeat(32) }
const second: Signer = { scheme: 'ed25519', privateKey: '47'.repeat(32) }
const system = createSystem({
  spec: '1.0',
  mechanisms: [transfer.with({}), probeOf()],
  assets: [{ asset: 'USD' }],
  allocations: [{ party: 'alice', asset: 'USD', amount: 100n }],
})

/** What was signed, where that isn't the command itself by the key `wallet`. */
interface Shown {
  readonly id?: string
  readonly input?: unknown
  readonly stream?: string
  readonly deadline?: number
  readonly key?: string
  readonly signer?: Signer
}
/** The step, signed as its fields. */
function signed(step: CommandStep, id: string, shown: Shown = {}): CommandStep {
  const { by, type, input } = step.command
  const { stream = STREAM, deadline = DEADLINE, key = 'wallet', signer = wallet } = shown
  const command = { id: shown.id ?? id, by, type, input: shown.input ?? input }
  const digest = hashTypedData(typedDataOf(system as never, command as never, { stream, key, deadline }))
  return named(step, id, { key, deadline: DEADLINE, value: sign(signer.scheme, digest, signer.privateKey) })
}

const send = { to: 'bob', asset: 'USD', amount: 1n }
const registration = (key: string, signer: Signer) => ({
  key,
  ...signKey({ stream: STREAM, by: 'alice', key }, signer),
})
const sending = (note: string) => accept('alice', 2, 'transfer.send', send, note)
const wrong = (note: string) => refuse('SIGNATURE_INVALID', 'alice', 2, 'transfer.send', send, note)
const run = (type: string, input: unknown, note: string) => accept('alice', 2, `spec-probe.${type}`, input, note)
const account = { party: 'alice', asset: 'USD', purpose: 'spec-probe.x' }
const show = { type: 'spec-probe.show', input: {} }

const steps: readonly Step[] = [
  accept('alice', 1, 'key.register', registration('wallet', wallet)),
  signed(sending('texts and an integer'), 's1'),
  signed(wrong('another input'), 's2', { input: { ...send, amount: 2n } }),
  signed(wrong('another id'), 's2', { id: 's3' }),
  signed(wrong('another stream'), 's2', { stream: 'other' }),
  signed(wrong('another deadline'), 's2', { deadline: DEADLINE + 1 }),
  signed(run('note', { topic: 'a', number: 1, amount: -7n, times: 2 }, 'an integer with a sign'), 's3'),
  signed(run('read', { topic: 'a' }, 'absent members'), 's4'),
  signed(run('read', { topic: 'a', from: 0, to: 3 }, 'members that may be absent'), 's5'),
  signed(run('credit', { account, limit: 5n, until: null }, 'a struct, and null'), 's6'),
  signed(run('credit', { account, limit: 5n, until: 9 }, 'what may be null'), 's7'),
  signed(run('show', {}, 'no members'), 's8'),
  signed(run('call', { calls: [] }, 'an empty list'), 's9'),
  signed(run('call', { calls: [{ ...show, as: null }] }, 'a list of structs, with JSON within'), 's10'),
  signed(run('descend', { levels: 1 }, 'an absent struct'), 's11'),
  signed(run('descend', { levels: 1, last: show }, 'a struct that may be absent'), 's12'),
  signed(accept('alice', 2, 'key.register', registration('second', second)), 's13'),
  signed(wrong('ed25519 signs no typed data'), 's14', { key: 'second', signer: second }),
]

export const scenarios: readonly Scenario[] = [
  { name: 'typed-input', about: 'Commands signed as wallets show them.', system, at: 0, steps },
]
