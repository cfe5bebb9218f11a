import { describe, expect, it } from 'vitest'
import { createSystem } from '../../kernel/index.js'
import { stakeMarket } from './index.js'

const market = (damping: { readonly part: number; readonly whole: number }) =>
  createSystem({
    spec: '1.0',
    mechanisms: [
      stakeMarket.with({
        units: 1000n,
        value: { whole: 1000, damping },
        roundLength: 60,
        orders: 10,
        attestors: [],
        vouches: 1,
        authority: 'operator',
      }),
    ],
  })

describe('the config of a market of stake', () => {
  it('damps enough that prices can be found, and that their proof says something', () => {
    for (const damping of [
      { part: 1, whole: 4096 },
      { part: 3, whole: 12_288 },
      { part: 1, whole: 1 },
    ])
      expect(() => market(damping)).not.toThrow()
    for (const damping of [
      { part: 1, whole: 4097 },
      { part: 0, whole: 1 },
      { part: 2, whole: 1 },
    ])
      expect(() => market(damping)).toThrow()
  })
})
