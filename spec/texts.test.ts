import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { kernelRejections } from '@symbolon/core'
import { clearingRejections, obligationErrors } from '@symbolon/core/clearing'
import { describe, expect, it } from 'vitest'
import { codesIn, knownCodes } from './generator/blocks.js'
import { generate } from './generator/generate.js'
import { texts } from './generator/outputs.js'
import { shapeOf } from './generator/reference.js'
import { notation } from './generator/vocabulary.js'
import { mechanisms } from './runner/mechanisms.js'

const folder = import.meta.dirname
const read = (path: string): string => readFileSync(join(folder, path), 'utf8')

/** Anchors as GitHub makes them of headings. */
function anchorsOf(text: string): ReadonlySet<string> {
  const headings = [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => heading)
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^a-z0-9 _-]/g, '')
        .replaceAll(' ', '-'),
    ),
  )
}
const anchors = new Map(texts().map((path) => [path, anchorsOf(read(path))]))

function sources(path: string): readonly string[] {
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(path, name))
}

describe('texts', () => {
  it('hold every section that the code refers to', () => {
    const packages = join(folder, '../packages')
    const missing: string[] = []
    for (const name of readdirSync(packages)) {
      for (const file of sources(join(packages, name, 'src'))) {
        for (const [, list = ''] of readFileSync(file, 'utf8').matchAll(
          /Spec: ((?:[a-z-]+\.md(?:#[a-z0-9-]+)?(?:, )?)+)/g,
        )) {
          for (const reference of list.split(', ').filter((one) => one !== '')) {
            const [text = '', anchor] = reference.replace(/\.$/, '').split('#')
            const found = anchors.get(`v1/${text}`)
            if (found === undefined || (anchor !== undefined && !found.has(anchor)))
              missing.push(`${file}: ${reference}`)
          }
        }
      }
    }
    expect(missing).toEqual([])
  })

  it('link to files and sections that are there', () => {
    const broken: string[] = []
    for (const path of texts()) {
      for (const [, target = ''] of read(path).matchAll(/\]\(([^)\s]+)\)/g)) {
        const [file = '', anchor] = target.split('#')
        const full = file === '' ? join(folder, path) : join(folder, dirname(path), file)
        const known = [...anchors].find(([text]) => join(folder, text) === full)?.[1]
        if (!existsSync(full) || (anchor !== undefined && known?.has(anchor) !== true))
          broken.push(`${path}: ${target}`)
      }
    }
    expect(broken).toEqual([])
  })

  it('list the codes that the code has, in the same order', async () => {
    const known = knownCodes(await mechanisms())
    const found = new Map(texts().flatMap((path) => [...codesIn(read(path))]))
    expect(found.size).toBeGreaterThan(4)
    for (const [name, codes] of found) expect(codes, name).toEqual(known.get(name))
    for (const name of known.keys()) if (!name.startsWith('spec-probe-')) expect([...found.keys()]).toContain(name)
  })

  it('give a code one meaning: only codes of clearing belong to two texts', async () => {
    const owners = new Map<string, Set<string>>()
    for (const mechanism of await mechanisms()) {
      for (const code of mechanism.rejections) owners.set(code, (owners.get(code) ?? new Set()).add(mechanism.name))
    }
    for (const code of kernelRejections) owners.set(code, (owners.get(code) ?? new Set()).add('kernel'))
    for (const code of [...clearingRejections, ...obligationErrors]) owners.delete(code)
    expect([...owners].filter(([, names]) => names.size > 1)).toEqual([])
  })

  it('say the shape of every command, event, table, config and param as the code has it', async () => {
    const unsaid: string[] = []
    for (const { name, blueprint } of await mechanisms()) {
      if (name === 'spec-probe') continue
      // an Asset is an Id, and a bar in a table is escaped
      const text = read(`v1/${name}.md`)
        .replaceAll(/\bAsset\b/g, 'Id')
        .replaceAll('\\|', '|')
      const say = (part: string) => {
        if (!text.includes(part)) unsaid.push(`${name}: ${part}`)
      }
      const { commands, config, events, params, tables } = blueprint
      for (const [command, { input }] of Object.entries(commands)) {
        const shape = `${command} ${notation(input)}\``
        if (!text.includes(`\`${shape}`)) say(`\`${name}.${shape}`)
      }
      for (const [event, data] of Object.entries(events)) {
        const shape = `\`${notation(data)}\``
        if (!text.includes(`| \`${event}\` | ${shape}`)) say(`\`${event} ${notation(data)}\``)
      }
      for (const [table, { key, row }] of Object.entries(tables)) {
        for (const part of [`\`${table}\``, `\`${notation(key)}\``, `\`${notation(row)}\``]) say(part)
      }
      for (const schema of [config, params]) {
        for (const [member, field] of Object.entries(shapeOf(schema))) {
          say(`| \`${member}${field._zod.def.type === 'optional' ? '?' : ''}\` |`)
        }
      }
    }
    expect(unsaid).toEqual([])
  })

  it('are there for every mechanism, with vectors', async () => {
    for (const { name } of await mechanisms()) {
      expect(anchors.has(`v1/${name}.md`), name).toBe(true)
      if (name !== 'spec-probe') expect(existsSync(join(folder, 'v1/vectors', name)), name).toBe(true)
    }
  })
})

describe('what is generated', () => {
  it('is what the code and the scenarios give', async () => {
    expect(await generate(false)).toEqual([])
  }, 180_000)
})
