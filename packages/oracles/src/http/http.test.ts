import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { type HttpPrice, http, httpReport } from './index.js'

const pair = { base: 'ETH', quote: 'USD' } as const
const back = { base: 'USD', quote: 'ETH' } as const
let server: Server | undefined
afterEach(async () => {
  server?.closeAllConnections()
  await new Promise((resolve) => (server === undefined ? resolve(0) : server.close(resolve)))
  server = undefined
})

/** A real server; answers where it listens. */
async function serving(
  listener: RequestListener,
): Promise<{ readonly url: string; readonly hosts: readonly string[] }> {
  server = createServer(listener)
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return { url: `http://${host}/price`, hosts: [host] }
}
const saying = (body: string | Uint8Array, headers: Record<string, string> = {}, status = 200) =>
  serving((_, response) => response.writeHead(status, headers).end(body))
const rest = { ...pair, baseDecimals: 18, quoteDecimals: 6, pointer: '/price', validity: 60 } as const
const priceOf = async (body: string, more: Partial<HttpPrice> = {}) =>
  http({ ...rest, ...(await saying(body)), ...more })(pair, 100)
const refusal = (code: string) => ({ name: 'PriceSourceError', code })

describe('http', () => {
  it('default: the digits as they stand, whether a string or a number', async () => {
    const expected = {
      ...pair,
      baseAmount: 2n * 10n ** 12n,
      quoteAmount: 6001n,
      confidence: 0n,
      observed: 100,
      until: 160,
    }
    await expect(priceOf('{"price":"3000.5"}')).resolves.toMatchObject(expected)
    await expect(priceOf('{"price":3000.50}')).resolves.toMatchObject(expected)
  })

  it('behavior: no digit is lost where a floating-point number would lose it', async () => {
    const found = await priceOf('{"price":0.1234567890123456789012345678901234}', {
      baseDecimals: 0,
      quoteDecimals: 36,
    })
    expect(found).toMatchObject({ baseAmount: 1n, quoteAmount: 123_456_789_012_345_678_901_234_567_890_123_400n })
  })

  it('behavior: serves the other direction', async () => {
    const source = http({ ...rest, ...(await saying('{"price":"2"}')) })
    await expect(source(back, 100)).resolves.toMatchObject({ ...back, baseAmount: 1n, quoteAmount: 5n * 10n ** 11n })
  })

  it('behavior: time and confidence from where they stand', async () => {
    const body = '{"data":[{"a/b":"2","t":"95","±":"0.5"}]}'
    const where = { pointer: '/data/0/a~1b', timePointer: '/data/0/t', confidencePointer: '/data/0/±', baseDecimals: 0 }
    const found = await priceOf(body, { ...where, quoteDecimals: 1 })
    expect(found).toMatchObject({ baseAmount: 1n, quoteAmount: 20n, confidence: 5n, observed: 95, until: 155 })
    await expect(priceOf(body.replace('"95"', '101'), where)).rejects.toMatchObject(refusal('PRICE_STALE'))
    await expect(priceOf(body.replace('"95"', '40'), where)).rejects.toMatchObject(refusal('PRICE_STALE'))
    await expect(priceOf(body.replace('"95"', '41'), where)).resolves.toMatchObject({ observed: 41 })
    await expect(priceOf(body.replace('"95"', '9.5'), where)).rejects.toMatchObject(refusal('PRICE_MALFORMED'))
  })

  it.each([
    '{"price":1e400}',
    '{"price":"1e2"}',
    '{"price":-1}',
    '{"price":"-1"}',
    '{"price":"NaN"}',
    '{"price":"Infinity"}',
    '{"price":"0x10"}',
    '{"price":" 1"}',
    '{"price":""}',
    '{"price":null}',
    '{"price":true}',
    '{"price":{"value":"1"}}',
    '{"price":["1"]}',
    '{"cost":"1"}',
    '"1"',
    '{"price":"1"',
    '{"price":"1"}}',
    '{"price":"1","price":"2"}',
    '',
    'null',
    '<html>',
    `{"price":"${'9'.repeat(100)}"}`,
    `{"price":"0.${'0'.repeat(36)}1"}`,
    `${'['.repeat(100_000)}`,
    `{"price":"1","more":${'['.repeat(65)}${']'.repeat(65)}}`,
  ])('error: %.40s is malformed', async (body) => {
    await expect(priceOf(body)).rejects.toMatchObject(refusal('PRICE_MALFORMED'))
  })

  it('error: names that objects inherit are no members', async () => {
    for (const pointer of ['/__proto__', '/constructor/name', '/price/length'])
      await expect(priceOf('{"price":"1"}', { pointer })).rejects.toMatchObject(refusal('PRICE_MALFORMED'))
  })

  it.each(['0', '0.000'])('error: %s is no price', async (zero) => {
    await expect(priceOf(`{"price":"${zero}"}`)).rejects.toMatchObject(refusal('PRICE_INVALID'))
  })

  it('error: bytes that aren’t UTF-8', async () => {
    const source = http({ ...rest, ...(await saying(Uint8Array.of(0x22, 0xff, 0x22))), pointer: '' })
    await expect(source(pair, 0)).rejects.toMatchObject(refusal('PRICE_MALFORMED'))
  })

  it('error: a status other than 200', async () => {
    for (const status of [201, 404, 500]) {
      const source = http({ ...rest, ...(await saying('{"price":"1"}', {}, status)) })
      await expect(source(pair, 0)).rejects.toMatchObject(refusal('PRICE_UNREACHABLE'))
      server!.close()
    }
  })

  it('error: a redirect is not followed', async () => {
    let followed = false
    const place = await serving((request, response) => {
      if (request.url === '/other') followed = true
      response.writeHead(302, { location: '/other' }).end()
    })
    await expect(http({ ...rest, ...place })(pair, 0)).rejects.toMatchObject(refusal('PRICE_UNREACHABLE'))
    expect(followed).toBe(false)
  })

  it('error: no answer in time, and a body that never ends', async () => {
    const silent = await serving(() => undefined)
    await expect(http({ ...rest, ...silent, timeout: 50 })(pair, 0)).rejects.toMatchObject(refusal('PRICE_UNREACHABLE'))
    server!.closeAllConnections()
    server!.close()
    const dripping = await serving((_, response) => {
      const timer = setInterval(() => response.write(' '), 5)
      response.on('close', () => clearInterval(timer))
    })
    await expect(http({ ...rest, ...dripping, timeout: 50 })(pair, 0)).rejects.toMatchObject(
      refusal('PRICE_UNREACHABLE'),
    )
  })

  it('error: megabytes, packed or not; reading stops at the limit', async () => {
    let sent = 0
    const endless = await serving((_, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536, 0x20))) sent += 65_536
      }
      response.on('drain', more)
      more()
    })
    await expect(http({ ...rest, ...endless })(pair, 0)).rejects.toMatchObject(refusal('PRICE_UNREACHABLE'))
    expect(sent).toBeLessThan(64 * 1_048_576)
    server!.closeAllConnections()
    server!.close()
    const bomb = gzipSync(Buffer.concat([Buffer.alloc(20_000_000, 0x20), Buffer.from('{"price":"1"}')]))
    const packed = await saying(bomb, { 'content-encoding': 'gzip' })
    await expect(http({ ...rest, ...packed })(pair, 0)).rejects.toMatchObject(refusal('PRICE_UNREACHABLE'))
    await expect(http({ ...rest, ...packed, maxBytes: 30_000_000 })(pair, 0)).resolves.toMatchObject({ observed: 0 })
  })

  it('error: nobody listens, or hangs up half way', async () => {
    const gone = await saying('')
    await new Promise((resolve) => server!.close(resolve))
    await expect(http({ ...rest, ...gone })(pair, 0)).rejects.toMatchObject(refusal('PRICE_UNREACHABLE'))
    const half = await serving((_, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('{"price":"1"}', () => response.destroy())
    })
    await expect(http({ ...rest, ...half })(pair, 0)).rejects.toMatchObject(refusal('PRICE_UNREACHABLE'))
  })

  it('behavior: sends its headers', async () => {
    const place = await serving((request, response) =>
      response.end(JSON.stringify({ price: request.headers['x-key'] })),
    )
    const source = http({ ...rest, ...place, headers: { 'x-key': '7' } })
    await expect(source(pair, 0)).resolves.toMatchObject({ quoteAmount: 7n })
  })

  it('error: another pair, and what is no time', async () => {
    const source = http({ ...rest, ...(await saying('{"price":"1"}')) })
    await expect(source({ base: 'BTC', quote: 'USD' }, 0)).rejects.toMatchObject(refusal('PRICE_PAIR_UNKNOWN'))
    await expect(source(pair, -1)).rejects.toMatchObject(refusal('PRICE_TIME_INVALID'))
  })

  const sound: HttpPrice = { ...rest, url: 'https://a.example/p', hosts: ['a.example'] }
  it.each<[Partial<HttpPrice>, RegExp]>([
    [{ url: 'a.example' }, /address/],
    [{ url: 'http://a.example/p' }, /https/],
    [{ url: 'file:///etc/hosts' }, /https/],
    [{ url: 'https://u:p@a.example/p' }, /password/],
    [{ url: 'https://a.example:444/p' }, /hosts/],
    [{ url: 'https://b.example/p' }, /hosts/],
    [{ pointer: 'price' }, /pointer/],
    [{ pointer: '/a~2' }, /pointer/],
    [{ validity: 0 }, /validity/],
    [{ baseDecimals: 37 }, /decimals/],
    [{ quoteDecimals: -1 }, /quoteDecimals/],
    [{ quote: 'ETH' }, /itself/],
    [{ timeout: 0 }, /timeout/],
    [{ maxBytes: 0.5 }, /maxBytes/],
  ])('error: out of bounds at the making (%#)', (wrong, message) => {
    expect(() => http(sound)).not.toThrow()
    expect(() => http({ ...sound, ...wrong })).toThrow(message)
  })
})

