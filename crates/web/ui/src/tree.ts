// Trees of an occurrence's sources and of an actor's structure, made of flat lists.
import type { End, Fact, OccurrencePage } from './types'
import { day, documentPath, endKey, sourcePath, stanceWords } from './words'

export type Branch = { kind: 'origin' | 'source' | 'report' | 'copy'; label: string; note: string; href: string | null; stance: string | null; below: Branch[] }

/** From each origin through those who passed its words on to the reports, with near copies below what they copy. */
export function growTree(page: Pick<OccurrencePage, 'origins' | 'statements' | 'documents' | 'history'>): Branch[] {
  const statements = new Map(page.statements.map((s) => [s.id, s]))
  const documents = new Map(page.documents.map((d) => [d.key, d]))
  const copyOf = new Map(page.history.filter((h) => h.copy_of).map((h) => [h.document, h.copy_of!]))
  return page.origins.map((origin) => {
    const root: Branch = {
      kind: 'origin', label: origin.source || 'nobody named', href: origin.source ? sourcePath(origin.source) : null, stance: origin.stance, below: [],
      note: `${stanceWords(origin.stance)}${origin.independent ? '' : ', rests on another'}`,
    }
    const reports = new Map<string, Branch>()
    const late: { branch: Branch; of: string; at: Branch }[] = []
    for (const id of origin.statements) {
      const s = statements.get(id)
      if (!s) continue
      const key = s.more.document
      // Outermost first in the record; the tree goes outwards from the innermost, which is the origin itself.
      const outer = [...s.more.sources].reverse().slice(1)
      const document = documents.get(key)
      let at = root
      for (const link of outer) {
        let next = at.below.find((b) => b.kind === 'source' && b.label === (link.name || 'nobody named'))
        if (!next) {
          next = { kind: 'source', label: link.name || 'nobody named', note: 'passes it on', href: link.name ? sourcePath(link.name) : null, stance: null, below: [] }
          at.below.push(next)
        }
        at = next
      }
      if (reports.has(key)) continue
      const branch: Branch = {
        kind: 'report', label: document?.publisher ?? document?.title ?? key, note: day(document?.published), href: documentPath(key, id), stance: null, below: [],
      }
      reports.set(key, branch)
      const copied = copyOf.get(key)
      if (copied) late.push({ branch, of: copied, at })
      else at.below.push(branch)
    }
    for (const { branch, of, at } of late) {
      const copied = reports.get(of)
      if (copied) {
        branch.kind = 'copy'
        branch.note = `near copy, ${branch.note}`
      }
      ;(copied ?? at).below.push(branch)
    }
    return root
  })
}

export type Limb = { end: End; fact: Fact | null; converse: boolean; below: Limb[] }
/** How a structure is read from top to bottom: relations in which the object stands above the subject, and the other way round. */
const ABOVE_IS_OBJECT = new Set(['part_of', 'wing_of'])
const PEOPLE = new Set(['commands', 'headed_by'])

const same = (a: End, b: End): boolean => endKey(a) === endKey(b)

/** Facts that say the same are one, with all their statements. */
export function merged(facts: readonly Fact[]): Fact[] {
  const out = new Map<string, Fact>()
  for (const fact of facts) {
    const key = [fact.relation, endKey(fact.subject), endKey(fact.object), fact.valid.start, fact.valid.end].join('|')
    const known = out.get(key)
    if (!known) out.set(key, { ...fact, statements: [...fact.statements] })
    else {
      known.depth = Math.min(known.depth, fact.depth)
      for (const s of fact.statements) if (!known.statements.some((k) => k.id === s.id)) known.statements.push(s)
    }
  }
  return [...out.values()]
}

/** What is below an end: its parts, wings, and who leads them; nobody twice on one way down. */
export function growStructure(root: End, facts: readonly Fact[]): Limb {
  const grow = (end: End, fact: Fact | null, converse: boolean, way: End[]): Limb => {
    const below: Limb[] = []
    if (!way.some((w) => same(w, end))) {
      const on = [...way, end]
      for (const f of facts) {
        if (f.relation === 'headed_by' && same(f.subject, end)) below.push({ end: f.object, fact: f, converse: false, below: [] })
        else if (f.relation === 'commands' && same(f.object, end)) below.push({ end: f.subject, fact: f, converse: true, below: [] })
      }
      for (const f of facts) {
        if (ABOVE_IS_OBJECT.has(f.relation) && same(f.object, end)) below.push(grow(f.subject, f, true, on))
      }
    }
    return { end, fact, converse, below }
  }
  return grow(root, null, false, [])
}

/** The highest bodies that an end belongs to; itself where it belongs to none. */
export function tops(root: End, facts: readonly Fact[]): End[] {
  const out: End[] = []
  const climb = (end: End, way: End[]) => {
    if (way.some((w) => same(w, end))) return
    const above = facts.filter((f) => ABOVE_IS_OBJECT.has(f.relation) && same(f.subject, end))
    const free = above.filter((f) => !way.some((w) => same(w, f.object)))
    if (!free.length) {
      if (!out.some((o) => same(o, end))) out.push(end)
      return
    }
    for (const f of free) climb(f.object, [...way, end])
  }
  climb(root, [])
  return out
}

/** Facts that the tree does not show. */
export function loose(facts: readonly Fact[]): Fact[] {
  return facts.filter((f) => !ABOVE_IS_OBJECT.has(f.relation) && !PEOPLE.has(f.relation))
}
