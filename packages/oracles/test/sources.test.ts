import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { publicKeyOf } from '@symbolon/core/signature'
import { afterAll, beforeAll } from 'vitest'
import { cache, cross, delay, fallback, guard, invert, median, twap } from '../src/compose/index.js'
import { fixed } from '../src/fixed/index.js'
import { history } from '../src/history/index.js'
import { http } from '../src/http/index.js'
import { sign, signed } from '../src/signed/index.js'
import type { PriceSource } from '../src/source.js'
import { testSource } from '../src/testing/index.js'

const pair = { base: 'ETH', quote: 'USD' } as const
const at = 1_000
const ratio = { baseAmount: 3n, quoteAmount: 10_000n }
const peg = (): PriceSource => fixed({ ...pair, ...ratio, validity: 60 })
const both = { pair, at, turns: true } as const

let server: Server
let place: { readonly url: string; readonly hosts: readonly string[] }
beforeAll(async () => {
  server = createServer((_, response) => response.end('{"price":"3333.25"}'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  place = { url: `http://${host}/`, hosts: [host] }
})
afterAll(() => server.close())
const web = { ...pair, baseDecimals: 18, quoteDecimals: 2, validity: 60 }

testSource({ ...both, name: 'fixed', make: peg })
testSource({
  ...both,
  name: 'history',
  make: () => history({ ...pair, prices: [{ observed: 990, ...ratio }], validity: 60 }),
  broken: {
    'a history that begins later': {
      make: () => history({ ...pair, prices: [{ observed: 1_001, ...ratio }], validity: 60 }),
      code: 'PRICE_HISTORY_SHORT',
    },
  },
})
testSource({
  ...both,
  name: 'http',
  make: () => http({ ...web, ...place, pointer: '/price' }),
  broken: { 'nothing there': { make: () => http({ ...web, ...place, pointer: '/cost' }), code: 'PRICE_MALFORMED' } },
})
testSource({
  ...both,
  name: 'sign',
  make: () => sign(peg(), { stream: 's', party: 'p', key: 'k', scheme: 'ed25519', privateKey: '1'.repeat(64) }),
})
testSource({ ...both, name: 'invert', make: () => invert(peg()) })
testSource({ ...both, name: 'guard', make: () => guard(peg(), { ...pair, jump: 100 }) })
testSource({ ...both, name: 'cache', make: () => cache(peg(), { seconds: 10 }) })
testSource({ ...both, name: 'median', make: () => median([peg(), peg(), peg()], { quorum: 2, dispersion: 100 }) })
testSource({
  ...both,
  name: 'fallback',
  make: () => fallback(peg(), peg(), { maxAge: 60, jump: 1_000, agreement: 100 }).source,
})
testSource({
  ...both,
  name: 'cross',
  make: () =>
    cross({
      through: 'EUR',
      first: fixed({ base: 'ETH', quote: 'EUR', baseAmount: 1n, quoteAmount: 3_000n, validity: 60 }),
      second: fixed({ base: 'EUR', quote: 'USD', baseAmount: 10n, quoteAmount: 11n, validity: 60 }),
    }),
})

/** Asked once at an earlier time, so that it has something to say. */
const after = async (earlier: number, source: PriceSource): Promise<PriceSource> => {
  for (const asked of [pair, { base: pair.quote, quote: pair.base }])
    await source(asked, earlier).catch(() => undefined)
  return source
}
testSource({
  ...both,
  name: 'delay',
  make: () => after(950, delay(peg(), { period: 100 })),
  broken: { 'nothing before': { make: () => delay(peg(), { period: 100 }), code: 'PRICE_HISTORY_SHORT' } },
})
const window = { ...pair, window: 50, baseAmount: 3n }
testSource({
  ...both,
  name: 'twap',
  make: () => after(945, twap(peg(), window)),
  broken: {
    'nothing before': { make: () => twap(peg(), window), code: 'PRICE_HISTORY_SHORT' },
    'a hole': { make: () => after(900, twap(peg(), { ...window, window: 70 })), code: 'PRICE_STALE' },
  },
})
const privateKey = '1'.repeat(64)
const signer = { stream: 's', party: 'p', key: 'k', scheme: 'ed25519', privateKey } as const
const { party, key, scheme } = signer
const trust = {
  stream: 's',
  signers: [{ party, key, scheme, publicKey: publicKeyOf(scheme, privateKey) }],
  threshold: 1,
}
/** As it is published: in one direction, turned round without its signatures for the other. */
const published = (source: PriceSource): PriceSource => {
  const one = sign(source, signer)
  return async (asked, time) => (asked.base === 'USD' ? invert(one)(asked, time) : one(asked, time))
}
testSource({
  ...both,
  name: 'signed',
  make: () => signed(published(peg()), trust),
  broken: {
    'nobody has signed': { make: () => signed(peg(), trust), code: 'PRICE_UNTRUSTED' },
    'for another stream': { make: () => signed(published(peg()), { ...trust, stream: 't' }), code: 'PRICE_UNTRUSTED' },
  },
})
