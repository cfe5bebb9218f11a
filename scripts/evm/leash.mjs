// Runs a program and ends it when its own standard input closes: a test run that is killed leaves no node behind.
import { spawn } from 'node:child_process'

const [program, ...options] = process.argv.slice(2)
const child = spawn(program, options, { stdio: ['ignore', 'inherit', 'inherit'] })
const end = () => child.kill('SIGTERM')
process.stdin.resume().on('end', end)
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, end)
child.on('exit', (code) => process.exit(code ?? 0))
