// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// The oracle of a Uniswap v3 pool: sums of tick and of inverse liquidity over time, observed by IUniswapV3PoolDerivedState.
contract Pool {
    struct Observation {
        uint32 time;
        int56 tickCumulative;
        uint160 inverseLiquidityCumulative;
    }

    address public token0;
    address public token1;
    int24 private tick;
    uint128 private liquidity;
    Observation[] private observations;

    constructor(address token0_, address token1_, int24 tick_, uint128 liquidity_) {
        token0 = token0_;
        token1 = token1_;
        tick = tick_;
        liquidity = liquidity_;
        observations.push(Observation(uint32(block.timestamp), 0, type(uint160).max - 5));
    }

    function trade(int24 tick_, uint128 liquidity_) external {
        observations.push(observedAt(uint32(block.timestamp)));
        tick = tick_;
        liquidity = liquidity_;
    }

    function observedAt(uint32 time) private view returns (Observation memory) {
        require(time >= observations[0].time, "OLD");
        uint256 i = observations.length - 1;
        while (observations[i].time > time) i--;
        Observation memory before = observations[i];
        int56 rate = tick;
        uint160 inverse = (uint160(1) << 128) / (liquidity > 0 ? liquidity : 1);
        if (i + 1 < observations.length) {
            Observation memory next = observations[i + 1];
            uint32 span = next.time - before.time;
            rate = (next.tickCumulative - before.tickCumulative) / int56(uint56(span));
            unchecked {
                inverse = (next.inverseLiquidityCumulative - before.inverseLiquidityCumulative) / span;
            }
        }
        uint32 passed = time - before.time;
        unchecked {
            return Observation(
                time,
                before.tickCumulative + rate * int56(uint56(passed)),
                before.inverseLiquidityCumulative + inverse * passed
            );
        }
    }

    function observe(uint32[] calldata secondsAgos) external view returns (int56[] memory ticks, uint160[] memory inverses) {
        ticks = new int56[](secondsAgos.length);
        inverses = new uint160[](secondsAgos.length);
        for (uint256 i = 0; i < secondsAgos.length; i++) {
            Observation memory one = observedAt(uint32(block.timestamp) - secondsAgos[i]);
            ticks[i] = one.tickCumulative;
            inverses[i] = one.inverseLiquidityCumulative;
        }
    }
}
