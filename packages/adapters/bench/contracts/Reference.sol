// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {VestingWallet} from "@openzeppelin/contracts/finance/VestingWallet.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ERC20Wrapper} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Wrapper.sol";

contract ReferenceToken is ERC20 {
    constructor() ERC20("Reference", "REF") {
        _mint(msg.sender, 1e30);
    }
}

contract ReferenceWrapper is ERC20Wrapper {
    constructor(IERC20 token) ERC20("Wrapped", "WREF") ERC20Wrapper(token) {}
}

contract ReferenceVesting is VestingWallet {
    constructor(address to) VestingWallet(to, 0, 1000) {}
}
