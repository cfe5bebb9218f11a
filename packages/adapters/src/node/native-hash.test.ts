import { GENESIS_HASH, recordHash } from '@symbolon/core'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { nativeHash } from './native-hash.js'

it('OpenSSL and the portable hash agree on every text', () => {
  const text = fc.string({ unit: 'binary' }).filter((value) => value.isWellFormed())
  fc.assert(
    fc.property(text, fc.uint8Array({ minLength: 32, maxLength: 32 }), (body, bytes) => {
      const previous = Buffer.from(bytes).toString('hex')
      expect(nativeHash(previous, body)).toBe(recordHash(previous, body))
    }),
  )
  expect(nativeHash(GENESIS_HASH, '{}')).toBe(recordHash(GENESIS_HASH, '{}'))
})
