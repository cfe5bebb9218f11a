import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll } from 'vitest'
import { cache, cross, fallback, guard, invert, median } from '../src/compose/index.js'
import { fixed } from '../src/fixed/index.js'
import { history } from '../src/history/index.js'
import { http } from '../src/http/index.js'
import { sign } from '../src/signed/index.js'
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
