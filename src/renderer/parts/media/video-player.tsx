import { pauseOthers } from './pause-others.ts'

/** A video with controls, silencing whatever played before. */
export function VideoPlayer(props: {
  address: string
  /** It begins by itself. */
  begins?: boolean
  /** It cannot be played here. */
  onFail: () => void
  className: string
}) {
  return (
    // biome-ignore lint/a11y/useMediaCaption: what people film for each other has no captions
    <video
      controls
      autoPlay={props.begins ?? false}
      preload="metadata"
      src={props.address}
      onPlay={(event) => pauseOthers(event.currentTarget)}
      onLoadedMetadata={({ currentTarget }) => {
        // in a codec that is not known here only the sound is left of it
        if (currentTarget.videoWidth === 0) props.onFail()
      }}
      onError={props.onFail}
      className={props.className}
    />
  )
}
