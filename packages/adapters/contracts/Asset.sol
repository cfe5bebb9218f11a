// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import "./Refusals.sol";

/// @title An asset of the protocol as a token: a cap, minters, liens on what parties hold, claims on what others keep.
/// @notice An ERC-20 whose transfers can be refused with LienBroken: who has promised to go on holding can't hand it on.
/// What a party holds is its balance and what instances keep for it; staked tokens answer to liens.
/// Minters and instances are contracts that the governor names, and are trusted by every holder, as mechanisms of a
/// system are; a governor that gives up its office closes the list.
/// Spec: evm-native.md#assets, kernel.md#ledger, kernel.md#liens.
contract Asset {
    /// One word, so that a transfer reads and writes one for each side.
    struct Holding {
        uint128 balance;
        uint128 liens;
    }

    event Transfer(address indexed from, address indexed to, uint256 value);
    event Approval(address indexed owner, address indexed spender, uint256 value);
    event GovernorSet(address indexed governor);
    event MinterSet(address indexed minter, bool allowed);
    event InstanceSet(address indexed instance, bool allowed);
    event LienSet(address indexed instance, address indexed party, uint256 amount);
    event ClaimSet(address indexed instance, address indexed party, uint256 amount);

    string public name;
    string public symbol;
    uint8 public immutable decimals;
    /// Most that may ever be out.
    uint256 public immutable cap;

    uint256 public totalSupply;
    address public governor;
    mapping(address account => bool) public minters;
    mapping(address account => bool) public instances;
    mapping(address owner => mapping(address spender => uint256)) public allowance;
    /// What an instance demands that the party goes on holding.
    mapping(address instance => mapping(address party => uint256)) public lienOf;
    /// What an instance keeps for the party.
    mapping(address instance => mapping(address party => uint256)) public claimOf;

    mapping(address party => Holding) private holdings;
    mapping(address party => uint256) private claimed;

    constructor(string memory name_, string memory symbol_, uint8 decimals_, uint256 cap_, address governor_) {
        if (cap_ == 0 || cap_ > MAX_AMOUNT) revert InputInvalid();
        name = name_;
        symbol = symbol_;
        decimals = decimals_;
        cap = cap_;
        governor = governor_;
        emit GovernorSet(governor_);
    }

    modifier onlyGovernor() {
        if (msg.sender != governor) revert NotAuthorised();
        _;
    }

    modifier onlyMinter() {
        if (!minters[msg.sender]) revert NotAuthorised();
        _;
    }

    /// Hands the office on; to the zero address: nobody can name minters and instances any more.
    function setGovernor(address to) external onlyGovernor {
        governor = to;
        emit GovernorSet(to);
    }

    function setMinter(address minter, bool allowed) external onlyGovernor {
        minters[minter] = allowed;
        emit MinterSet(minter, allowed);
    }

    /// An instance that is struck off can still lower its liens and give back what it keeps, so that nobody is trapped.
    function setInstance(address instance, bool allowed) external onlyGovernor {
        instances[instance] = allowed;
        emit InstanceSet(instance, allowed);
    }

    function balanceOf(address party) external view returns (uint256) {
        return holdings[party].balance;
    }

    /// What a party holds: its balance, and what instances keep for it.
    function heldOf(address party) public view returns (uint256) {
        return holdings[party].balance + claimed[party];
    }

    /// What all instances together demand that the party goes on holding.
    function liensOf(address party) external view returns (uint256) {
        return holdings[party].liens;
    }

    /// What leaves the party's balance at most without breaking a lien.
    function spendableOf(address party) external view returns (uint256) {
        Holding memory holding = holdings[party];
        uint256 held = holding.balance + claimed[party];
        uint256 free = held > holding.liens ? held - holding.liens : 0;
        return free < holding.balance ? free : holding.balance;
    }

    function transfer(address to, uint256 value) external returns (bool) {
        _move(msg.sender, to, value, true);
        return true;
    }

    function transferFrom(address from, address to, uint256 value) external returns (bool) {
        uint256 allowed = allowance[from][msg.sender];
        if (allowed != type(uint256).max) {
            if (allowed < value) revert ERC20InsufficientAllowance(msg.sender, allowed, value);
            unchecked {
                allowance[from][msg.sender] = allowed - value;
            }
        }
        _move(from, to, value, true);
        return true;
    }

    function approve(address spender, uint256 value) external returns (bool) {
        allowance[msg.sender][spender] = value;
        emit Approval(msg.sender, spender, value);
        return true;
    }

    function mint(address to, uint256 value) external onlyMinter {
        if (to == address(0)) revert ERC20InvalidReceiver(to);
        if (value > MAX_AMOUNT) revert AmountOverflow();
        uint256 balance = holdings[to].balance + value;
        if (balance > MAX_AMOUNT) revert AmountOverflow();
        if (totalSupply + value > cap) revert AccountBelowFloor(address(0), cap - totalSupply, value);
        totalSupply += value;
        holdings[to].balance = uint128(balance);
        emit Transfer(address(0), to, value);
    }

    /// Burns of a party's balance, as the party has asked the minter to.
    function burn(address from, uint256 value) external onlyMinter {
        Holding memory holding = holdings[from];
        if (holding.balance < value) revert AccountBelowFloor(from, holding.balance, value);
        unchecked {
            holding.balance -= uint128(value);
            totalSupply -= value;
        }
        if (value > 0) _demandLien(from, holding);
        holdings[from] = holding;
        emit Transfer(from, address(0), value);
    }

    /// Replaces what the calling instance demands of a party. One that is no instance any more can only lower it.
    function setLien(address party, uint256 amount) external {
        uint256 before = lienOf[msg.sender][party];
        if (amount > before && !instances[msg.sender]) revert NotAuthorised();
        uint256 liens = holdings[party].liens - before;
        if (amount > MAX_AMOUNT || liens + amount > MAX_AMOUNT) revert AmountOverflow();
        lienOf[msg.sender][party] = amount;
        holdings[party].liens = uint128(liens + amount);
        emit LienSet(msg.sender, party, amount);
    }

    /// The calling instance takes of a party's balance and keeps it for the party, who goes on holding it.
    function lock(address party, uint256 value) external {
        if (!instances[msg.sender]) revert NotAuthorised();
        _move(party, msg.sender, value, false);
        // what is kept for others is no money of the instance's own
        uint256 liens = holdings[msg.sender].liens + value;
        if (liens > MAX_AMOUNT) revert AmountOverflow();
        holdings[msg.sender].liens = uint128(liens);
        _setClaim(party, claimOf[msg.sender][party] + value);
    }

    /// The calling instance gives back what it kept for a party.
    function unlock(address party, uint256 value) external {
        _release(party, party, value);
    }

    /// The calling instance takes what it kept for a party, whatever the party has promised to hold: slashing.
    function seize(address party, address to, uint256 value) external {
        if (!instances[msg.sender]) revert NotAuthorised();
        _release(party, to, value);
    }

    function _release(address party, address to, uint256 value) private {
        uint256 kept = claimOf[msg.sender][party];
        if (kept < value) revert AccountBelowFloor(msg.sender, kept, value);
        holdings[msg.sender].liens -= uint128(value);
        _setClaim(party, kept - value);
        if (to == msg.sender) return;
        _move(msg.sender, to, value, false);
    }

    function _setClaim(address party, uint256 amount) private {
        claimed[party] = claimed[party] + amount - claimOf[msg.sender][party];
        claimOf[msg.sender][party] = amount;
        emit ClaimSet(msg.sender, party, amount);
    }

    function _move(address from, address to, uint256 value, bool bound) private {
        if (to == address(0)) revert ERC20InvalidReceiver(to);
        if (value > MAX_AMOUNT || holdings[to].balance + value > MAX_AMOUNT) revert AmountOverflow();
        if (from == to) revert TransferToSelf();
        Holding memory source = holdings[from];
        if (source.balance < value) revert AccountBelowFloor(from, source.balance, value);
        unchecked {
            source.balance -= uint128(value);
        }
        if (bound && value > 0) _demandLien(from, source);
        holdings[from] = source;
        holdings[to].balance += uint128(value);
        emit Transfer(from, to, value);
    }

    function _demandLien(address party, Holding memory holding) private view {
        if (holding.balance >= holding.liens) return;
        uint256 held = holding.balance + claimed[party];
        if (held < holding.liens) revert LienBroken(party, held, holding.liens);
    }
}
