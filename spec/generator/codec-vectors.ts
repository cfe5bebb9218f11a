/** Vectors of conventions.md: canonical JSON, fields, hashes. */
import { type Call, pureFile, REFUSED } from './pure-cases.js'
import type { VectorFile } from './vector-file.js'

const canonical = (json: string, expected: string): Call => ['canonicalize', { json }, expected]
const canonicalForms: readonly Call[] = [
  canonical('{"b":"1","a":[null,true,false]}', '{"a":[null,true,false],"b":"1"}'),
  canonical(' { "a" : { } , "b" : [ ] } ', '{"a":{},"b":[]}'),
  canonical('"\\u0041\\/\\u00e9"', '"A/é"'),
  canonical('"\\b\\t\\n\\f\\r\\"\\\\"', '"\\b\\t\\n\\f\\r\\"\\\\"'),
  canonical('"\\u001F\\u007f\\u2028"', '"\\u001f\u007f\u2028"'),
  canonical('"\\ud83d\\ude00"', '"😀"'),
  // U+1F600 begins with the unit D83D and stands before U+FB33, whose code point is smaller
  canonical('{"\\ufb33":"2","\\ud83d\\ude00":"1","é":"0"}', '{"é":"0","😀":"1","\ufb33":"2"}'),
  canonical('{"a":"1","a":"2"}', '{"a":"2"}'),
  canonical('{"10":"a","9":"b"}', '{"10":"a","9":"b"}'),
  canonical('{"__proto__":"1","constructor":"2"}', '{"__proto__":"1","constructor":"2"}'),
  canonical('{"aA":"1","a":"2","A":"3"}', '{"A":"3","a":"2","aA":"1"}'),
  canonical('1', REFUSED),
  canonical('{"a":0.5}', REFUSED),
  canonical('["1",-1]', REFUSED),
  canonical('"\\u0000"', REFUSED),
  canonical('"\\ud83d"', REFUSED),
  canonical('"\\ude00\\ud83d"', REFUSED),
  canonical('{"\\u0000":"1"}', REFUSED),
  canonical('{"a":"1"', REFUSED),
]

const LIMIT = 2n ** 127n
const SAFE = 2n ** 53n - 1n
const accepted = (field: string, ...values: readonly unknown[]): Call[] =>
  values.map((value): Call => ['field', { field, json: JSON.stringify(value) }, true, field])
const refused = (field: string, ...values: readonly unknown[]): Call[] =>
  values.map((value): Call => ['field', { field, json: JSON.stringify(value) }, false, field])
