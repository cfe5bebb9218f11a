/** Text made safe to stand in HTML and SVG, in elements and in quoted attributes. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

/** A number for a drawing: two decimals at most, no exponent. */
export function px(value: number): string {
  return String(Math.round(value * 100) / 100)
}

/**
 * An inline SVG that fills its column. Drawings are made at the width of a phone, so that their text never shrinks.
 * @param label - What the picture shows, for those who can't see it.
 */
export function svg(width: number, height: number, label: string, content: string): string {
  return `<svg viewBox="0 0 ${px(width)} ${px(height)}" role="img" aria-label="${escaped(label)}">${content}</svg>`
}

/** A text element; `kind` is its class. */
export function text(
  x: number,
  y: number,
  content: string,
  kind: string,
  anchor: 'start' | 'middle' | 'end' = 'start',
): string {
  return `<text x="${px(x)}" y="${px(y)}" class="${kind}" text-anchor="${anchor}">${escaped(content)}</text>`
}

/** What a pointer that rests on a shape is told. */
export function hint(content: string): string {
  return `<title>${escaped(content)}</title>`
}

/** A figure: heading, one sentence on how to read it, the picture. */
export function figure(title: string, reading: string, picture: string, wide = false): string {
  return `<figure${wide ? ' class="wide"' : ''}><figcaption><h3>${escaped(title)}</h3><p>${reading}</p></figcaption>${picture}</figure>`
}
