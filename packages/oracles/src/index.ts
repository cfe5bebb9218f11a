export { type Pair, type PriceSource, PriceSourceError, type Report, type ReportSignature } from './source.js'
