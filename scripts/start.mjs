/** `npm start`: sets up what is missing, then runs the tour with the arguments given. */
import { join } from 'node:path'
import { root, run, setUp } from './setup.mjs'

await setUp({ build: true })
process.exitCode = await run(
  process.execPath,
  ['--import', import.meta.resolve('tsx'), join(root, 'examples/tour/main.ts'), ...process.argv.slice(2)],
  {
    // Files on the command line are meant from where the person stands.
    cwd: process.env.INIT_CWD ?? process.cwd(),
    // Without the path mappings of tsconfig.json the tour runs on the built packages, as a user's program does.
    env: { ...process.env, TSX_TSCONFIG_PATH: join(root, 'tsconfig.base.json') },
  },
)
