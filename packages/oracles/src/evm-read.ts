import { PriceSourceError } from './source.js'

/** What a source needs of a client: viem's public client has it. */
export interface ReadClient {
  /** Says which block is the newest, or the newest that is unlikely to be replaced. */
  getBlock(question: {
    readonly blockTag: ReadAt
  }): Promise<{ readonly number: bigint | null; readonly timestamp: bigint }>
  /** Asks a contract; the answer is checked, whatever it is. */
  readContract(question: ContractRead): Promise<unknown>
}

/** A question to a contract, as of one block. */
export interface ContractRead {
  readonly address: Address
  readonly abi: readonly never[]
  readonly functionName: string
  readonly args?: readonly unknown[]
  readonly blockNumber: bigint
}

/** Which block is read: the newest, or one that is unlikely, or can't, be replaced. */
export type ReadAt = 'latest' | 'safe' | 'finalized'

/** An address as wallets show it or in lower case. */
export type Address = `0x${string}`

/** One block, so that everything that is read of a chain is of one moment. */
export async function blockOf(
  client: ReadClient,
  blockTag: ReadAt,
): Promise<{ readonly number: bigint; readonly timestamp: number }> {
  const { number, timestamp } = await reached(client.getBlock({ blockTag }))
  // Clients leave out what the node leaves out: a time that is none is neither old nor ahead of any other.
  if (!isInteger(number) || !isInteger(timestamp))
    throw new PriceSourceError('PRICE_MALFORMED', 'the block has no number or no time')
  return { number, timestamp: Number(timestamp) }
}

/** What a node answers; whatever it throws is a source that can't be reached. */
export async function reached<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (cause) {
    throw new PriceSourceError('PRICE_UNREACHABLE', 'the node or the contract has no answer', { cause })
  }
}

/** What a contract answers, if it is of the form that its interface says. */
export async function answered<T>(
  client: ReadClient,
  { abi, ...question }: Omit<ContractRead, 'abi'> & { readonly abi: readonly unknown[] },
  is: (answer: unknown) => answer is T,
): Promise<T> {
  const answer = await reached(client.readContract({ ...question, abi: abi as readonly never[] }))
  if (!is(answer)) throw new PriceSourceError('PRICE_MALFORMED', `${question.functionName} answers something else`)
  return answer
}

export const isInteger = (answer: unknown): answer is bigint => typeof answer === 'bigint'
export const isCount = (answer: unknown): answer is number => Number.isSafeInteger(answer)
export const isText = (answer: unknown): answer is string => typeof answer === 'string'
export const isList = <T>(answer: unknown, length: number, is: (one: unknown) => one is T): answer is readonly T[] =>
  Array.isArray(answer) && answer.length === length && answer.every(is)

export const isAddressText = (text: string): boolean => /^0x[0-9a-fA-F]{40}$/.test(text)
