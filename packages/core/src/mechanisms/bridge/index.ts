/** Two assets that turn into each other, one way at once, the other in tranches. Spec: bridge.md. */
export { type Bond, bridge, type RequestConversion, type RequestPart } from './mechanism.js'
export {
  type BridgeBounds,
  type BridgeConfig,
  type BridgeKey,
  type BridgeOutstanding,
  type BridgeParams,
  type BridgeRequest,
  type BridgeTables,
  type BridgeView,
  convertible,
  epochOf,
  outstanding,
  type ParamRange,
  requestsOf,
} from './queries.js'
export { convertibleOf, effectiveLiquidity, type Tranches } from './tranches.js'
