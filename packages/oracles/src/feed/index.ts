/** Keeping a feed of an open system up to date. */
export { type FeedKeeping, type FeedState, type KeptFeed, keepFeed } from './keep-feed.js'
export type { ReportSink } from './report-sink.js'
export { type CommandKey, signing } from './signing.js'
