// The list of reports.
import { useApi } from '../api'
import { Empty, Heading, Pager, Wait } from '../parts/bits'
import { DocumentRow } from '../parts/rows'
import { navigate, usePlace } from '../router'
import { href, query } from '../state'
import type { DocumentHeader, Page } from '../types'

const LIMIT = 50

export function Documents() {
  const { query: q } = usePlace()
  const own = { text: q.get('text'), publisher: q.get('publisher'), from: q.get('from'), to: q.get('to') }
  const offset = Math.max(0, Number.parseInt(q.get('offset') ?? '0', 10) || 0)
  const answer = useApi<Page<DocumentHeader>>(`/api/documents?${query({ ...own, limit: LIMIT, offset: offset || null })}`)
  return (
    <>
      <Heading title="Reports" />
      <form class="line-form" onSubmit={(event) => {
        event.preventDefault()
        const data = new FormData(event.currentTarget)
        navigate(href('/documents', { text: String(data.get('text')).trim(), publisher: String(data.get('publisher')).trim(), from: String(data.get('from')), to: String(data.get('to')) }))
      }}>
        <label>Words<input data-search name="text" value={own.text ?? ''} key={`t${own.text}`} autocomplete="off" /></label>
        <label>Publisher<input name="publisher" value={own.publisher ?? ''} key={`p${own.publisher}`} autocomplete="off" /></label>
        <label>From<input type="date" name="from" value={own.from ?? ''} key={`f${own.from}`} /></label>
        <label>To<input type="date" name="to" value={own.to ?? ''} key={`u${own.to}`} /></label>
        <button type="submit">Show</button>
      </form>
      <Wait answer={answer} what="reports">{(page) => page.items.length ? (
        <>
          <h2 class="hidden">Reports found</h2>
          <ul class="rows">{page.items.map((d) => <DocumentRow key={d.key} d={d} />)}</ul>
          <Pager offset={offset} limit={LIMIT} shown={page.items.length} total={page.total} more={page.more} to={(next) => href('/documents', { ...own, offset: next || null })} />
        </>
      ) : <Empty title="No report fits."><p><a href="/documents">Show all reports</a>, or add some with <code>sayso ingest FOLDER</code>.</p></Empty>}</Wait>
    </>
  )
}
