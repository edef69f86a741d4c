import { useId, useState } from 'react'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import { useReplica } from '../../../store/hooks.ts'
import { Button } from '../../../ui/button.tsx'
import { ChoiceChip, TextField } from '../../../ui/field.tsx'
import { CopyButton } from './copy-button.tsx'
import { CLIENT_NAMES, CLIENTS, type Client, setUpText } from './set-up-texts.ts'

/** The token of a program that was just let in, and how the program is told of it. */
export function SetUp(props: { name: string; token: string; onTurnOn: () => void }) {
  const { t } = useTranslation()
  const url = useReplica((replica) => replica.programDoor.url)
  const isOn = useReplica((replica) => replica.settings.machine.programs.isOn)
  const [client, setClient] = useState<Client>('claude-code')
  const heading = useId()
  const { name, token } = props
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-col items-start gap-2">
        <TextField
          label={t('programs.token.label')}
          hint={t('programs.token.hint', { name })}
          value={token}
          readOnly
          spellCheck={false}
          className="w-full [&_input]:font-mono [&_input]:text-preview"
          onFocus={(event) => event.target.select()}
        />
        <CopyButton text={token} words={t('programs.token.copy')} />
      </div>
      <section aria-labelledby={heading} className="flex flex-col gap-2">
        <h3 id={heading} className="font-medium">
          {t('programs.setUp.title')}
        </h3>
        {isOn ? null : (
          <div className="flex flex-col items-start gap-2">
            <p className="text-preview text-warn">{t('programs.setUp.off')}</p>
            <Button size="small" onClick={props.onTurnOn}>
              {t('programs.setUp.turnOn')}
            </Button>
          </div>
        )}
        {url === null ? null : (
          <>
            <div
              role="radiogroup"
              aria-label={t('programs.setUp.client')}
              className="flex flex-wrap gap-0.5 self-start rounded-card border bg-panel p-1"
            >
              {CLIENTS.map((one) => (
                <ChoiceChip
                  key={one}
                  name="program-client"
                  checked={client === one}
                  onChange={() => setClient(one)}
                >
                  {CLIENT_NAMES[one]}
                </ChoiceChip>
              ))}
            </div>
            <p className="text-preview">{t(`programs.setUp.where.${client}`)}</p>
            <pre className="rounded-card border bg-panel p-3 font-mono text-meta whitespace-pre-wrap wrap-anywhere select-text">
              {setUpText(client, url, token)}
            </pre>
            <CopyButton text={setUpText(client, url, token)} words={t('programs.setUp.copy')} />
            <p className="text-preview text-soft">{t('programs.setUp.stdio')}</p>
          </>
        )}
      </section>
    </div>
  )
}
