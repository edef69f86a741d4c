import { Attention, type Fact } from '../features/attention/attention.tsx'
import { Notices } from '../features/notices/notices.tsx'
import { QuitQuestion } from '../features/notices/quit-question.tsx'
import { WeakProtection } from '../features/notices/weak-protection.tsx'
import { DropHint } from '../parts/drop/drop-hint.tsx'
import { useFileDrops } from '../parts/drop/use-file-drops.ts'
import { requestsOf } from '../parts/programs/requests-of.ts'
import { useReplica, useUi } from '../store/hooks.ts'
import { useServices } from '../store/services.tsx'
import { isModalOpen } from '../ui/modal.ts'
import { DeskDialogs } from './desk-dialogs.tsx'
import { FirstStart } from './first-start.tsx'
import { InboxScreen } from './inbox-screen.tsx'
import { useKeptFocus } from './kept-focus.ts'
import { KeysDialogs } from './keys-dialogs.tsx'
import { LockDialogs } from './lock-dialogs.tsx'
import { NewBroadcastDialog } from './new-broadcast-dialog.tsx'
import { NewMessageDialog } from './new-message-dialog.tsx'
import {
  Accounts,
  AddAccount,
  BroadcastsScreen,
  ImportDialog,
  LessonsBar,
  NetworkDialog,
  Requests,
  SettingsPages,
  SideBySideScreen,
} from './parts.ts'
import { Rail } from './rail.tsx'
import { Reviewing } from './reviewing.tsx'
import { showConversation } from './show-conversation.ts'
import { ShownMedia } from './shown-media.tsx'
import { useChoosing } from './use-choosing.ts'
import { focusLessonsButton, useLessonPlaces } from './use-lesson-places.ts'
import { usePlacesAsked } from './use-places-asked.ts'
import { useSearchKey } from './use-search-key.ts'
import { WindowTitle } from './window-title.ts'

/** The whole window once there is something to show. */
export function Shell() {
  const { ui } = useServices()
  const screen = useUi((state) => state.screen)
  const signIn = useUi((state) => state.signIn)
  const importing = useUi((state) => state.importing)
  const isNetworkShown = useUi((state) => state.networkDialog)
  const first = useReplica((replica) => replica.accounts.size === 0 && replica.app.practice !== 'running')
  const hasRequests = useReplica(({ proposals }) => requestsOf(proposals.values()).length > 0)
  const lessons = useReplica((replica) => replica.lessons)
  const showLesson = useLessonPlaces()
  usePlacesAsked()
  useFileDrops()
  useKeptFocus()
  useSearchKey()
  const choose = useChoosing()
  const showFact = (fact: Fact) => {
    if (fact === 'failed' || fact === 'unconfirmed' || fact === 'closing') choose.filtered(fact)
    else if (fact === 'unsent') ui.setState({ asking: { kind: 'scheduled' } })
    else if (fact === 'not-started') choose.broadcasts(null)
    else if (fact === 'requests') ui.setState({ request: 'first' })
    else choose.accounts(fact)
  }
  const addAccount = () => ui.setState({ signIn: { kind: 'new' } })
  const startImport = () => ui.setState({ importing: true })
  return (
    <div className="flex h-full flex-col overflow-hidden">
      <WindowTitle />
      <Notices />
      {first ? null : <Attention onShow={showFact} />}
      {first || !hasRequests ? null : (
        <Requests
          onOpen={(conversation) => showConversation(ui, conversation, { takesKeys: !isModalOpen() })}
        />
      )}
      {first ? (
        <FirstStart onAddAccount={addAccount} onImport={startImport} />
      ) : (
        <div className="flex min-h-0 flex-1">
          <Rail onAddAccount={addAccount} />
          <div className="flex min-w-0 flex-1 flex-col">
            <div className="flex min-h-0 flex-1">
              {screen === 'inbox' ? <InboxScreen onAddAccount={addAccount} /> : null}
              {screen === 'side-by-side' ? <SideBySideScreen /> : null}
              {screen === 'broadcasts' ? <BroadcastsScreen /> : null}
              {screen === 'accounts' ? (
                <Accounts
                  onAddAccount={addAccount}
                  onImport={startImport}
                  onOpen={choose.inbox}
                  onSignInAgain={(accountId) => ui.setState({ signIn: { kind: 'again', accountId } })}
                />
              ) : null}
              {screen === 'settings' ? <SettingsPages /> : null}
            </div>
            {lessons?.isShown ? (
              <LessonsBar lessons={lessons} onShow={showLesson} onPutAway={focusLessonsButton} />
            ) : null}
          </div>
        </div>
      )}
      {signIn.kind === 'closed' ? null : (
        <AddAccount
          key={signIn.kind === 'again' ? signIn.accountId : 'new'}
          accountId={signIn.kind === 'again' ? signIn.accountId : null}
          onClose={() => ui.setState({ signIn: { kind: 'closed' } })}
        />
      )}
      {isNetworkShown ? <NetworkDialog onClose={() => ui.setState({ networkDialog: false })} /> : null}
      {importing ? <ImportDialog onClose={() => ui.setState({ importing: false })} /> : null}
      {first ? null : <KeysDialogs />}
      {first ? null : <DeskDialogs />}
      {first ? null : <NewMessageDialog />}
      {first ? null : <NewBroadcastDialog />}
      <Reviewing />
      <ShownMedia />
      <DropHint />
      <LockDialogs />
      <WeakProtection />
      <QuitQuestion />
    </div>
  )
}
