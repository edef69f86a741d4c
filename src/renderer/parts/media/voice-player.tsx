import { Pause, Play } from 'lucide-react'
import { useRef, useState } from 'react'
import type { MediaView } from '#shared/model/media.ts'
import { mediaAddress, voiceAddress } from '#shared/model/media-address.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useFormats } from '../../store/hooks.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { pauseOthers } from './pause-others.ts'

const SPEEDS = [1, 1.5, 2] as const

/** A voice message: played, sought in, at three speeds. */
export function VoicePlayer({ media, durationMs }: { media: MediaView; durationMs: number | null }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const audio = useRef<HTMLAudioElement>(null)
  const [playing, setPlaying] = useState(false)
  const [position, setPosition] = useState(0)
  const [length, setLength] = useState((durationMs ?? 0) / 1000)
  const [speed, setSpeed] = useState(0)
  const [failed, setFailed] = useState(false)
  if (failed) return <p className="text-preview text-soft">{t('media.unplayable')}</p>

  const isBegun = playing || position > 0

  function toggle(): void {
    const { current } = audio
    if (!current) return
    if (current.paused) current.play().catch((failure: unknown) => setFailed(!isInterruption(failure)))
    else current.pause()
  }

  function faster(): void {
    const next = (speed + 1) % SPEEDS.length
    setSpeed(next)
    if (audio.current) audio.current.playbackRate = SPEEDS[next] ?? 1
  }

  return (
    <div className="flex w-56 max-w-full items-center gap-2">
      {/* biome-ignore lint/a11y/useMediaCaption: the transcript, where there is one, stands below */}
      <audio
        ref={audio}
        preload="none"
        src={media.kind === 'silk' ? voiceAddress(media.id) : mediaAddress(media.id)}
        onPlay={(event) => {
          setPlaying(true)
          pauseOthers(event.currentTarget)
        }}
        onPause={() => setPlaying(false)}
        onEnded={() => setPosition(0)}
        onTimeUpdate={(event) => setPosition(event.currentTarget.currentTime)}
        onLoadedMetadata={(event) => {
          const { duration } = event.currentTarget
          if (Number.isFinite(duration)) setLength(duration)
        }}
        onError={() => setFailed(true)}
      />
      <IconButton data-opens label={t(playing ? 'media.voice.pause' : 'media.voice.play')} onClick={toggle}>
        {playing ? <Pause size={16} aria-hidden /> : <Play size={16} aria-hidden />}
      </IconButton>
      <input
        type="range"
        aria-label={t('media.voice.position')}
        aria-valuetext={formats.duration(position * 1000)}
        min={0}
        max={Math.max(length, 0.1)}
        step={0.1}
        value={Math.min(position, length)}
        onChange={(event) => {
          const wanted = Number(event.target.value)
          setPosition(wanted)
          if (audio.current) audio.current.currentTime = wanted
        }}
        className="min-w-0 flex-1 accent-accent"
      />
      <span className="text-meta text-soft">{formats.duration((isBegun ? position : length) * 1000)}</span>
      <Button
        size="small"
        look="quiet"
        aria-label={t('media.voice.speed', { speed: SPEEDS[speed] ?? 1 })}
        onClick={faster}
      >
        {`${SPEEDS[speed] ?? 1}×`}
      </Button>
    </div>
  )
}

/** Paused before it began to play: nothing is wrong with the sound. */
function isInterruption(failure: unknown): boolean {
  return failure instanceof DOMException && failure.name === 'AbortError'
}