const notIntegers = [
  '',
  '00',
  '01',
  '+1',
  '1.0',
  '1e3',
  ' 1',
  '1\n',
  '0x1',
  '1_000',
  '١',
  '9'.repeat(400),
  1,
  null,
  true,
  ['1'],
]
const nested = (depth: number): unknown => (depth === 0 ? '1' : [nested(depth - 1)])
const fields: readonly Call[] = [
  ...accepted('Amount', '1', String(LIMIT - 1n)),
  ...refused('Amount', '0', '-0', '-1', String(LIMIT), ...notIntegers),
  ...accepted('Quantity', '0', String(LIMIT - 1n)),
  ...refused('Quantity', '-1', '-0', String(LIMIT), ...notIntegers),
  ...accepted('Signed', '0', '-1', String(LIMIT - 1n), String(1n - LIMIT)),
  ...refused('Signed', '-0', '-01', '--1', String(LIMIT), String(-LIMIT), ...notIntegers),
  ...accepted('Total', '0', String(2n ** 192n - 1n)),
  ...refused('Total', '-1', String(2n ** 192n), ...notIntegers),
  ...accepted('Time', '0', String(SAFE)),
  ...refused('Time', '-1', String(SAFE + 1n), ...notIntegers),
  ...accepted('Duration', '1', String(SAFE)),
  ...refused('Duration', '0', String(SAFE + 1n), ...notIntegers),
  ...accepted('Epoch', '0'),
  ...refused('Epoch', '-1'),
  ...accepted('Sequence', '1'),
  ...refused('Sequence', '0'),
  ...accepted('Count', '0', String(SAFE)),
  ...refused('Count', '-1', String(SAFE + 1n)),
  ...accepted('BasisPoints', '0', '10000'),
  ...refused('BasisPoints', '10001', '-1'),
  ...accepted('Id', 'a', 'A9', '0', 'a.b_c~d-e', 'a'.repeat(64)),
  ...refused('Id', '', '.a', '-a', '_a', '@a', 'a b', 'a/b', 'a|b', 'a:b', 'é', 'a\n', 'a'.repeat(65), null, 1),
  ...accepted('Party', 'alice', '@issuer', '@mutual-credit.alice', `@${'a'.repeat(64)}`),
  ...refused('Party', '@', '@@a', '@.a', 'a@b', `@${'a'.repeat(65)}`),
  ...accepted('Name', 'a', 'trade-credit', `a${'9'.repeat(31)}`),
  ...refused('Name', '', '-a', '9a', 'A', 'a.b', 'a_b', 'a\n', 'a'.repeat(33)),
  ...accepted(
    'Purpose',
    'available',
    'issuance',
    'a.b',
    'a.b:C',
    `a.b:${'9'.repeat(64)}`,
    'hold:a.B',
    `hold:a.${'9'.repeat(64)}`,
  ),
  ...refused('Purpose', '', 'a', 'a.B', 'a.b:', 'a.b.c', 'available:a', 'hold', 'hold:a', 'hold:A.b', 'a.b\n'),
  ...refused('Purpose', `a.b:${'9'.repeat(65)}`, `hold:a.${'9'.repeat(65)}`, 'a.b:c:d', 'a.b:@c'),
  ...accepted('CommandType', 'bridge.request', 'a.b'),
  ...refused('CommandType', 'bridge', 'Bridge.request', 'bridge.request.now', '.request', 'bridge.'),
  ...accepted('Hash', '0'.repeat(64), `${'abcdef'.repeat(10)}0123`),
  ...refused('Hash', '0'.repeat(63), '0'.repeat(65), 'A'.repeat(64), `0x${'0'.repeat(62)}`),
  ...accepted('Hex', '', '00', 'ff'.repeat(4096)),
  ...refused('Hex', '0', 'FF', '0x00', 'ff'.repeat(4097)),
  ...accepted('Text', '', 'é😀\n', 'a'.repeat(1024), '😀'.repeat(1024)),
  ...refused('Text', 'a'.repeat(1025), `${'😀'.repeat(1024)}a`, '\0', '\ud83d', null, 1),
  ...accepted('Flag', true, false),
  ...refused('Flag', 'true', null, '1', 0),
  ...accepted('Json', '1', null, true, {}, [], { a: ['1', { b: null }] }, nested(16)),
  ...refused('Json', 1, { a: 1 }, ['\0'], { '\0': '1' }, ['\ud83d'], nested(17)),
]

const hashes: readonly Call[] = [
  ['hash-text', { text: '' }, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['hash-text', { text: 'abc' }, 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ['hash-text', { text: 'é😀' }],
  ['record-hash', { previous: '0'.repeat(64), body: '{}' }],
  ['record-hash', { previous: 'ff'.repeat(32), body: '{}' }],
  ['record-hash', { previous: '0'.repeat(64), body: '{"a":"é"}' }],
]

export const codecFiles: readonly VectorFile[] = [
  pureFile('codec', 'canonical-json', 'Canonical form of JSON texts; numbers have none.', canonicalForms),
  pureFile('codec', 'fields', 'Whether a JSON value is of a field.', fields),
  pureFile('codec', 'hashes', 'SHA-256 of texts and of records.', hashes),
]
