/** What the generator needs of the reference implementation beyond its public names. */
export { partial, shapeOf } from '../../packages/core/src/codec/struct.js'
export { kernelTables, Purpose } from '../../packages/core/src/kernel/kernel-tables.js'
export { services } from '../../packages/core/src/kernel/services.js'
