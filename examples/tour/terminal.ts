/** Where the tour writes what it has to say. */
export interface Terminal {
  readonly line: (text?: string) => void
  /** A section: its title, and in one line what it shows. */
  readonly section: (title: string, shows: string) => void
  /** Columns as wide as they need to be; numbers are marked by their column's alignment. */
  readonly table: (columns: readonly Align[], rows: readonly (readonly string[])[]) => void
}

export type Align = 'left' | 'right'

/** A terminal on a stream: bold titles where that is one, plain text elsewhere and where `NO_COLOR` is set. */
export function terminal(
  output: NodeJS.WritableStream & { readonly isTTY?: boolean },
  env: NodeJS.ProcessEnv,
): Terminal {
  const bold =
    output.isTTY === true && !env.NO_COLOR ? (text: string) => `\u001b[1m${text}\u001b[22m` : (text: string) => text
  const line = (text = ''): void => {
    output.write(`${text}\n`)
  }
  return {
    line,
    section: (title, shows) => line(`\n${bold(title)} – ${shows}`),
    table: (columns, rows) => {
      const widths = columns.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
      for (const row of rows) {
        const cells = columns.map((align, column) => {
          const cell = row[column] ?? ''
          return align === 'right' ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)
        })
        line(`   ${cells.join('   ').trimEnd()}`)
      }
    },
  }
}
