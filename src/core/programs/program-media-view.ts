import type { HeldMedia, MediaExporter } from '#core/media/media-exporter.ts'
import type { StoredProgram } from '#core/storage/program-repository.ts'
import type { Stores } from '#core/stores.ts'
import type { MediaId } from '#shared/model/media.ts'
import { copyInto } from './folders.ts'
import { ProgramView, type ProgramViewDeps } from './program-view.ts'
import { ToolError } from './tool-error.ts'

export interface ProgramMediaViewDeps extends ProgramViewDeps {
  programs: Pick<Stores['programs'], 'get'>
  /** The app's own folder; null where it has none. */
  ownFolder: string | null
  handOut: Pick<MediaExporter, 'held' | 'copy' | 'markOrigin'>
}

/** What one program can see, and the files that are handed out to it. */
export class ProgramMediaView extends ProgramView {
  readonly #id: StoredProgram['id']
  readonly #files: Pick<ProgramMediaViewDeps, 'programs' | 'ownFolder' | 'handOut'>

  constructor(program: StoredProgram, deps: ProgramMediaViewDeps) {
    super(program, deps)
    this.#id = program.id
    this.#files = deps
  }

  /** A file of a message whose bytes are here. @throws ToolError `no_such_resource`, AppError `media-missing` */
  held(id: MediaId): HeldMedia {
    this.#requireMedia(id)
    return this.#files.handOut.held(id)
  }

  /** Path of a copy in our own folder. @throws ToolError `no_such_resource`, AppError as `MediaExporter.copy` does */
  copyOf(id: MediaId): Promise<string> {
    this.#requireMedia(id)
    return this.#files.handOut.copy(id)
  }

  /**
   * Path of a copy in a folder that the operator chose for the program, or in one within.
   * @throws ToolError `no_such_resource`, and as `copyInto` does; AppError `media-missing`
   */
  async copyInto(id: MediaId, folder: string): Promise<string> {
    const { programs, ownFolder: own, handOut } = this.#files
    const folders = programs.get(this.#id)?.folders ?? []
    const copy = await copyInto({ folders, own }, folder, this.held(id))
    await handOut.markOrigin(copy)
    return copy
  }

  #requireMedia(id: MediaId): void {
    if (this.media(id) === null) throw new ToolError('no_such_resource')
  }
}
