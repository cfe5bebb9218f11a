/** The host: writes the stream to the chain, takes commands by HTTP and out of the inbox, and serves the page. */
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import { type EvmPublicClient, type EvmWalletClient, evmJournal } from '@symbolon/adapters/evm'
import { open } from '@symbolon/adapters/runtime'
import { isAdmitted } from './admission.js'
import { FOUNDER, type Place, system } from './system.js'

/** What a host needs. */
export interface HostOptions {
  readonly publicClient: EvmPublicClient
  readonly walletClient: EvmWalletClient
  readonly place: Place
  /** Folder of the built page. */
  readonly page: string
  /** 0, the default, takes any that is free. */
  readonly port?: number
  /** Milliseconds between looks into the inbox. */
  readonly offersEvery?: number
}

const GIFT = 1_000n
const MOST_BYTES = 65_536
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
}

/** Opens the stream on the chain, begins it if there is none, and listens on this machine. */
export async function startHost(options: HostOptions) {
  const { publicClient, walletClient, place, page, port = 0, offersEvery = 2_000 } = options
  const { journal: address, finality, stream } = place
  const journal = evmJournal({ publicClient, walletClient, address, finality, pollEvery: 50 })
  const app = await open({ system, journal, stream, offersEvery })

  async function command(json: unknown) {
    if (!isAdmitted(json)) return { status: 'rejected', code: 'SIGNATURE_REQUIRED' }
    const answer = await app.submit(json)
    if (answer.status === 'rejected') return { status: answer.status, code: answer.code }
    const { by, type } = json as { readonly by: string; readonly type: string }
    // one gift for each party: its id is taken the second time
    const gift = { to: by, asset: 'MPOND', amount: GIFT }
    if (type === 'key.register') {
      await app.execute({ id: `gift-${by}`, by: FOUNDER, type: 'transfer.send', input: gift })
    }
    return { status: answer.status, sequence: answer.sequence }
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://host')
    if (request.method === 'POST' && pathname === '/commands') {
      send(response, 200, '.json', JSON.stringify(await command(JSON.parse(await bodyOf(request)))))
    } else if (pathname === '/place') send(response, 200, '.json', JSON.stringify(place))
    else {
      const file = normalize(pathname === '/' ? '/index.html' : pathname)
      send(response, 200, extname(file), await readFile(join(page, file)))
    }
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: { readonly code?: string }) => {
      send(response, error.code === 'ENOENT' ? 404 : 400, '.txt', error.code ?? 'no such request')
    })
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  async function close(): Promise<void> {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    await app.close()
    await journal.close()
  }
  return { url, app, close }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length
    if (size > MOST_BYTES) throw new RangeError('a command is smaller')
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}

function send(response: ServerResponse, status: number, extension: string, body: string | Buffer): void {
  response.writeHead(status, { 'content-type': TYPES[extension] ?? 'text/plain; charset=utf-8' }).end(body)
}
