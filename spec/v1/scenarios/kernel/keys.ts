/** Keys, and who has to sign: kernel.md#keys, signatures.md. */
import { type CompositionOptions, createSystem } from '@symbolon/core'
import { canonicalize } from '@symbolon/core/codec'
import { publicKeyOf, type Scheme, type Signer, signCommand, signKey } from '@symbolon/core/signature'
import { transfer } from '@symbolon/core/transfer'
import { toJson } from '../../../generator/json.js'
import type { CommandStep, Scenario, Step } from '../../../generator/scenario.js'
import { accept, named, refuse } from '../../../generator/steps.js'

const STREAM = 'vectors'
const first: Signer = {
  scheme: 'ed25519',
  privateKey: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
}
const second: Signer = { scheme: 'secp256k1', privateKey: '46'.repeat(32) }
const options: CompositionOptions = {
  spec: '1.0',
  assets: [{ asset: 'USD' }],
  allocations: [{ party: 'alice', asset: 'USD', amount: 100n }],
}
const system = createSystem({ ...options, mechanisms: [transfer.with({})] })
const hosted = createSystem({ ...options, authentication: 'host', mechanisms: [transfer.with({})] })

/** The input of `key.register`, as the key's owner makes it. */
function registration(by: string, key: string, signer: Signer, stream = STREAM) {
  return { key, ...signKey({ stream, by, key }, signer) }
}
interface Signing {
  readonly key: string
  readonly signer: Signer
  readonly deadline?: number
  /** What the signer saw, where that is something else. */
  readonly seen?: {
    readonly stream?: string
    readonly id?: string
    readonly by?: string
    readonly type?: string
    readonly input?: unknown
  }
}
/** The step as it is, signed. */
function signed(step: CommandStep, id: string, { key, signer, deadline = 100, seen = {} }: Signing): CommandStep {
  const { by, type, input } = step.command
  const message = {
    stream: STREAM,
    id,
    by,
    type,
    ...seen,
    input: canonicalize(toJson(seen.input ?? input)),
    deadline,
    key,
  }
  return named(step, id, signCommand(message, signer))
}
const send = { to: 'bob', asset: 'USD', amount: 1n }
const sending = (note: string) => accept('alice', 2, 'transfer.send', send, note)
const refused = (code: string, note: string, at = 2) => refuse(code, 'alice', at, 'transfer.send', send, note)
const k1: Signing = { key: 'k1', signer: first }
const k2: Signing = { key: 'k2', signer: second }
const bad = '00'.repeat(64)

const registering: readonly Step[] = [
  refuse('KEY_MALFORMED', 'alice', 1, 'key.register', {
    key: 'k1',
    scheme: 'ed25519',
    publicKey: '00'.repeat(32),
    proof: bad,
  }),
  refuse('KEY_MALFORMED', 'alice', 1, 'key.register', { ...registration('alice', 'k1', second), scheme: 'ed25519' }),
  refuse('KEY_PROOF_INVALID', 'alice', 1, 'key.register', { ...registration('alice', 'k1', first), proof: bad }),
  refuse(
    'KEY_PROOF_INVALID',
    'alice',
    1,
    'key.register',
    { ...registration('alice', 'k1', first), key: 'k2' },
    'under another id',
  ),
  refuse('KEY_PROOF_INVALID', 'mallory', 1, 'key.register', registration('alice', 'k1', first), 'by another party'),
  refuse(
    'KEY_PROOF_INVALID',
    'alice',
    1,
    'key.register',
    registration('alice', 'k1', first, 'other'),
    'in another stream',
  ),
  refuse('KEY_UNKNOWN', 'alice', 1, 'key.revoke', { key: 'k1' }),
  accept('alice', 1, 'key.register', registration('alice', 'k1', first), 'the first key needs no signature'),
  refuse('SIGNATURE_REQUIRED', 'alice', 1, 'key.register', registration('alice', 'k2', second), 'a later one does'),
  signed(refuse('KEY_TAKEN', 'alice', 1, 'key.register', registration('alice', 'k1', second)), 's1', k1),
  signed(accept('alice', 1, 'key.register', registration('alice', 'k2', second)), 's2', k1),
  signed(accept('alice', 1, 'key.revoke', { key: 'k1' }), 's3', k2),
  signed(refuse('KEY_UNKNOWN', 'alice', 1, 'key.revoke', { key: 'k1' }, 'revoked already'), 's4', k2),
  signed(refuse('KEY_LAST', 'alice', 1, 'key.revoke', { key: 'k2' }), 's5', k2),
  signed(
    refuse('KEY_TAKEN', 'alice', 1, 'key.register', registration('alice', 'k1', first), 'an id is used once'),
    's6',
    k2,
  ),
  signed(refuse('SIGNATURE_KEY_UNKNOWN', 'alice', 1, 'transfer.send', send, 'a revoked key'), 's7', k1),
]

