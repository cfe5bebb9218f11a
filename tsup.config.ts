import { defineConfig } from 'tsup'

/** One output file per source file: what is imported is all that a bundler has to look at. */
export default defineConfig({
  entry: ['src/**/*.ts', '!src/**/*.test.ts'],
  format: 'esm',
  target: 'es2022',
  platform: 'neutral',
  bundle: false,
  splitting: false,
  sourcemap: true,
  clean: true,
  silent: true,
  esbuildOptions: (options) => {
    options.outbase = 'src'
  },
})
