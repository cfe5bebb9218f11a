export { nativeHash } from './native-hash.js'
