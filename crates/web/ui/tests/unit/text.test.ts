// Offsets in code points against JavaScript's UTF-16, and texts cut at the ends of spans.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Text, paragraphs, pieces } from '../../src/text'

const python = (text: string, start: number, end: number) => Array.from(text).slice(start, end).join('')

test('slices like Python, whatever the planes', () => {
  for (const text of ['', 'a plain line', 'naïve café – “quoted”', '𝒜 flag 🇵🇾 waved 👩‍👧 at 8:00', '🛳🛳🛳', 'a\u0301 combined', 'lone \ud83d surrogate', '\udc00 x', 'x 🛳 \ud83d 🛳 y']) {
    const points = new Text(text)
    const length = Array.from(text).length
    assert.equal(points.length, length, text)
    for (let start = 0; start <= length; start++) for (let end = start; end <= length; end++) assert.equal(points.slice(start, end), python(text, start, end))
  }
})

test('offsets outside are taken to the nearest end', () => {
  const points = new Text('🛳 at sea')
  assert.equal(points.slice(-5, 1), '🛳')
  assert.equal(points.slice(2, 999), 'at sea')
  assert.equal(points.slice(Number.NaN, 1), '🛳')
})

test('pieces make up the whole and know what covers them', () => {
  const marks = [{ start: 2, end: 8, of: 'a' }, { start: 4, end: 6, of: 'b' }, { start: 6, end: 12, of: 'c' }, { start: 5, end: 5, of: 'empty' }, { start: 20, end: 30, of: 'outside' }]
  assert.deepEqual(pieces(0, 10, marks), [
    { start: 0, end: 2, marks: [] }, { start: 2, end: 4, marks: ['a'] }, { start: 4, end: 6, marks: ['a', 'b'] }, { start: 6, end: 8, marks: ['a', 'c'] }, { start: 8, end: 10, marks: ['c'] },
  ])
  assert.deepEqual(pieces(3, 5, marks), [{ start: 3, end: 4, marks: ['a'] }, { start: 4, end: 5, marks: ['a', 'b'] }])
  assert.deepEqual(pieces(0, 3, []), [{ start: 0, end: 3, marks: [] }])
})

test('many overlapping marks are cut quickly', () => {
  const marks = Array.from({ length: 4000 }, (_, i) => ({ start: i * 5, end: i * 5 + 7, of: i }))
  const begun = performance.now()
  const cut = pieces(0, 20010, marks)
  assert.ok(performance.now() - begun < 1500)
  assert.equal(cut.reduce((sum, p) => sum + p.end - p.start, 0), 20010)
})

test('paragraphs count code points', () => {
  const text = new Text('🛳 one\r\n\r\n  \ntwo 🛳\nthree')
  assert.deepEqual(paragraphs(text).map((p) => text.slice(p.start, p.end)), ['🛳 one', 'two 🛳', 'three'])
})
