/** Keeping a feed of an open system up to date. */
export { type FeedKeeping, type FeedState, type KeptFeed, keepFeed, type ReportSink } from './keep-feed.js'
