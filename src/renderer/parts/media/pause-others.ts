/** One voice at a time: whatever else sounds in this window is paused. */
export function pauseOthers(playing: HTMLMediaElement): void {
  for (const other of playing.ownerDocument.querySelectorAll<HTMLMediaElement>('audio, video')) {
    if (other !== playing && !other.paused) other.pause()
  }
}