const commands: readonly Step[] = [
  signed(refused('SIGNATURE_KEY_UNKNOWN', 'no key yet', 1), 's0', k1),
  accept('alice', 1, 'key.register', registration('alice', 'k1', first)),
  refused('SIGNATURE_REQUIRED', 'unsigned'),
  signed(sending('signed, ed25519'), 's1', k1),
  signed(accept('alice', 2, 'key.register', registration('alice', 'k2', second)), 's2', k1),
  signed(sending('signed, secp256k1'), 's3', k2),
  signed(refused('SIGNATURE_KEY_UNKNOWN', 'another id of key'), 's4', { ...k1, key: 'k3' }),
  signed(refused('SIGNATURE_INVALID', 'another key of the party'), 's4', { ...k1, key: 'k2' }),
  signed(refused('SIGNATURE_INVALID', 'for another stream'), 's4', { ...k1, seen: { stream: 'other' } }),
  signed(refused('SIGNATURE_INVALID', 'for another id'), 's4', { ...k1, seen: { id: 's5' } }),
  signed(refused('SIGNATURE_INVALID', 'for another party'), 's4', { ...k1, seen: { by: 'bob' } }),
  signed(refused('SIGNATURE_INVALID', 'for another type'), 's4', { ...k2, seen: { type: 'transfer.take' } }),
  signed(refused('SIGNATURE_INVALID', 'for another input'), 's4', { ...k2, seen: { input: { ...send, amount: 2n } } }),
  signed(refused('SIGNATURE_EXPIRED', 'after the deadline', 11), 's4', { ...k1, deadline: 10 }),
  signed(refused('SIGNATURE_EXPIRED', 'expired before wrong', 11), 's4', { ...k1, deadline: 10, seen: { id: 's5' } }),
  signed(
    refuse('SIGNATURE_INVALID', 'alice', 2, 'transfer.send', { ...send, amount: 1000n }, 'before the floor'),
    's4',
    {
      ...k1,
      seen: { id: 's5' },
    },
  ),
  signed(accept('alice', 10, 'transfer.send', send, 'at the deadline'), 's4', { ...k1, deadline: 10 }),
  accept('bob', 10, 'transfer.send', { ...send, to: 'carol' }, 'a party without keys'),
]

const scheme: Scheme = 'ed25519'
const hostedSteps: readonly Step[] = [
  accept('alice', 1, 'key.register', registration('alice', 'k1', first)),
  accept('alice', 1, 'transfer.send', send, 'the host vouches'),
  signed(accept('alice', 1, 'transfer.send', send, 'signed'), 's1', k1),
  signed(refuse('SIGNATURE_INVALID', 'alice', 1, 'transfer.send', send, 'a signature that is given is checked'), 's2', {
    ...k1,
    seen: { id: 's3' },
  }),
  refuse('KEY_LAST', 'alice', 1, 'key.revoke', { key: 'k1' }),
  refuse('KEY_TAKEN', 'alice', 1, 'key.register', {
    key: 'k1',
    scheme,
    publicKey: publicKeyOf(scheme, '11'.repeat(32)),
    proof: bad,
  }),
]

export const scenarios: readonly Scenario[] = [
  { name: 'keys', about: 'Keys registered and revoked.', system, at: 0, steps: registering },
  { name: 'signed-commands', about: 'What a signature covers.', system, at: 0, steps: commands },
  {
    name: 'host-authentication',
    about: 'Where the host vouches for its parties.',
    system: hosted,
    at: 0,
    steps: hostedSteps,
  },
]
