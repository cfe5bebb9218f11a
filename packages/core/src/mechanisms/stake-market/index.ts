export { solvePrices } from './unit-price-solver.js'
export {
  MEAN_UNIT_PRICE,
  type PriceRejection,
  type PriceVerdict,
  priceRejections,
  verifyPrices,
  type WantRows,
} from './unit-prices.js'
export { type ApportionedWants, apportionWants, type WantOrder } from './want-rows.js'
