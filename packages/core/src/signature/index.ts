/** Two signature schemes with one strict rule each, and the messages that are signed. */
export { encodeType, hashTypedData, type TypedData, type TypedDataDomain, type TypedDataField } from './eip712.js'
export {
  type CommandMessage,
  type KeyMessage,
  type MessageKind,
  type Messages,
  type ReportMessage,
  type StatementMessage,
  signingDigest,
  typedData,
} from './message.js'
export { isPublicKey, publicKeyOf, type Scheme, type SignatureCheck, sign, verifySignature } from './scheme.js'
export {
  type CommandToSign,
  type SignedCommand,
  type Signer,
  signCommand,
  signKey,
  signReport,
  signStatement,
} from './sign.js'
export { typedCommand } from './typed-command.js'
export { createVerifier, type Verifier, type VerifierOptions } from './verifier.js'
export { addressOf, recoverPublicKey, walletSignature } from './wallet.js'
