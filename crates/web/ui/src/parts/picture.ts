// Plots as files: SVG that stands alone, and PNG made of it.
import { save } from './bits'

const PROPERTIES = ['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-opacity', 'stroke-linecap', 'opacity', 'font-family', 'font-size', 'font-weight', 'text-anchor', 'visibility']

/** The picture with its styles written into it, as outside of the page there are no style sheets. */
export function standalone(svg: SVGSVGElement, background: string): { text: string; width: number; height: number } {
  const copy = svg.cloneNode(true) as SVGSVGElement
  const from = [svg, ...svg.querySelectorAll<SVGElement>('*')]
  const to = [copy, ...copy.querySelectorAll<SVGElement>('*')]
  from.forEach((element, i) => {
    const style = getComputedStyle(element)
    const target = to[i]!
    for (const property of PROPERTIES) {
      const value = style.getPropertyValue(property)
      if (value) target.setAttribute(property, value)
    }
    target.removeAttribute('class')
    target.removeAttribute('style')
    target.removeAttribute('tabindex')
  })
  // Links mean nothing in a file.
  for (const link of copy.querySelectorAll('a')) {
    const group = document.createElementNS('http://www.w3.org/2000/svg', 'g')
    group.append(...link.childNodes)
    link.replaceWith(group)
  }
  for (const gone of copy.querySelectorAll('[data-screen-only]')) gone.remove()
  const box = svg.viewBox.baseVal
  const width = Math.round(box?.width || svg.clientWidth)
  const height = Math.round(box?.height || svg.clientHeight)
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  copy.setAttribute('width', String(width))
  copy.setAttribute('height', String(height))
  const paper = document.createElementNS('http://www.w3.org/2000/svg', 'rect')
  for (const [name, value] of [['x', box?.x ?? 0], ['y', box?.y ?? 0], ['width', width], ['height', height], ['fill', background]] as const) paper.setAttribute(name, String(value))
  copy.insertBefore(paper, copy.firstChild)
  return { text: new XMLSerializer().serializeToString(copy), width, height }
}

const paper = (): string => getComputedStyle(document.body).backgroundColor || 'white'

export function saveSvg(svg: SVGSVGElement, name: string): void {
  save(`${name}.svg`, 'image/svg+xml', standalone(svg, paper()).text)
}

export async function savePng(svg: SVGSVGElement, name: string): Promise<void> {
  const { text, width, height } = standalone(svg, paper())
  const url = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }))
  try {
    const image = new Image()
    image.src = url
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = width * 2
    canvas.height = height * 2
    const context = canvas.getContext('2d')
    if (!context) return
    context.drawImage(image, 0, 0, canvas.width, canvas.height)
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'))
    if (blob) save(`${name}.png`, 'image/png', blob)
  } finally {
    URL.revokeObjectURL(url)
  }
}
