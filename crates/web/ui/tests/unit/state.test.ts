// The address as state.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { filters, href, month, months, query, toggled, webAddress } from '../../src/state'
import { match } from '../../src/router'

test('the same question has the same address', () => {
  assert.equal(query({ to: '2025-01-01', text: 'a b', type: 'ASSAULT' }), query({ type: 'ASSAULT', text: 'a b', to: '2025-01-01' }))
  assert.equal(href('/search', {}), '/search')
  assert.equal(href('/search', { text: '', quad: null, status: undefined }), '/search')
})

test('plus and commas come through', () => {
  const q = query({ factuality: 'CT+,PR+', place: 'São Tomé & Príncipe' })
  assert.match(q, /CT%2B%2CPR%2B/)
  assert.deepEqual(filters(new URLSearchParams(q)), { factuality: 'CT+,PR+', place: 'São Tomé & Príncipe' })
})

test('unknown and empty parameters are no filters', () => {
  assert.deepEqual(filters(new URLSearchParams('view=statements&type=%20&actor=RUS&__proto__=x')), { actor: 'RUS' })
})

test('values of a list go in and out', () => {
  assert.equal(toggled(undefined, 'denied'), 'denied')
  assert.equal(toggled('denied', 'planned'), 'denied,planned')
  assert.equal(toggled('denied,planned', 'denied'), 'planned')
  assert.equal(toggled('denied', 'denied'), null)
})

test('months end when they end', () => {
  assert.deepEqual(month('2024-02'), { from: '2024-02-01', to: '2024-02-29' })
  assert.deepEqual(month('2025-12'), { from: '2025-12-01', to: '2025-12-31' })
  for (const bad of ['2025-13', '2025-00', '2025', '', '2025-1', "2025-01'"]) assert.equal(month(bad), null)
  assert.deepEqual(months('2024-11', '2025-02'), ['2024-11', '2024-12', '2025-01', '2025-02'])
  assert.equal(months('0001-01', '9999-12').length, 2400)
})

test('only the web is linked', () => {
  assert.equal(webAddress('https://example.org/a'), 'https://example.org/a')
  for (const bad of ['javascript:alert(1)', ' JaVaScRiPt:alert(1)', 'data:text/html,x', 'file:///etc/passwd', '//example.org', 'no address', '', null, undefined, 'java\nscript:alert(1)', 'vbscript:x']) assert.equal(webAddress(bad), null)
})

test('routes', () => {
  assert.deepEqual(match('/document/:key', '/document/a%2Fb%3Fc'), { key: 'a/b?c' })
  assert.equal(match('/document/:key', '/document/'), null)
  assert.equal(match('/document/:key', '/document/a/b'), null)
  assert.equal(match('/document/:key', '/document/%E0%A4%A'), null)
})
