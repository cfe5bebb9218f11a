// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {AccountBelowFloor, InputInvalid, MAX_AMOUNT, MAX_TIME, NotAuthorised, ParamsRefused} from "./Refusals.sol";
import {Asset} from "./Asset.sol";

/// @title A liquid asset and a scarce one that turn into each other: one way at once, the other in tranches.
/// @notice Spec: bridge.md; evm-native.md#bridge. Both assets name this contract as a minter, the bonded one as an instance too.
contract Bridge {
    struct Request {
        uint128 amount;
        uint128 converted;
        uint64 requestedAt;
        /// Never zero where there is a request.
        uint64 wait;
    }

    /// Between which values params may be changed.
    struct Bounds {
        uint64 leastWait;
        uint64 mostWait;
        uint16 leastLiquidity;
        uint16 mostLiquidity;
    }

    event Configured(uint64 wait, uint16 liquidity);
    event Bonded(address indexed party, uint256 amount, uint256 received);
    event Requested(address indexed party, uint256 indexed epoch, uint256 amount, uint256 outstanding);
    event Converted(address indexed party, uint256 indexed epoch, uint256 amount, uint256 paid, uint256 outstanding);
    event Cancelled(address indexed party, uint256 indexed epoch, uint256 amount, uint256 outstanding);

    // refused by its assets, and named here so that clients of the bridge read them
    error AmountOverflow();
    error LienBroken(address account, uint256 held, uint256 liens);

    error BridgeAmountIndivisible(uint256 rate);
    error BridgeNotOpen(uint256 origin);
    error BridgeEpochTaken(uint256 epoch);
    error BridgeRequestExceedsHolding(uint256 outstanding, uint256 held);
    error BridgeRequestUnknown(uint256 epoch);
    error BridgeConversionExceedsAllowance(uint256 convertible);
    error BridgeCancellationExceedsRemainder(uint256 remainder);

    uint256 private constant WHOLE = 10_000;

    Asset public immutable liquid;
    Asset public immutable bonded;
    /// Base units of the liquid asset for one of the bonded asset.
    uint256 public immutable rate;
    /// Length of an epoch, and the beginning of the first, seconds.
    uint256 public immutable epochLength;
    uint256 public immutable origin;
    address public immutable governor;

    Bounds public bounds;
    /// Time in which a tranche of a new request opens, seconds.
    uint64 public wait;
    /// Size of a tranche of every request, basis points.
    uint16 public liquidity;

    mapping(address party => mapping(uint256 epoch => Request)) public requests;

    constructor(
        Asset liquid_,
        Asset bonded_,
        uint256 rate_,
        uint256 epochLength_,
        uint256 origin_,
        Bounds memory bounds_,
        uint64 wait_,
        uint16 liquidity_,
        address governor_
    ) {
        if (rate_ == 0 || rate_ > MAX_AMOUNT || epochLength_ == 0 || epochLength_ > MAX_TIME || origin_ > MAX_TIME) {
            revert InputInvalid();
        }
        if (address(liquid_) == address(bonded_)) revert ParamsRefused();
        liquid = liquid_;
        bonded = bonded_;
        rate = rate_;
        epochLength = epochLength_;
        origin = origin_;
        bounds = bounds_;
        governor = governor_;
        _configure(wait_, liquidity_);
    }

    /// Changes both params. A changed wait acts on requests made from now on, a changed liquidity on all.
    function configure(uint64 wait_, uint16 liquidity_) external {
        _demandParams(wait_, liquidity_);
        if (msg.sender != governor) revert NotAuthorised();
        _configure(wait_, liquidity_);
    }

    /// Turns liquid into bonded at once. `amount` is in base units of the liquid asset.
    function bond(uint256 amount) external returns (uint256 received) {
        _demandAmount(amount);
        if (amount % rate != 0) revert BridgeAmountIndivisible(rate);
        received = amount / rate;
        _demandBalance(liquid, amount);
        bonded.mint(msg.sender, received);
        liquid.burn(msg.sender, amount);
        emit Bonded(msg.sender, amount, received);
    }

    /// Asks for the way back: the amount opens in tranches, and its holder can't part with it until it is converted.
    function request(uint256 amount) external returns (uint256 epoch) {
        _demandAmount(amount);
        if (block.timestamp < origin) revert BridgeNotOpen(origin);
        epoch = (block.timestamp - origin) / epochLength;
        Request storage row = requests[msg.sender][epoch];
        if (row.wait != 0) revert BridgeEpochTaken(epoch);
        uint256 due = outstandingOf(msg.sender) + amount;
        uint256 held = bonded.heldOf(msg.sender);
        if (due > held) revert BridgeRequestExceedsHolding(due, held);
        row.amount = uint128(amount);
        row.requestedAt = uint64(block.timestamp);
        row.wait = wait;
        bonded.setLien(msg.sender, due);
        emit Requested(msg.sender, epoch, amount, due);
    }

    /// Converts what is open of a request. `amount` is in base units of the bonded asset.
    function convert(uint256 epoch, uint256 amount) external returns (uint256 paid) {
        Request storage row = _request(epoch, amount);
        uint256 convertible = _convertible(row);
        if (amount > convertible) revert BridgeConversionExceedsAllowance(convertible);
        uint256 due = outstandingOf(msg.sender) - amount;
        // below 2^254: an amount and a rate are below 2^127
        paid = amount * rate;
        row.converted += uint128(amount);
        _demandBalance(bonded, amount);
        liquid.mint(msg.sender, paid);
        bonded.setLien(msg.sender, due);
        bonded.burn(msg.sender, amount);
        emit Converted(msg.sender, epoch, amount, paid, due);
    }

    /// Takes back what is left of a request, in whole or in part. Its epoch stays taken.
    function cancel(uint256 epoch, uint256 amount) external {
        Request storage row = _request(epoch, amount);
        uint256 remainder = row.amount - row.converted;
        if (amount > remainder) revert BridgeCancellationExceedsRemainder(remainder);
        uint256 due = outstandingOf(msg.sender) - amount;
        row.amount -= uint128(amount);
        bonded.setLien(msg.sender, due);
        emit Cancelled(msg.sender, epoch, amount, due);
    }

    /// What a party has asked for and neither converted nor cancelled: this contract's lien on it.
    function outstandingOf(address party) public view returns (uint256) {
        return bonded.lienOf(address(this), party);
    }

    /// Share of a request that is open, basis points.
    function openOf(address party, uint256 epoch) external view returns (uint256) {
        Request memory row = requests[party][epoch];
        return row.wait == 0 ? 0 : _open(row);
    }

    /// What may be converted of a request now.
    function convertibleOf(address party, uint256 epoch) external view returns (uint256) {
        Request memory row = requests[party][epoch];
        return row.wait == 0 ? 0 : _convertible(row);
    }

    function _request(uint256 epoch, uint256 amount) private view returns (Request storage row) {
        _demandAmount(amount);
        if (epoch > MAX_TIME) revert InputInvalid();
        row = requests[msg.sender][epoch];
        if (row.wait == 0) revert BridgeRequestUnknown(epoch);
    }

    function _open(Request memory row) private view returns (uint256) {
        uint256 open = uint256(liquidity) * ((block.timestamp - row.requestedAt) / row.wait);
        return open < WHOLE ? open : WHOLE;
    }

    function _convertible(Request memory row) private view returns (uint256) {
        uint256 open = uint256(row.amount) * _open(row) / WHOLE;
        return open > row.converted ? open - row.converted : 0;
    }

    function _configure(uint64 wait_, uint16 liquidity_) private {
        _demandParams(wait_, liquidity_);
        Bounds memory within = bounds;
        if (
            wait_ < within.leastWait || wait_ > within.mostWait || liquidity_ < within.leastLiquidity
                || liquidity_ > within.mostLiquidity
        ) revert ParamsRefused();
        wait = wait_;
        liquidity = liquidity_;
        emit Configured(wait_, liquidity_);
    }

    function _demandParams(uint64 wait_, uint16 liquidity_) private pure {
        if (wait_ == 0 || wait_ > MAX_TIME || liquidity_ > WHOLE) revert InputInvalid();
    }

    function _demandAmount(uint256 amount) private pure {
        if (amount == 0 || amount > MAX_AMOUNT) revert InputInvalid();
    }

    /// Asked before anything is minted: what a party lacks is refused before what it would get too much of.
    function _demandBalance(Asset asset, uint256 amount) private view {
        uint256 balance = asset.balanceOf(msg.sender);
        if (balance < amount) revert AccountBelowFloor(msg.sender, balance, amount);
    }
}
