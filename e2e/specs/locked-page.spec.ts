import { createSocket } from 'node:dgram'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import type { Bridge } from '#shared/bridge.ts'
import { snapshot } from '../pages/bridge.ts'
import { expect, test } from '../simulator-fixture.ts'

declare const linkboard: Bridge

/** What script that got into the page could still do, were there any: nothing leaves it, nothing becomes markup. */
test.use({ breaksPolicy: true })

/** Every address of this machine that a peer could be at. */
const addresses = [
  '127.0.0.1',
  ...Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .flatMap(({ family, internal, address }) => (family === 'IPv4' && !internal ? [address] : [])),
]

/** Listens on loopback and this machine's own addresses, over UDP and TCP alike. */
async function listen() {
  const heard = { packets: 0, connections: 0 }
  const udp = createSocket('udp4', () => {
    heard.packets += 1
  })
  const tcp = createServer((socket) => {
    heard.connections += 1
    socket.destroy()
  })
  await new Promise<void>((resolve) => udp.bind(0, resolve))
  await new Promise<void>((resolve) => tcp.listen(0, resolve))
  const bound = tcp.address()
  return {
    heard,
    udpPort: udp.address().port,
    tcpPort: typeof bound === 'object' ? (bound?.port ?? 0) : 0,
    close: () => {
      udp.close()
      tcp.close()
    },
  }
}

test('P12: script that got into the page sends nothing, makes no markup and saves no file', async ({
  app,
  board,
  userDataDir,
}) => {
  await test.step('P12: a file that the page offers is refused, and one that the page asks main to save must be a picture', async () => {
    await board.page.evaluate(() => {
      const link = document.createElement('a')
      link.href = URL.createObjectURL(new Blob(['offered']))
      link.download = 'offer.desktop'
      link.click()
    })
    const refused = await board.page.evaluate(async () => {
      const script = { number: 1, picture: new TextEncoder().encode('#!/bin/sh') }
      return await linkboard.request('signIn.saveCode', script)
    })
    expect(refused).toMatchObject({ ok: false, error: { code: 'bad-request' } })
    // an answer after the offer shows that main has had its turn with it
    await snapshot(board.page)
    expect(existsSync(join(userDataDir, 'Downloads', 'offer.desktop'))).toBe(false)
    if (app.control !== undefined) expect(await (await fetch(`${app.control}/dialogs`)).json()).toEqual([])
  })

  await test.step('P12: a peer connection made in the page sends no packet', async () => {
    const { heard, udpPort, tcpPort, close } = await listen()
    const gathered = await board.page.evaluate(
      async ({ addresses, udpPort, tcpPort }) => {
        const iceServers = addresses.flatMap((address) => [
          { urls: `stun:${address}:${udpPort}` },
          {
            urls: [
              `turn:${address}:${udpPort}?transport=udp`,
              `turn:${address}:${tcpPort}?transport=tcp`,
              `turns:${address}:${tcpPort}?transport=tcp`,
            ],
            username: 'name',
            credential: 'secret',
          },
        ])
        const near = new RTCPeerConnection({ iceServers })
        const far = new RTCPeerConnection()
        near.createDataChannel('way out')
        const candidates: string[] = []
        const done = new Promise<void>((resolve) => {
          near.onicecandidate = ({ candidate }) =>
            candidate === null ? resolve() : candidates.push(candidate.candidate)
        })
        await near.setLocalDescription(await near.createOffer())
        await far.setRemoteDescription(near.localDescription as RTCSessionDescription)
        await far.setLocalDescription(await far.createAnswer())
        await near.setRemoteDescription(far.localDescription as RTCSessionDescription)
        for (const address of addresses) {
          await near.addIceCandidate({
            candidate: `candidate:1 1 udp 2122260223 ${address} ${udpPort} typ host`,
            sdpMid: '0',
          })
          await near.addIceCandidate({
            candidate: `candidate:2 1 tcp 1518280447 ${address} ${tcpPort} typ host tcptype passive`,
            sdpMid: '0',
          })
        }
        await done
        return candidates
      },
      { addresses, udpPort, tcpPort },
    )
    close()
    expect(gathered).toEqual([])
    expect(heard).toEqual({ packets: 0, connections: 0 })
  })

  await test.step('P12: no text becomes markup or script', async () => {
    const outcomes = await board.page.evaluate(() => {
      const attempt = (work: () => void): string => {
        try {
          work()
          return 'done'
        } catch (error) {
          return error instanceof Error ? error.name : 'thrown'
        }
      }
      return [
        attempt(() => {
          document.body.innerHTML = '<b>markup</b>'
        }),
        attempt(() => document.body.insertAdjacentHTML('beforeend', '<b>markup</b>')),
        attempt(() => {
          document.createElement('script').text = 'globalThis.injected = true'
        }),
        attempt(() => {
          document.createElement('iframe').srcdoc = '<b>markup</b>'
        }),
        attempt(() => Reflect.get(window, 'trustedTypes').createPolicy('own', {})),
      ]
    })
    expect(outcomes).toEqual(['TypeError', 'TypeError', 'TypeError', 'TypeError', 'TypeError'])
  })
})
