/** Lives, in years, of the general depreciation system. */
export type MacrsClass = 3 | 5 | 7 | 10 | 15 | 20

/**
 * The published percentages for the half-year convention, in parts of 100,000, year by year.
 * Source: IRS Publication 946, appendix A, table A-1.
 */
export const MACRS: {
  readonly whole: bigint
  readonly tables: Readonly<Record<MacrsClass, readonly bigint[]>>
} = {
  whole: 100_000n,
  tables: {
    3: [33_330n, 44_450n, 14_810n, 7_410n],
    5: [20_000n, 32_000n, 19_200n, 11_520n, 11_520n, 5_760n],
    7: [14_290n, 24_490n, 17_490n, 12_490n, 8_930n, 8_920n, 8_930n, 4_460n],
    10: [10_000n, 18_000n, 14_400n, 11_520n, 9_220n, 7_370n, 6_550n, 6_550n, 6_560n, 6_550n, 3_280n],
    15: [
      5_000n,
      9_500n,
      8_550n,
      7_700n,
      6_930n,
      6_230n,
      5_900n,
      5_900n,
      5_910n,
      5_900n,
      5_910n,
      5_900n,
      5_910n,
      5_900n,
      5_910n,
      2_950n,
    ],
    20: [
      3_750n,
      7_219n,
      6_677n,
      6_177n,
      5_713n,
      5_285n,
      4_888n,
      4_522n,
      4_462n,
      4_461n,
      4_462n,
      4_461n,
      4_462n,
      4_461n,
      4_462n,
      4_461n,
      4_462n,
      4_461n,
      4_462n,
      4_461n,
      2_231n,
    ],
  },
}