describe('httpReport', () => {
  const text = JSON.stringify({
    ...pair,
    baseAmount: '100',
    quoteAmount: '250',
    confidence: '5',
    observed: '90',
    until: '150',
    source: 'watch',
    number: '3',
    signatures: [{ party: 'watch', key: 'k1', value: 'ab' }],
  })

  it('default: the report as it is, and turned round without its signatures', async () => {
    const source = httpReport(await saying(text))
    const signatures = [{ party: 'watch', key: 'k1', value: 'ab' }]
    await expect(source(pair, 100)).resolves.toMatchObject({ quoteAmount: 250n, number: 3, signatures })
    await expect(source(back, 100)).resolves.toMatchObject({
      ...back,
      baseAmount: 125n,
      quoteAmount: 50n,
      signatures: [],
    })
  })

  it('error: observed further ahead than agreed', async () => {
    const place = await saying(text)
    await expect(httpReport(place)(pair, 89)).rejects.toMatchObject(refusal('PRICE_STALE'))
    await expect(httpReport({ ...place, futureSkew: 1 })(pair, 89)).resolves.toMatchObject({ observed: 90 })
    await expect(httpReport({ ...place, futureSkew: 1 })(pair, 88)).rejects.toMatchObject(refusal('PRICE_STALE'))
    expect(() => httpReport({ ...place, futureSkew: -1 })).toThrow(RangeError)
  })

  it('error: another pair, one that has ended, and what is no report', async () => {
    const source = httpReport(await saying(text))
    await expect(source({ base: 'BTC', quote: 'USD' }, 100)).rejects.toMatchObject(refusal('PRICE_PAIR_UNKNOWN'))
    await expect(source(pair, 150)).rejects.toMatchObject(refusal('PRICE_STALE'))
    server!.close()
    for (const wrong of [
      text.replace('"100"', '100'),
      text.replace('"250"', '"0"'),
      text.replace('}', ',"x":"1"}'),
      '[]',
    ]) {
      const other = httpReport(await saying(wrong))
      await expect(other(pair, 100)).rejects.toMatchObject(refusal('PRICE_MALFORMED'))
      server!.close()
    }
  })
})
