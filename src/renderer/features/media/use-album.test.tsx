// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen } from '@testing-library/react'
import { useState } from 'react'
import { afterEach, expect, it } from 'vitest'
import type { GalleryItem } from '#shared/model/media.ts'
import { FakeBridge } from '../../test-support/fake-bridge.ts'
import { renderWith } from '../../test-support/render-app.tsx'
import { anAccount, aSnapshot, conversationId } from '../../test-support/samples.ts'
import { anItem } from './testing.ts'
import { useAlbum } from './use-album.ts'

afterEach(cleanup)

function Ids() {
  const [show, setShow] = useState<'pictures' | 'files'>('pictures')
  const { items, loadOlder } = useAlbum({ conversationId: conversationId(1), show })
  return (
    <>
      <p data-testid="ids">{items.map(({ media }) => media.id).join(' ')}</p>
      <button type="button" onClick={() => setShow('files')}>
        Files
      </button>
      <button type="button" onClick={() => void loadOlder()}>
        Older
      </button>
    </>
  )
}

const click = (name: string) => act(async () => fireEvent.click(screen.getByRole('button', { name })))
const ids = () => screen.getByTestId('ids').textContent

it('an album takes no page of the one that was shown before it, however late that comes', async () => {
  const late = Promise.withResolvers<{ items: GalleryItem[]; hasOlder: boolean }>()
  const page = (id: number, hasOlder: boolean) => ({ items: [anItem(id)], hasOlder })
  const bridge = new FakeBridge(aSnapshot({ accounts: [anAccount(1)] }), [], {
    'media.gallery': ({ show, before }) => {
      if (before === undefined) return page(show === 'pictures' ? 5 : 9, true)
      return show === 'pictures' ? late.promise : page(8, false)
    },
  })
  await renderWith(bridge, <Ids />)
  await act(async () => {})
  expect(ids()).toBe('5')
  await click('Older')
  await click('Files')
  expect(ids()).toBe('9')
  await act(async () => late.resolve(page(4, true)))
  expect(ids()).toBe('9')
  await click('Older')
  expect(ids()).toBe('9 8')
})
