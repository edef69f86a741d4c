import { constants, existsSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { chmod, copyFile } from 'node:fs/promises'
import path from 'node:path'
import type { AppActions } from '#core/app-actions.ts'
import { isDiskFull } from '#core/storage/database.ts'
import type { MediaFile } from '#core/storage/media-file-repository.ts'
import type { MediaRepository, StoredAttachment } from '#core/storage/media-repository.ts'
import { AppError } from '#shared/errors.ts'
import type { MediaId, MediaKind } from '#shared/model/media.ts'
import { copyName } from './copy-name.ts'
import type { FileStore } from './file-store.ts'
import { isRiskyFile } from './risky-file.ts'

/** Where copies lie under their own names, for other programs. */
const COPIES = 'copies'

export interface HandOutDeps {
  media: MediaRepository
  store: FileStore
  /** The media folder; copies lie beside the files. */
  folder: string
  /** The bytes of a held medium are not there. */
  onMissing(attachment: StoredAttachment): void
  actions: Pick<
    AppActions,
    'saveCopy' | 'confirmOpening' | 'markOrigin' | 'openFile' | 'showInFolder' | 'startDrag'
  >
}

/** A held file, to be copied or read and never to be changed. */
export interface HeldMedia {
  /** Where it lies. */
  source: string
  /** What a copy of it is called: safe for any disk. */
  name: string
  size: number
  kind: MediaKind
  /** MIME type by content; null for bytes of no known type. */
  type: string | null
}

/** Gives held media to the operator and to other programs, always as copies: what is held never changes. */
export class MediaExporter {
  readonly #deps: HandOutDeps

  constructor(deps: HandOutDeps) {
    this.#deps = deps
  }

  /** Copies of an earlier run are not needed any more. */
  tidy(): void {
    this.#remove(path.join(this.#deps.folder, COPIES))
  }

  /** The copies of these go with what they copy. */
  forget(ids: readonly MediaId[]): void {
    for (const id of ids) this.#remove(path.join(this.#deps.folder, COPIES, String(id)))
  }

  /** A copy that another program holds open stays until a later start. */
  #remove(place: string): void {
    try {
      rmSync(place, { recursive: true, force: true })
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error
    }
  }

  /** @throws AppError `media-missing`, `file-unwritable`, `storage-full` */
  async save(id: MediaId): Promise<boolean> {
    const { attachment, file } = this.#held(id)
    return this.#deps.actions.saveCopy(copyName(attachment, file), this.#deps.store.pathOf(file.hash))
  }

  /**
   * False when the operator was asked, for it could run, and does not want it opened.
   * @throws AppError `media-missing`, `file-unopenable`
   */
  async open(id: MediaId): Promise<boolean> {
    const { actions } = this.#deps
    const { attachment, file } = this.#held(id)
    const name = copyName(attachment, file)
    if (isRiskyFile(name, file.type) && !(await actions.confirmOpening(name))) return false
    await actions.openFile(await this.copy(id))
    return true
  }

  async showInFolder(id: MediaId): Promise<void> {
    this.#deps.actions.showInFolder(await this.copy(id))
  }

  async startDrag(id: MediaId): Promise<void> {
    this.#deps.actions.startDrag(await this.copy(id))
  }

  /** @throws AppError `not-found`, `media-missing` */
  held(id: MediaId): HeldMedia {
    const { attachment, file } = this.#held(id)
    const { size, kind, type } = file
    return { source: this.#deps.store.pathOf(file.hash), name: copyName(attachment, file), size, kind, type }
  }

  /** Tells the system that a copy came from outside, so that it asks before it runs anything of it. */
  markOrigin(copy: string): Promise<void> {
    return this.#deps.actions.markOrigin(copy)
  }

  #held(id: MediaId): { attachment: StoredAttachment; file: MediaFile } {
    const attachment = this.#deps.media.get(id)
    if (attachment === null) throw new AppError('not-found')
    const { file } = attachment
    if (file === null) throw new AppError('media-missing')
    if (!this.#deps.store.isWhole(file)) {
      this.#deps.onMissing(attachment)
      throw new AppError('media-missing')
    }
    return { attachment, file }
  }

  /**
   * A copy under its own name in a folder of its own, made once; it is there until a later start, and no longer than what
   * it copies. @throws AppError `not-found`, `media-missing`, `storage-full`, `file-unwritable`
   */
  async copy(id: MediaId): Promise<string> {
    const { attachment, file } = this.#held(id)
    const folder = path.join(this.#deps.folder, COPIES, String(id))
    const target = path.join(folder, copyName(attachment, file))
    if (existsSync(target) && statSync(target).size === file.size) return target
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      await copyFile(this.#deps.store.pathOf(file.hash), target, constants.COPYFILE_FICLONE)
      await chmod(target, 0o600)
      await this.#deps.actions.markOrigin(target)
    } catch (error) {
      throw new AppError(isDiskFull(error) ? 'storage-full' : 'file-unwritable', undefined, { cause: error })
    }
    return target
  }
}
