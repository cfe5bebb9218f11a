import { hexToBytes } from '@noble/hashes/utils.js'
import { parseJson, textAt } from '../http/json.js'
import { PriceSourceError } from '../source.js'
import type { PythPrice } from './update.js'

/** What version 2 of the Hermes service answers with: an update in bytes, and the same as JSON. */
export interface HermesAnswer {
  readonly updates: readonly Uint8Array[]
  /** As the host says: nothing here is signed. */
  readonly said: readonly PythPrice[]
}

const INTEGER = /^-?(0|[1-9][0-9]{0,18})$/
const MAX_ENTRIES = 64

/** Reads an answer of `/v2/updates/price/…?encoding=hex&parsed=true`. */
export function readHermes(text: string): HermesAnswer {
  const json = parseJson(text)
  const entries = (steps: readonly string[], last: readonly string[]): number => {
    for (let i = 0; i <= MAX_ENTRIES; i++) {
      try {
        textAt(json, [...steps, String(i), ...last])
      } catch {
        return i
      }
    }
    throw new PriceSourceError('PRICE_MALFORMED', `pyth: more than ${MAX_ENTRIES} entries`)
  }
  const updates = Array.from({ length: entries(['binary', 'data'], []) }, (_, i) =>
    hexBytes(textAt(json, ['binary', 'data', String(i)])),
  )
  const said = Array.from({ length: entries(['parsed'], ['id']) }, (_, i): PythPrice => {
    const integer = (...steps: readonly string[]): bigint => {
      const found = textAt(json, ['parsed', String(i), ...steps])
      if (!INTEGER.test(found))
        throw new PriceSourceError('PRICE_MALFORMED', `pyth: ${found.slice(0, 40)} is no integer`)
      return BigInt(found)
    }
    return {
      feed: textAt(json, ['parsed', String(i), 'id']),
      price: integer('price', 'price'),
      confidence: integer('price', 'conf'),
      exponent: Number(integer('price', 'expo')),
      publishTime: integer('price', 'publish_time'),
      previousPublishTime: integer('metadata', 'prev_publish_time'),
    }
  })
  return { updates, said }
}

function hexBytes(text: string): Uint8Array {
  try {
    return hexToBytes(text)
  } catch (cause) {
    throw new PriceSourceError('PRICE_MALFORMED', 'pyth: an update is hex', { cause })
  }
}
