/** Exact integer arithmetic: amounts, rounding, ratio prices, apportionment, fractional powers. */
export { isAmount, isQuantity, isSigned, MAX_AMOUNT } from './amount.js'
export { apportion } from './apportion.js'
export { type CobbDouglas, cobbDouglas } from './cobb-douglas.js'
export { formatDecimal, parseDecimal } from './decimal.js'
export { medianPrice, type SourcedPrice } from './median.js'
export { comparePrices, convert, convertBack, invertPrice, isPrice, MAX_PRICE_PART, type Price } from './price.js'
export { root } from './root.js'
export { divide, mulDiv, type Rounding } from './rounding.js'
