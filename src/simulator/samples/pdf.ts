/**
 * A PDF of one page with lines of Latin text.
 * @param size pads it to this many bytes, if it is shorter
 */
export function pdf(lines: readonly string[], size: number): Buffer {
  const padding = Math.max(0, size - assemble(lines, 0).length)
  return assemble(lines, padding)
}

function assemble(lines: readonly string[], padding: number): Buffer {
  const shown = lines.map((line) => `(${line.replace(/[\\()]/g, '\\$&')}) Tj T*`).join('\n')
  const text = `BT /F1 14 Tf 20 TL 60 760 Td\n${shown}\nET\n`
  // Spaces between operators mean nothing.
  const stream = text + ' '.repeat(padding)
  const bodies = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R ' +
      '/Resources << /Font << /F1 5 0 R >> >> >>',
    // A fixed width keeps the padding from changing the length of its own declaration.
    `<< /Length ${String(stream.length).padStart(10, '0')} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let out = '%PDF-1.4\n'
  const offsets: number[] = []
  for (const [index, body] of bodies.entries()) {
    offsets.push(out.length)
    out += `${index + 1} 0 obj\n${body}\nendobj\n`
  }
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const trailer = `trailer\n<< /Size ${bodies.length + 1} /Root 1 0 R >>\n`
  const start = String(out.length).padStart(10, '0')
  out += `xref\n0 ${bodies.length + 1}\n0000000000 65535 f \n${table}${trailer}startxref\n${start}\n%%EOF\n`
  return Buffer.from(out, 'latin1')
}
