// A statement by its id: its place in its report.
import { useEffect } from 'preact/hooks'
import { useApi } from '../api'
import { Wait } from '../parts/bits'
import { navigate } from '../router'
import type { Statement } from '../types'
import { documentPath } from '../words'

export function StatementView({ id }: { id: string }) {
  const answer = useApi<Statement>(`/api/statements/${encodeURIComponent(id)}`)
  const found = answer.data
  useEffect(() => {
    if (found) navigate(documentPath(found.more.document, found.id), { replace: true })
  }, [found])
  return <Wait answer={answer} what="the statement" page>{(s) => <p><a href={documentPath(s.more.document, s.id)}>{s.ledger.text}</a></p>}</Wait>
}
