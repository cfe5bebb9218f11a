import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql'
import { type Appender, paymentRecord } from './load.js'

/** The event store that ours is measured against. */
export async function openEmmett(url: string): Promise<{ appender(stream: string): Appender; close(): Promise<void> }> {
  const store = getPostgreSQLEventStore(url)
  await store.schema.migrate()
  return {
    appender: (stream) => {
      let version = 0n
      return async () => {
        const { body } = paymentRecord(stream, Number(version) + 1)
        const expected = version === 0n ? ('STREAM_DOES_NOT_EXIST' as const) : version
        const event = { type: 'Paid', data: { body } } as const
        const { nextExpectedStreamVersion } = await store.appendToStream(stream, [event], {
          expectedStreamVersion: expected,
        })
        version = nextExpectedStreamVersion
      }
    },
    close: () => store.close(),
  }
}
