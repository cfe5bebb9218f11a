/** What hardware is worth in the books. Spec: resource-reserve.md. */
export {
  bookValue,
  type Depreciable,
  type Depreciation,
  depreciated,
  isBookMethod,
  MAX_PERIODS,
} from './depreciation.js'
export { MACRS, type MacrsClass } from './macrs.js'
