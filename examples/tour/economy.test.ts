import { describe, expect, test } from 'vitest'
import { generateEconomy } from './economy.js'

describe('a generated economy', () => {
  test('is the same for the same seed and another for another', () => {
    expect(generateEconomy(3)).toEqual(generateEconomy(3))
    expect(generateEconomy(3)).not.toEqual(generateEconomy(4))
  })

  test.each([0, 1, 2, 3, 2 ** 32 - 1])('has the shape and size of the real one, seed %i', (seed) => {
    const { flows } = generateEconomy(seed)
    const importers = new Set(flows.map(({ importer }) => importer))
    const exporters = new Set(flows.map(({ exporter }) => exporter))
    expect(flows.length).toBe(3669)
    expect(importers.size).toBe(53)
    expect(new Set([...importers, ...exporters]).size).toBe(177)
    expect(new Set(flows.map(({ importer, exporter }) => `${importer} ${exporter}`)).size).toBe(3669)
    expect(flows.some(({ importer, exporter }) => importer === exporter)).toBe(false)
  })

  test.each([1, 2, 3])('has heavy tails: a twentieth of the flows carry most of the trade, seed %i', (seed) => {
    const amounts = generateEconomy(seed).flows.map(({ amount }) => Number(amount))
    amounts.sort((a, b) => b - a)
    const sum = (list: readonly number[]): number => list.reduce((total, amount) => total + amount, 0)
    // Of the real flows, the largest twentieth carries 88 % and the median is 2 million dollars.
    expect(sum(amounts.slice(0, 183)) / sum(amounts)).toBeGreaterThan(0.75)
    expect(amounts[1834]).toBeGreaterThan(200_000)
    expect(amounts[1834]).toBeLessThan(20_000_000)
    expect(amounts.at(-1)).toBeGreaterThanOrEqual(1)
  })

  test.each([1, 2, 3])('has feedback: networks owe one another both ways, seed %i', (seed) => {
    const { flows } = generateEconomy(seed)
    const pairs = new Set(flows.map(({ importer, exporter }) => `${importer} ${exporter}`))
    const mutual = flows.filter(({ importer, exporter }) => pairs.has(`${exporter} ${importer}`))
    expect(mutual.length).toBeGreaterThan(300)
  })
})
