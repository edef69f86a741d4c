// measure module sizes of the page's entry
import { build } from 'vite'
import { gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import tailwindcss from '@tailwindcss/vite'
const root = process.cwd()
const sizes = []
const res = await build({ root: root + '/src/renderer', configFile: false, logLevel: 'error', plugins: [react(), tailwindcss()],
  build: { write: false, minify: true, assetsInlineLimit: 0, rolldownOptions: { input: root + '/src/renderer/index.html' } } })
const out = (Array.isArray(res) ? res[0] : res).output
for (const c of out) if (c.type === 'chunk') {
  console.log(c.fileName, c.isEntry, c.code.length, gzipSync(c.code, { level: 9 }).length)
  if (!c.isEntry) continue
  const by = new Map()
  for (const [id, m] of Object.entries(c.modules)) {
    let key = id.replace(root + '/', '')
    const nm = key.lastIndexOf('node_modules/')
    if (nm >= 0) { const p = key.slice(nm + 13).split('/'); key = 'npm:' + (p[0].startsWith('@') ? p[0] + '/' + p[1] : p[0]) }
    else if (process.argv[2] !== 'files') key = key.split('/').slice(0, 4).join('/')
    const code = m.code ?? ''
    const e = by.get(key) ?? { n: 0, len: 0, code: '' }
    e.n++; e.len += m.renderedLength ?? code.length; e.code += code
    by.set(key, e)
  }
  const rows = [...by].map(([k, v]) => [k, v.n, v.len, gzipSync(v.code, { level: 9 }).length]).sort((a, b) => b[3] - a[3])
  for (const r of rows.slice(0, 110)) console.log(r.join('\t'))
}
