/** The cheapest mix of the paths known so far, in floating point. Source: revised simplex (Dantzig 1963). */

/** Something that paths use up, as a part of the value that is to arrive. */
export interface Room {
  readonly most: number
}
/** A path, with what a unit that arrives costs and uses. */
export interface Column {
  readonly networks: readonly string[]
  readonly cost: number
  readonly uses: ReadonlyMap<Room, number>
}

/** What is less is nothing. */
export const TINY = 1e-9
/** How often at most something is tried. */
export const MOST_ROUNDS = 300

export interface Master {
  /** What a unit of each room is worth, and what a unit that arrives may cost. */
  prices(): { readonly price: (room: Room) => number; readonly needed: number }
  /** Takes a path into the mix. @returns whether it could. */
  enter(column: Column): boolean
  shares(): readonly (Column & { readonly share: number })[]
}

/** What doesn't arrive costs more than any path. */
const MISSING = 1e6

/** Simplex over the paths found so far: row 0 is what has to arrive, every other one a room that some path uses. */
export function masterOf(): Master {
  const rows = new Map<Room, number>()
  /** Inverse of the basis, row by row; what is basic in each row, and how much of it. */
  const inverse: number[][] = [[1]]
  const basis: (Column | Room | 'missing')[] = ['missing']
  const amounts: number[] = [1]
  const costOf = (basic: Column | Room | 'missing'): number =>
    basic === 'missing' ? MISSING : 'cost' in basic ? basic.cost : 0
  const duals = (): readonly number[] => {
    const y = amounts.map(() => 0)
    for (const [i, basic] of basis.entries()) {
      const cost = costOf(basic)
      if (cost !== 0) for (const [j, cell] of (inverse[i] as number[]).entries()) y[j] = (y[j] as number) + cost * cell
    }
    return y
  }
  const rowOf = (room: Room): number => {
    const known = rows.get(room)
    if (known !== undefined) return known
    const row = rows.size + 1
    rows.set(room, row)
    for (const line of inverse) line.push(0)
    inverse.push(Array.from({ length: row + 1 }, (_, j) => (j === row ? 1 : 0)))
    basis.push(room)
    amounts.push(room.most)
    return row
  }
  /** Brings something into the basis in place of what it drives out first. */
  const pivot = (entering: Column | Room, coefficients: ReadonlyMap<number, number>): boolean => {
    const direction = inverse.map((line) => {
      let sum = 0
      for (const [j, coefficient] of coefficients) sum += (line[j] as number) * coefficient
      return sum
    })
    let [leaving, least] = [-1, Number.POSITIVE_INFINITY]
    for (const [i, d] of direction.entries()) {
      if (d <= TINY) continue
      const ratio = Math.max(0, amounts[i] as number) / d
      if (ratio < least) [leaving, least] = [i, ratio]
    }
    if (leaving < 0) return false
    const line = inverse[leaving] as number[]
    const by = direction[leaving] as number
    for (const [j, cell] of line.entries()) line[j] = cell / by
    for (const [i, d] of direction.entries()) {
      if (i === leaving || d === 0) continue
      const other = inverse[i] as number[]
      for (const [j, cell] of line.entries()) other[j] = (other[j] as number) - d * cell
      amounts[i] = (amounts[i] as number) - d * least
    }
    amounts[leaving] = least
    basis[leaving] = entering
    return true
  }
  /** A room whose price has the wrong sign isn't used up: what is left of it comes back. */
  const restore = (): readonly number[] => {
    let y = duals()
    for (let turn = 0; turn < MOST_ROUNDS; turn++) {
      const wrong = [...rows].find(([, row]) => (y[row] as number) > TINY)
      if (wrong === undefined || !pivot(wrong[0], new Map([[wrong[1], 1]]))) break
      y = duals()
    }
    return y
  }
  return {
    prices() {
      const y = restore()
      const price = (room: Room): number => {
        const row = rows.get(room)
        return row === undefined ? 0 : Math.max(0, -(y[row] as number))
      }
      return { price, needed: y[0] as number }
    },
    enter(column) {
      const coefficients = new Map([[0, 1]])
      for (const [room, by] of column.uses) coefficients.set(rowOf(room), by)
      return pivot(column, coefficients)
    },
    shares: () =>
      basis.flatMap((basic, i) =>
        basic !== 'missing' && 'cost' in basic ? [{ ...basic, share: amounts[i] as number }] : [],
      ),
  }
}
