/** Commands that came in past the host, and what became of them. Spec: kernel.md#inbox. */
import { canonicalize, type JsonValue } from '../codec/canonical.js'
import type { AnyCommand } from './bag.js'
import type { Context } from './context.js'
import type { Effects } from './effects.js'
import { decodeEnvelope } from './envelope.js'
import { type Rejected, refuse, rejected } from './rejection.js'
import type { TakeOffer } from './services.js'

/** UTF-16 code units that a record may have in every journal that has an inbox. */
export const LEAST_ROOM = 32_768

/** What the engine does for a take. */
interface Deciding {
  readonly context: Context
  /** Runs as the effects of the command that takes: all of it, or nothing. */
  readonly attempt: (run: () => void) => Effects | Rejected
  /** Runs the offered command as if it had come by itself, signed. */
  readonly run: (offered: AnyCommand) => void
}

/**
 * Takes the next offer. What the offered command is refused with is the outcome, and no refusal of the take: an offer
 * that could stop the stream would be a weapon. So is a mistake of a mechanism.
 */
export function takeOffer(take: AnyCommand, { context, attempt, run }: Deciding): Effects | Rejected {
  const { offer, command, refuse: reason } = take.input as TakeOffer
  let isNext = false
  const taking = (outcome: () => string | null): Effects | Rejected =>
    attempt(() => {
      const { stream } = context
      const { taken } = context.kernel('inbox', { stream }) ?? { taken: 0 }
      if (offer !== taken) refuse('INBOX_OUT_OF_ORDER', { offer, taken })
      isNext = true
      context.putKernel('inbox', { stream }, { taken: taken + 1, refused: outcome() })
    })
  if (reason !== null) return taking(() => reason)
  const offered = decodeOffer(command, take.at)
  if ('code' in offered) return taking(() => offered.code)
  const { id } = offered
  if (id !== take.id) return taking(() => refuse('INBOX_ID_DIFFERS', { id }))
  const effects = spared(() =>
    taking(() => {
      run(offered)
      return null
    }),
  )
  return isNext && 'code' in effects ? taking(() => effects.code) : effects
}

/** A mistake of a mechanism on an offer. The effects are undone; the offer must not come back for ever. */
function spared(decide: () => Effects | Rejected): Effects | Rejected {
  try {
    return decide()
  } catch {
    return rejected('COMMAND_FAILED')
  }
}

/**
 * The command in an offer, for hosts that have to know its id before they take it.
 * Spec: kernel.md#inbox.
 * @param bytes - The offered bytes in lower-case hexadecimal digits.
 * @param at - Time that the command would have, whole seconds.
 * @returns The command, its input still as JSON; or `COMMAND_MALFORMED`.
 * @example offeredCommand('7b7d', 0)
 */
export const offeredCommand = (bytes: string, at: number): AnyCommand | Rejected => decodeOffer(bytes, at)

/**
 * The command in an offer: canonical JSON in UTF-8, in hexadecimal digits, without a time. Its time is the take's. In
 * any other form two languages might read two things.
 */
export function decodeOffer(bytes: string, at: number): AnyCommand | Rejected {
  try {
    const text = decodeURIComponent(bytes.replace(/../g, '%$&'))
    const json = JSON.parse(text) as JsonValue
    const timed = typeof json === 'object' && json !== null && 'at' in json
    if (!timed && canonicalize(json) === text) return decodeEnvelope({ ...(json as object), at: String(at) })
  } catch {
    // no UTF-8, no JSON, or a JSON number
  }
  return rejected('COMMAND_MALFORMED')
}
