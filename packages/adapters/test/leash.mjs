/*
 * Runs a server as its child and ends it when standard input closes, so that a test run that is killed leaves nothing
 * behind. Arguments: signal, user id, group id (both empty: this user), program, its arguments …
 */
import { spawn } from 'node:child_process'

const [signal, user, group, program, ...parameters] = process.argv.slice(2)
const identity = user ? { uid: Number(user), gid: Number(group) } : {}
const child = spawn(program, parameters, { stdio: ['ignore', 'inherit', 'inherit'], ...identity })
const end = () => child.kill(signal)

process.stdin.resume()
process.stdin.on('end', end)
process.on('SIGTERM', end)
process.on('SIGINT', end)
child.on('exit', (code) => process.exit(code ?? 0))
