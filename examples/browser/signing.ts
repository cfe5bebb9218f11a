/** Keys and commands, as a wallet signs them. */
import { type CommandOf, typedDataOf } from '@symbolon/core'
import type { JsonValue } from '@symbolon/core/codec'
import { hashTypedData, recoverPublicKey, type TypedData, typedData, walletSignature } from '@symbolon/core/signature'
import { KEY, system } from './system.js'

/** Has typed data signed by the wallet; answers with r ‖ s ‖ v. */
export type Sign = (data: TypedData) => Promise<string>

type Commands = CommandOf<(typeof system)['mechanisms'][number]>
/** What a visitor can ask for. */
export type Wish = Extract<Commands, { readonly type: `bridge.${string}` }>

/** Seconds for which a signature is good. */
const LASTS = 600

/**
 * The command that registers the wallet's key. A wallet shows its address alone: the key is recovered from a first
 * signature, and proves itself with a second.
 */
export async function registration(by: string, stream: string, sign: Sign): Promise<JsonValue> {
  const fields = { stream, by, key: KEY, scheme: 'secp256k1', publicKey: '' }
  const hello = typedData('key', fields)
  const publicKey = recoverPublicKey(hashTypedData(hello), await sign(hello))
  const proof = walletSignature(await sign(typedData('key', { ...fields, publicKey })))
  const input = { key: KEY, scheme: 'secp256k1', publicKey, proof }
  return { id: crypto.randomUUID(), by, type: 'key.register', input }
}

/** A command in its JSON form, signed with all its fields in view. */
export async function signed(
  by: string,
  { type, input }: Pick<Wish, 'type' | 'input'>,
  stream: string,
  sign: Sign,
): Promise<{ readonly [member: string]: JsonValue }> {
  const id = crypto.randomUUID()
  const deadline = Math.floor(Date.now() / 1000) + LASTS
  const command = { id, by, type, input } as never
  const value = walletSignature(await sign(typedDataOf(system, command, { stream, key: KEY, deadline })))
  const text = JSON.stringify(input, (_name, one: unknown) =>
    typeof one === 'bigint' || typeof one === 'number' ? String(one) : one,
  )
  return { id, by, type, input: JSON.parse(text), signature: { key: KEY, deadline: String(deadline), value } }
}
