export const settings = {
  settings: {
    title: 'Settings',
    of: 'Settings: {{section}}',
    find: 'Find a setting',
    sections: 'Sections',
    nothingFound: 'No setting has these words.',
    section: {
      general: 'General',
      notifications: 'Notifications',
      writing: 'Writing',
      'quick-replies': 'Quick replies',
      broadcasts: 'Broadcasts',
      media: 'Media and storage',
      network: 'Network',
      lock: 'Privacy and lock',
      backup: 'Backup',
      diagnostics: 'Diagnostics',
      about: 'About',
    },
    languageHint:
      'Same as the system by default. Takes effect immediately, in the window, notifications and the tray.',
    themeHint: 'Same as the system by default. Takes effect immediately.',
    running: {
      title: 'Start and tray',
      atLogin: 'Start Linkboard when you sign in to this computer',
      atLoginHint:
        'Off until you choose it. Messages and notifications only arrive while Linkboard runs. Belongs to this computer and is not part of a backup.',
      atLoginImpossible: 'This system has no setting for it that Linkboard knows.',
      closeToTray: 'Keep running in the tray when the window is closed',
      closeToTrayHint:
        'Off until you choose it, so that closing the window quits Linkboard as expected. Belongs to this computer and is not part of a backup.',
      noTray:
        'No tray was found on this desktop, so closing the window quits Linkboard whatever is set here. Off until you choose it. Belongs to this computer and is not part of a backup.',
    },
    notify: {
      what: 'Notify me of',
      always:
        'You are always notified when an account needs sign-in or may be muted, and when a message is refused or unconfirmed; reminders come as set below. While Linkboard is in front, all this shows at the top of its window instead. You are never notified of what you are looking at.',
      messages: 'New messages',
      messagesHint: 'On by default. Muted conversations and accounts left out below do not notify you.',
      content: 'Show names and text',
      contentHint:
        'On by default. When off, notifications only say what kind of thing happened, in case others see your screen.',
      reminders: 'Reminders before a conversation closes',
      remindersHint:
        'By default 2 hours and 30 minutes before the reply window closes on something that needs a reply, so that there is time to answer.',
      first: 'First reminder',
      last: 'Last reminder',
      never: 'None',
      hours_one: '{{count}} hour before',
      hours_other: '{{count}} hours before',
      minutes: '{{count}} minutes before',
      quiet: 'Quiet hours',
      quietOn: 'No notifications during these hours',
      quietHint:
        'Off by default; from 22:00 to 08:00 once on, when most people rest. Whatever still matters when they end notifies you then; the badge and the tray keep counting.',
      from: 'From',
      to: 'Until',
      sameTime: 'Choose two different times.',
      accounts: 'Accounts that notify me of new messages',
      accountsHint: 'All by default. Reminders, and whatever needs you, come for every account.',
      findAccount: 'Find an account',
      allAccounts: 'All',
      noAccounts: 'None',
      noneFound: 'No account by that name.',
    },
    language: { title: 'Language', system: 'Same as system', en: 'English', 'zh-CN': '简体中文' },
    theme: { title: 'Appearance', system: 'Same as system', light: 'Light', dark: 'Dark' },
    writing: {
      sendKey: 'Send with',
      sendKeyHint:
        'Enter by default, as in WeChat; Shift+Enter breaks the line. With {{keys}}, Enter breaks it and never sends by mistake.',
      typing: 'Show contacts when you are typing',
      typingHint:
        'Off by default, so that nobody waits for what you may not send. They see “typing…” in WeChat while you write and the reply window is open.',
      undo: 'Undo for a few seconds',
      undoOff: 'Off: messages leave at once',
      undoSeconds: '{{count}} seconds',
      undoHint:
        'Off by default. Every message is held for this long before it leaves, and can be undone until then.',
      keepsAwake: 'Keep the computer awake while messages are scheduled',
      keepsAwakeHint:
        'On by default, also while a broadcast runs. The screen may still go dark; closing the lid puts it to sleep, and what is due then waits for you.',
      removesPlace: 'Remove the location from pictures and videos',
      removesPlaceHint:
        'On by default: photos often hold the place where they were taken. The sheet before sending says when it was removed, and can keep it once.',
    },
    practice: {
      title: 'Practice mode',
      hint: 'Simulated people write to simulated accounts. Your own accounts and messages are kept apart.',
      start: 'Try practice mode',
      leave: 'Leave practice mode',
      override: 'Not available while connected to another server.',
    },
    letterKeys: {
      title: 'Single-letter keys',
      label: 'Use single letters as keys',
      hint: 'On by default. E finishes, S snoozes, J and K move, wherever no text is typed. Press ? for all keys.',
    },
    raiseKeys: {
      title: 'Keys that show Linkboard',
      hint: 'None by default, so that no other program loses them. They bring the window to the front from any program.',
      none: 'None chosen',
      choose: 'Choose keys',
      change: 'Change',
      remove: 'Remove',
      press: 'Press the keys together, such as {{example}}. Escape changes nothing.',
      taken: 'Another program uses these keys, so they do not show Linkboard. Choose others.',
    },
    protection: {
      title: 'Protection of sign-ins',
      strong: "The system's password store protects them.",
      'weak-agreed': 'Only weak protection is available on this system; you agreed to it.',
      'session-only': 'They are kept only until you quit Linkboard.',
      ask: 'Not decided yet.',
    },
    about: {
      version: 'Version',
      host: 'Runs on',
      hosts: { electron: 'Electron', chromium: 'Chromium' },
      platform: 'System',
      licence: 'Licence',
      mit: 'MIT',
      licences: 'Licences of other software…',
      licencesTitle: 'Licences of other software',
    },
  },
}
