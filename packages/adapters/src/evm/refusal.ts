/**
 * The code of the protocol that a contract's custom error stands for: `AccountBelowFloor` is `ACCOUNT_BELOW_FLOOR`.
 * Spec: evm-native.md#refusals.
 * @param errorName - Name of the error as its contract declares it.
 * @returns The code.
 * @example refusalCode('BridgeNotOpen') // 'BRIDGE_NOT_OPEN'
 */
export function refusalCode(errorName: string): string {
  return errorName.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase()
}

/**
 * The code with which a contract refused, from what a client threw. Works with any client that decodes custom errors
 * into `data.errorName` of the error or one of its causes, as viem does.
 * Spec: evm-native.md#refusals.
 * @param thrown - Anything that was caught.
 * @returns The code; undefined when no contract refused with one of its errors.
 * @example
 * try { await client.simulateContract({ ...bridge, functionName: 'request', args: [900n], account }) }
 * catch (error) { if (refusalOf(error) === 'BRIDGE_EPOCH_TAKEN') … }
 */
export function refusalOf(thrown: unknown): string | undefined {
  let error = thrown
  // causes may form a circle; nothing nests deeper
  for (let depth = 0; depth < 16 && typeof error === 'object' && error !== null; depth++) {
    const { data, cause } = error as { readonly data?: unknown; readonly cause?: unknown }
    if (typeof data === 'object' && data !== null && 'errorName' in data && typeof data.errorName === 'string') {
      return refusalCode(data.errorName)
    }
    error = cause
  }
  return undefined
}
