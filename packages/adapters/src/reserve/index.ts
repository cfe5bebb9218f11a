/** What an application developer needs of a reserve: ask, take, show what backs it, release. */
export {
  type AskedQuote,
  type CommandJson,
  type QuotedPart,
  type QuoteTerms,
  type ReserveClient,
  type ReserveClientOptions,
  type ReserveRefusal,
  reserveClient,
  reserveClientOf,
  type SubmitAnswer,
  type TakenQuote,
} from './client.js'
