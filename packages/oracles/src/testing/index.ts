/** The suite that every price source passes, ours and anybody's. */
export { type SourceSuite, testSource } from './source-suite.js'
