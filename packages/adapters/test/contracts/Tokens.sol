// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// A token with whatever quirk a test wants.
contract Token {
    mapping(address => uint256) public balanceOf;
    mapping(address => mapping(address => uint256)) public allowance;
    /// Hundredths of a percent that the receiver doesn't get.
    uint256 public fee;
    /// Hundredths of a percent that the sender pays on top.
    uint256 public surcharge;
    bool public answersFalse;
    bool public blocked;

    constructor() {
        balanceOf[msg.sender] = 2 ** 200;
    }

    function set(uint256 fee_, uint256 surcharge_, bool answersFalse_, bool blocked_) external {
        (fee, surcharge, answersFalse, blocked) = (fee_, surcharge_, answersFalse_, blocked_);
    }

    function approve(address spender, uint256 amount) external {
        allowance[msg.sender][spender] = amount;
    }

    function transfer(address to, uint256 amount) external virtual returns (bool) {
        if (answersFalse) return false;
        _move(msg.sender, to, amount);
        return true;
    }

    function transferFrom(address from, address to, uint256 amount) external virtual returns (bool) {
        if (answersFalse) return false;
        allowance[from][msg.sender] -= amount;
        _move(from, to, amount);
        return true;
    }

    function _move(address from, address to, uint256 amount) internal virtual {
        require(!blocked);
        balanceOf[from] -= amount + amount * surcharge / 10_000;
        balanceOf[to] += amount - amount * fee / 10_000;
    }
}

/// A token whose transfers answer nothing.
contract NoReturn {
    mapping(address => uint256) public balanceOf;
    mapping(address => mapping(address => uint256)) public allowance;

    constructor() {
        balanceOf[msg.sender] = 2 ** 200;
    }

    function approve(address spender, uint256 amount) external {
        allowance[msg.sender][spender] = amount;
    }

    function transfer(address to, uint256 amount) external {
        balanceOf[msg.sender] -= amount;
        balanceOf[to] += amount;
    }

    function transferFrom(address from, address to, uint256 amount) external {
        allowance[from][msg.sender] -= amount;
        balanceOf[from] -= amount;
        balanceOf[to] += amount;
    }
}

/// A token that calls back into a vault while it is moved, with whatever call a test wants.
contract Hooked is Token {
    address private target;
    bytes private data;
    bool public swallow;
    /// What the last call back was answered with.
    bytes public answered;

    function hook(address target_, bytes calldata data_, bool swallow_) external {
        (target, data, swallow) = (target_, data_, swallow_);
    }

    function _move(address from, address to, uint256 amount) internal override {
        super._move(from, to, amount);
        if (target == address(0)) return;
        allowance[address(this)][target] = type(uint256).max;
        (bool done, bytes memory answer) = target.call(data);
        if (swallow) answered = answer;
        if (done || swallow) return;
        assembly ("memory-safe") {
            revert(add(answer, 32), mload(answer))
        }
    }
}
