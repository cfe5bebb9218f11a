export {
  type Answer,
  type App,
  type CommandInput,
  type RuntimeRejection,
  runtimeRejections,
  type Stored,
  type SubscribeOptions,
  type Subscription,
  type UpgradeInput,
} from './app.js'
export { contentOf, type RecordContent } from './content.js'
export { RuntimeError, type RuntimeErrorCode } from './error.js'
export { type OpenOptions, open } from './open.js'
export {
  type KnownHead,
  type StreamNotVerified,
  type StreamRejection,
  type VerifyStreamOptions,
  verifyStream,
} from './verify-stream.js'
