export { type FixedPrice, fixed } from './fixed.js'
