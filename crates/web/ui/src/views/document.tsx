// A report of the ledger with its statements in place.
import { useEffect, useMemo, useState } from 'preact/hooks'
import { read, useApi } from '../api'
import { Heading, Wait, save } from '../parts/bits'
import { Reader, hiddenOf, hiddenText, type Layer } from '../parts/reader'
import { navigate, usePlace } from '../router'
import { href, query, webAddress } from '../state'
import { fromLedger, layersOf, layersOfLedger, legsOf } from '../told'
import type { Annotated, DocumentPage } from '../types'
import { day, documentPath, plural } from '../words'

export function DocumentView({ name }: { name: string }) {
  const answer = useApi<DocumentPage>(`/api/documents/${encodeURIComponent(name)}`)
  return <Wait answer={answer} what="the report" page>{(page) => <Opened page={page} name={name} />}</Wait>
}

function Opened({ page, name }: { page: DocumentPage; name: string }) {
  const { query: q } = usePlace()
  const d = page.document
  const hidden = hiddenOf(q.get('hide'))
  const [reading, setReading] = useState<Annotated | 'none' | null>(null)
  useEffect(() => {
    setReading(null)
    const stop = new AbortController()
    // The ledger keeps no words of saying, times or contents; the text is read once more for them.
    read(page.text, query({ date: d.published, publisher: d.publisher, title: d.title, plain: 'true' }), stop.signal)
      // Offsets in another text would mark the wrong words.
      .then((a) => setReading(a.text === page.text ? a : 'none'), () => !stop.signal.aborted && setReading('none'))
    return () => stop.abort()
  }, [page.text, d.key])
  const told = useMemo(() => page.statements.map(fromLedger), [page.statements])
  const layers = useMemo(() => (reading && reading !== 'none' ? layersOf(reading) : layersOfLedger(told)), [reading, told])
  const missing: Layer[] | undefined = reading && reading !== 'none' ? undefined : ['cues', 'contents', 'places', 'times', 'quantities']
  const headings = useMemo(() => (reading && reading !== 'none' ? reading.sentences : page.sentences).filter((s) => s.heading).map((s): [number, number] => [s.start, s.end]), [reading, page.sentences])
  const to = (change: Record<string, string | null>) => navigate(href(`/document/${encodeURIComponent(name)}`, { s: q.get('s'), hide: q.get('hide'), ...change }), { replace: true })
  const url = webAddress(d.url)
  return (
    <>
      <Heading over={<a href={href('/documents', { publisher: d.publisher })}>{d.publisher ?? 'Report'}</a>} title={d.title ?? String(d.name)}>
        <p class="lede">{day(d.published) || 'no day given'} · {plural(d.statements, 'statement')}{url && <> · <a href={url} rel="noopener noreferrer" target="_blank">the report at its source</a></>}{d.url && !url && <> · <span class="quiet">{d.url}</span></>}</p>
        {d.notice && <p class="notice">This report is a {d.notice}.</p>}
        {d.superseded_by && <p class="notice">A <a href={documentPath(d.superseded_by)}>newer version</a> stands for this report; its statements count no more.</p>}
        {d.copies.length > 0 && <p class="quiet">Shares its text with {d.copies.map((c, i) => <span key={c.document}>{i > 0 && ', '}<a href={documentPath(c.document)}>{c.document}</a> ({Math.round(c.similarity * 100)} % alike{c.earlier ? ', earlier' : ''})</span>)}.</p>}
      </Heading>
      {reading === 'none' && <p class="quiet" role="status">Only what the ledger keeps is marked: the text could not be read once more just now.</p>}
      <Reader text={page.text} told={told} layers={layers} legs={reading && reading !== 'none' ? legsOf(reading) : []} headings={headings} hidden={hidden} missing={missing} chosen={q.get('s')}
        choose={(s) => to({ s })} setHidden={(next) => to({ hide: hiddenText(next) })} />
      <p class="downloads"><span>Download</span><button type="button" class="plain" onClick={() => save('report.json', 'application/json', JSON.stringify(page, null, 2))}>JSON</button></p>
    </>
  )
}
