/** Reports with signatures: made, and asked for. */
export { type ReportSigner, sign, signed, type Trust, type TrustedKey } from './signed.js'
