// Scales, series, trees and words.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ceiling, every, linear, radius, ticks } from '../../src/scales'
import { csv, points, stretches } from '../../src/series'
import { growStructure, growTree, loose, tops } from '../../src/tree'
import type { End, Fact, SeriesRecord } from '../../src/types'
import { day, days, number, numbersWords } from '../../src/words'

const record = (month: string, asserted: number, more: Partial<SeriesRecord> = {}): SeriesRecord => ({
  actor_country: null, recipient_country: null, type: '*', quad: null, month, asserted, corroborated: 0, contested: 0, planned: 0,
  asserted_intensity: -asserted, corroborated_intensity: 0, contested_intensity: 0, planned_intensity: 0, change: null, ...more,
})

test('scales', () => {
  const s = linear(0, 10, 100, 0)
  assert.deepEqual([s(0), s(5), s(10)], [100, 50, 0])
  assert.equal(linear(3, 3, 0, 10)(3), 5)
  assert.deepEqual(ticks(0, 10, 5), [0, 2, 4, 6, 8, 10])
  assert.deepEqual(ticks(0, 1, 4, true), [0, 1])
  assert.deepEqual(ticks(-20, 5, 4), [-20, -10, 0])
  assert.deepEqual(ticks(0, 0, 4), [0])
  assert.equal(ceiling(7), 8)
  assert.equal(ceiling(0), 1)
  assert.ok(ceiling(1234) >= 1234)
  assert.equal(every(120, 50, 600), 12)
  assert.equal(every(5, 50, 600), 1)
  assert.equal(radius(1, 100, 4, 12), 4)
  assert.equal(radius(100, 100, 4, 12), 12)
})

test('empty months are points too, and records of one month are added', () => {
  const all = points([record('2025-03', 2), record('2025-01', 1), record('2025-03', 3, { change: { before: 1, after: 5 } })])
  assert.deepEqual(all.map((p) => [p.month, p.value.asserted]), [['2025-01', 1], ['2025-02', 0], ['2025-03', 5]])
  assert.deepEqual(stretches(all).map((s) => [s.from, s.to, s.mean]), [[0, 2, 1], [2, 3, 5]])
  assert.deepEqual(stretches(all.slice(0, 2)), [])
  assert.equal(points([]).length, 0)
  const lines = csv(all).trim().split('\n')
  assert.equal(lines.length, 4)
  assert.equal(new Set(lines.map((l) => l.split(',').length)).size, 1)
})

test('days and numbers', () => {
  assert.equal(day('2025-04-08'), '8 Apr 2025')
  assert.equal(day('2025-04'), 'Apr 2025')
  assert.equal(day(null), '')
  assert.equal(days({ start: '2025-04-08', end: '2025-04-10' }), '8–10 Apr 2025')
  assert.equal(days({ start: '2025-04-30', end: '2025-05-02' }), '30 Apr – 2 May 2025')
  assert.equal(days({ start: null, end: '2025-04-08' }), 'until 8 Apr 2025')
  assert.equal(days({ start: null, end: null }), '')
  assert.equal(days({ start: '2016-01-01', end: '2016-12-31' }), '2016')
  assert.equal(days({ start: '2025-09-01', end: '2025-09-30' }), 'Sep 2025')
  assert.equal(days({ start: '2025-09-01', end: '2025-09-29' }), '1–29 Sep 2025')
  assert.equal(numbersWords({ of: 'food', unit: 't', low: 40, high: 40 }), '40 t food')
  assert.equal(number(1234567), '1,234,567')
  assert.equal(number(-6.5), '−6.5')
  assert.equal(number(1.833), '1.833')
  assert.equal(numbersWords({ of: 'soldier', unit: 'person', low: 2, high: 3 }), '2–3 soldiers')
  assert.equal(numbersWords({ of: 'child', unit: 'person', low: 1, high: 1 }), '1 child')
  assert.equal(numbersWords({ of: 'army', unit: 'person', low: 2, high: 2 }), '2 armies')
})

const end = (name: string): End => ({ text: name, party: null, key: name, quantity: null, time: null })
const fact = (relation: string, subject: string, object: string): Fact => ({ relation, subject: end(subject), object: end(object), valid: { start: null, end: null }, depth: 1, factuality: ['CT+'], statements: [] })

test('structures grow from the top and do not run in circles', () => {
  const facts = [
    fact('part_of', 'battalion', 'brigade'), fact('part_of', 'brigade', 'army'), fact('commands', 'colonel', 'brigade'), fact('headed_by', 'army', 'general'),
    fact('part_of', 'army', 'battalion'), fact('based_in', 'army', 'town'),
  ]
  const tree = growStructure(end('army'), facts)
  assert.deepEqual(tree.below.map((b) => b.end.text), ['general', 'brigade'])
  assert.deepEqual(tree.below[1]!.below.map((b) => b.end.text), ['colonel', 'battalion'])
  assert.ok(tops(end('battalion'), facts).length >= 0)
  assert.deepEqual(tops(end('battalion'), facts.filter((f) => f.subject.text !== 'army' || f.relation !== 'part_of')).map((t) => t.text), ['army'])
  assert.deepEqual(loose(facts).map((f) => f.relation), ['based_in'])
})

test('trees of sources put copies below what they copy', () => {
  const link = (name: string) => ({ name, text: name, code: null, country: null, id: null, kind: 'named', cue: 'assert', quoted: 'none', channel: null, distanced: false, attribution: 0, span: null })
  const statement = (id: string, document: string, names: string[]) => ({ id, more: { document, sources: names.map(link) } }) as never
  const doc = (key: string) => ({ key, publisher: key.toUpperCase(), published: '2025-01-01', title: null }) as never
  const [origin] = growTree({
    origins: [{ source: 'ministry', code: null, stance: 'affirms', independent: true, documents: ['a', 'b', 'c'], statements: ['1', '2', '3'] }],
    statements: [statement('1', 'a', ['ministry']), statement('2', 'b', ['ministry']), statement('3', 'c', ['wire', 'ministry'])],
    documents: [doc('a'), doc('b'), doc('c')],
    history: [{ document: 'b', copy_of: 'a' }] as never,
  })
  assert.deepEqual(origin!.below.map((b) => [b.kind, b.label]), [['report', 'A'], ['source', 'wire']])
  assert.deepEqual(origin!.below[0]!.below.map((b) => [b.kind, b.label]), [['copy', 'B']])
  assert.deepEqual(origin!.below[1]!.below.map((b) => b.label), ['C'])
})
