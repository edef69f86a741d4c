import { useTranslation } from '../../../i18n/use-translation.tsx'
import { useAllTags } from '../../../store/use-tags.ts'
import { MenuCheck } from '../../../ui/menu.tsx'
import { TickMenu } from './tick-menu.tsx'

/** Some of the operator's tags; none ticked asks for nothing. Not there while there are none to tick. */
export function TagFilter(props: {
  label: string
  value: readonly string[]
  onChange: (tags: string[]) => void
}) {
  const { t } = useTranslation()
  const { label, value } = props
  const all = useAllTags()
  // a tag that was ticked and that nobody has any more still narrows down, so it can be unticked
  const offered = [...all, ...value.filter((tag) => !all.includes(tag))]
  if (offered.length === 0) return null
  return (
    <TickMenu
      label={label}
      words={value.length === 0 ? t('broadcastDraft.who.noTag') : value.join(t('list.comma'))}
    >
      {offered.map((tag) => (
        <MenuCheck
          key={tag}
          checked={value.includes(tag)}
          onChange={(isWanted) =>
            props.onChange(isWanted ? [...value, tag] : value.filter((one) => one !== tag))
          }
        >
          {tag}
        </MenuCheck>
      ))}
    </TickMenu>
  )
}
