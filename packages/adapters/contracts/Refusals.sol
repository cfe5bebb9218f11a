// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

// Refusals by the names of their codes: AccountBelowFloor is ACCOUNT_BELOW_FLOOR. Spec: evm-native.md#refusals.

error InputInvalid();
error NotAuthorised();
error ParamsRefused();
error AmountOverflow();
error TransferToSelf();
error AccountBelowFloor(address account, uint256 spendable, uint256 amount);
error AccountAboveCeiling(address account, uint256 ceiling);
error LienBroken(address account, uint256 held, uint256 liens);

// ERC-6093, for what only ERC-20 has.
error ERC20InsufficientAllowance(address spender, uint256 allowance, uint256 needed);
error ERC20InvalidReceiver(address receiver);

// Greatest amount and greatest balance: 2^127 − 1.
uint256 constant MAX_AMOUNT = 2 ** 127 - 1;
// Greatest time, epoch and count: 2^53 − 1.
uint256 constant MAX_TIME = 2 ** 53 - 1;
