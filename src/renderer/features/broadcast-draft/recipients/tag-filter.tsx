import { ChevronDown } from 'lucide-react'
import { useId } from 'react'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import { useAllTags } from '../../../store/use-tags.ts'
import { Button } from '../../../ui/button.tsx'
import { ButtonMenu, MenuCheck } from '../../../ui/menu.tsx'

/** Some of the operator's tags; none ticked asks for nothing. Not there while there are none to tick. */
export function TagFilter(props: {
  label: string
  value: readonly string[]
  onChange: (tags: string[]) => void
}) {
  const { t } = useTranslation()
  const id = useId()
  const { label, value } = props
  const all = useAllTags()
  // one that nobody has any more still counts
  const offered = [...all, ...value.filter((tag) => !all.includes(tag))]
  if (offered.length === 0) return null
  return (
    <div className="flex flex-col gap-1">
      <span id={`${id}-label`} className="text-preview font-medium">
        {label}
      </span>
      <ButtonMenu
        button={
          <Button
            id={id}
            aria-labelledby={`${id}-label ${id}`}
            className="justify-between! px-2! font-normal!"
          >
            <bdi className="truncate">
              {value.length === 0 ? t('broadcastDraft.who.noTag') : value.join(t('list.comma'))}
            </bdi>
            <ChevronDown size={14} aria-hidden className="shrink-0 text-soft" />
          </Button>
        }
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
      </ButtonMenu>
    </div>
  )
}
