import type { Claim, Journal } from '../journal/journal.js'

/** Notes how many records each append had. */
export function counting(journal: Journal, appends: number[]): Journal {
  return {
    ...journal,
    append: (claims: readonly Claim[]) => {
      appends.push(claims.reduce((sum, { records }) => sum + records.length, 0))
      return journal.append(claims)
    },
  }
}

/** Notes after which sequences were read. */
export function readsOf(journal: Journal, reads: number[]): Journal {
  return {
    ...journal,
    read: (stream, after, limit) => {
      reads.push(after)
      return journal.read(stream, after, limit)
    },
  }
}

/** Fails the next append before or after it is done. */
export function failing(journal: Journal, failures: ('before' | 'after')[]): Journal {
  return {
    ...journal,
    append: async (claims) => {
      const failure = failures.shift()
      const won = failure === 'before' ? new Set<string>() : await journal.append(claims)
      if (failure !== undefined) throw Object.assign(new Error('the connection broke'), { code: 'ECONNRESET' })
      return won
    },
  }
}
