import { build } from 'vite'
import react from '@vitejs/plugin-react'
const root = process.cwd()
const res = await build({ root: root + '/src/renderer', configFile: false, logLevel: 'error', plugins: [react()],
  build: { write: false, minify: true, assetsInlineLimit: 0, rolldownOptions: { input: root + '/src/renderer/index.html' } } })
const out = (Array.isArray(res) ? res[0] : res).output
const { gzipSync } = await import('node:zlib')
for (const c of out) if (c.type==='chunk' && c.isEntry) {
  for (const pkg of ['@base-ui/react']) {
    const by = new Map()
    for (const [id,m] of Object.entries(c.modules)) { const i=id.indexOf('node_modules/'+pkg+'/'); if(i<0) continue; const k=id.slice(i+14+pkg.length).split('/').slice(0,2).join('/').replace('esm/',''); const e=by.get(k)??{len:0,code:''}; e.len+=m.renderedLength; e.code+=m.code; by.set(k,e)}
    for (const [k,v] of [...by].sort((a,b)=>b[1].len-a[1].len)) console.log(k, v.len, gzipSync(v.code).length)
  }
}
