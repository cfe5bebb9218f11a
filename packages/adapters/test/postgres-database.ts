import { randomBytes } from 'node:crypto'
import pg from 'pg'

/** Makes an empty database on a server and returns its address. */
export async function createDatabase(server: string): Promise<string> {
  const name = `symbolon_${randomBytes(6).toString('hex')}`
  const client = new pg.Client(server)
  await client.connect()
  await client.query(`create database ${name}`)
  await client.end()
  return server.replace(/\/[^/]*$/, `/${name}`)
}
