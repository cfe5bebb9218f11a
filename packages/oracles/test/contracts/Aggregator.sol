// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// Chainlink's AggregatorV3Interface over an answer that the test sets.
contract Aggregator {
    uint8 public decimals;
    uint80 private roundId;
    int256 private answer;
    uint256 private startedAt;
    uint256 private updatedAt;

    constructor(uint8 decimals_) {
        decimals = decimals_;
    }

    function set(int256 answer_, uint256 startedAt_, uint256 updatedAt_) external {
        roundId += 1;
        answer = answer_;
        startedAt = startedAt_;
        updatedAt = updatedAt_;
    }

    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80) {
        require(roundId > 0, "No data present");
        // answeredInRound is of an older round on purpose: it says nothing any more.
        return (roundId, answer, startedAt, updatedAt, 0);
    }
}
