/** Deposits and withdrawals of an outside vault. Spec: custody.md. */
export { type Confirm, custody, type Deposit, type Refund, type Withdraw } from './mechanism.js'
export {
  type CustodyConfig,
  type CustodyDeposit,
  type CustodyTables,
  type CustodyView,
  type CustodyWithdrawal,
  pending,
  withdrawalOf,
} from './queries.js'
