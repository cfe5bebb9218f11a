/** What is needed of clients: viem's have it. */

/** Bytes in hexadecimal digits after `0x`. */
export type Hex = `0x${string}`

/** What reads a chain: viem's public client. */
export interface EvmPublicClient {
  /** Says where the chain is, or what block has a number. */
  getBlock(question: {
    readonly blockTag: 'latest' | 'safe' | 'finalized'
  }): Promise<{ readonly number: bigint | null; readonly timestamp: bigint }>
  /** Asks a contract; the answer is checked, whatever it is. */
  readContract(question: never): Promise<unknown>
  /** Sends a request as it is (EIP-1193): for logs, code and transactions. */
  request(question: never): Promise<unknown>
}

/** What signs and sends transactions: viem's wallet client, with an account and a chain. */
export interface EvmWalletClient {
  readonly account: { readonly address: Hex }
  /** Calls a contract in a transaction; answers with its hash. */
  writeContract(question: never): Promise<Hex>
  /** Sends a transaction; answers with its hash. */
  sendTransaction(question: never): Promise<Hex>
}

/** A contract's interface as an artefact has it. */
type Abi = readonly object[]

/** A question to a contract. */
export interface Read {
  readonly address: Hex
  readonly abi: Abi
  readonly functionName: string
  readonly args: readonly unknown[]
  /** As of this block; the newest one when absent. */
  readonly blockNumber?: bigint
}

/** What a contract answers, in the form that its interface says. */
export function read<Answer>(client: EvmPublicClient, question: Read): Promise<Answer> {
  return client.readContract(question as never) as Promise<Answer>
}

/** What a node answers to a request. */
export function request<Answer>(client: EvmPublicClient, method: string, params: readonly unknown[]): Promise<Answer> {
  return client.request({ method, params } as never) as Promise<Answer>
}

/** An integer as requests have it. */
export function quantity(value: bigint): Hex {
  return `0x${value.toString(16)}`
}

/** Name of the custom error that a contract refused with, from whatever a client throws. */
export function revertOf(error: unknown): string | undefined {
  for (let cause = error; isObject(cause); cause = cause.cause) {
    const { data } = cause
    if (isObject(data) && typeof data.errorName === 'string') return data.errorName
  }
  return undefined
}

/** All that an error and its causes say. */
export function wordsOf(error: unknown): string {
  const words: string[] = []
  for (let cause = error; isObject(cause); cause = cause.cause) {
    for (const text of [cause.name, cause.message, cause.details]) if (typeof text === 'string') words.push(text)
  }
  return words.join(' ')
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
