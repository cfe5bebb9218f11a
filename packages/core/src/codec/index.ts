/** Canonical JSON, the fields schemas are made of, and the hash chain. */
export { canonicalize, isStorable, type JsonValue, quote } from './canonical.js'
export { type Checked, type Codec, codecOf } from './encoder.js'
export {
  Amount,
  Asset,
  BasisPoints,
  CommandType,
  Count,
  Duration,
  Epoch,
  Flag,
  Hash,
  Hex,
  Id,
  isId,
  isParty,
  Json,
  Party,
  Quantity,
  type Schema,
  Sequence,
  Signed,
  Text,
  Time,
  Total,
} from './fields.js'
export { GENESIS_HASH, hashText, RECORD_TAG, type RecordHash, recordHash } from './hash.js'
export { list, nullable, oneOf, optional, type Plain, struct } from './struct.js'
