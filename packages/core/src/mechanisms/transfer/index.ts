export { type Send, transfer } from './mechanism.js'
