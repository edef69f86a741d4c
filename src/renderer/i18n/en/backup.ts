/** Texts about encrypted backups. */
export const backup = {
  backup: {
    hint: 'One encrypted file with everything: accounts and their sign-ins, conversations, pictures and files, drafts, settings. With it you can move to another computer.',
    practice: 'Practice mode keeps nothing, so there is nothing to back up. Leave it first.',
    passphrase: 'Passphrase',
    repeat: 'Repeat passphrase',
    show: 'Show passphrase',
    differs: 'The passphrases do not match.',
    strength: {
      none: 'At least 8 characters. Several words that do not belong together are best.',
      short: 'Too short: at least 8 characters.',
      weak: 'Too easy to guess. Make it longer, of words that do not belong together.',
      fair: 'Fair. Longer is better.',
      strong: 'Strong.',
    },
    progress: 'Backup progress',
    task: {
      create: 'Writing the backup…',
      check: 'Checking the backup…',
      restore: 'Preparing what the backup holds…',
    },
    done: 'Done',
    create: {
      open: 'Create backup…',
      title: 'Create backup',
      intro: 'Messages keep arriving while it is written.',
      caution:
        'Without the passphrase nobody can open the backup, and it cannot be recovered. With it, whoever has the file can write as your accounts: keep both in safe places.',
      confirm: 'Create backup',
      saved: 'Saved as {{name}}, {{size}}.',
      keep: 'Keep it somewhere else than on this computer.',
    },
    restore: {
      begin: 'Restore backup…',
      fromBackup: 'Restore from a backup…',
      title: 'Restore backup',
      intro: 'Choose a backup that Linkboard made, here or on another computer.',
      choose: 'Choose file…',
      file: '{{name}}, {{size}}',
      open: 'Open',
      confirm: 'Restore',
      onePoller:
        'Stop Linkboard on the other computer first, and leave it stopped: when two computers receive for one account, each gets only a part of the messages.',
      waits:
        'Nothing is sent automatically: messages that were still going out when the backup was made wait for you.',
      replace: {
        title: 'Replace everything on this computer?',
        body: 'All accounts, conversations, drafts and settings here are replaced by those of the backup. What is here now is set aside in the data folder, not deleted.',
        confirm: 'Replace everything',
      },
      restarting: 'Restarting with the backup…',
    },
    preview: {
      created: 'Created',
      messages: 'Messages',
      accounts: 'Accounts in the backup',
      none: 'None',
      here: 'already here',
      noSignIn: 'needs sign-in',
    },
  },
}
