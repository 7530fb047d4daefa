/** All commands: names and summaries at hand, everything else loaded when it is needed. Help and completion come from here. */
import type { CommandGroup } from './command.ts';

export const COMMAND_GROUPS: readonly CommandGroup[] = [
  {
    title: 'Back up and restore:',
    commands: [
      { name: 'backup', summary: 'save folders as a new snapshot', load: async () => (await import('./command/backup.ts')).backup },
      { name: 'collect', summary: 'phase one of a plan: back up what it says', load: async () => (await import('./command/plan-run.ts')).collect },
      { name: 'transfer', summary: 'phase two of a plan: carry that on to a drive', load: async () => (await import('./command/plan-run.ts')).transfer },
      { name: 'restore', summary: 'bring files of a snapshot back', load: async () => (await import('./command/restore.ts')).restore },
    ],
  },
  {
    title: 'Look:',
    commands: [
      { name: 'snapshots', summary: 'list snapshots', load: async () => (await import('./command/snapshots.ts')).snapshots },
      { name: 'ls', summary: 'list the files of a snapshot', load: async () => (await import('./command/ls.ts')).ls },
      { name: 'find', summary: 'find files by name in all snapshots', load: async () => (await import('./command/find.ts')).find },
      { name: 'diff', summary: 'show what changed between two snapshots', load: async () => (await import('./command/diff.ts')).diff },
      { name: 'stats', summary: 'show how much a destination holds', load: async () => (await import('./command/stats.ts')).stats },
    ],
  },
  {
    title: 'MicroPython boards:',
    commands: [
      {
        name: 'device',
        summary: 'back up, restore and clone boards on serial ports',
        children: [
          { name: 'list', summary: 'list boards and the ports they are on', load: async () => (await import('./command/device.ts')).deviceList },
          { name: 'info', summary: 'show what a board is', load: async () => (await import('./command/device.ts')).deviceInfo },
          { name: 'ls', summary: 'list the files of a board', load: async () => (await import('./command/device.ts')).deviceLs },
          { name: 'backup', summary: 'save the files of a board as a new snapshot', load: async () => (await import('./command/device-backup.ts')).deviceBackup },
          { name: 'restore', summary: 'bring a board back to a snapshot, all or nothing', load: async () => (await import('./command/device-restore.ts')).deviceRestore },
          { name: 'diff', summary: 'show what changed on a board since a snapshot', load: async () => (await import('./command/device.ts')).deviceDiff },
          { name: 'clone', summary: 'make one board hold what another holds', load: async () => (await import('./command/device-restore.ts')).deviceClone },
          { name: 'rollback', summary: 'take back a restore that was cut off', load: async () => (await import('./command/device-restore.ts')).deviceRollback },
          { name: 'protect', summary: 'say how a board is backed up: what, where to, how often', load: async () => (await import('./command/device-protect.ts')).deviceProtect },
          { name: 'name', summary: 'give a board a name', load: async () => (await import('./command/device.ts')).deviceName },
          { name: 'forget', summary: 'forget a board; its backups stay', load: async () => (await import('./command/device.ts')).deviceForget },
        ],
      },
    ],
  },
  {
    title: 'Keep in order:',
    commands: [
      { name: 'check', summary: 'read a destination and verify that it is sound', load: async () => (await import('./command/check.ts')).check },
      {
        name: 'repair',
        summary: 'mend a damaged destination',
        children: [
          { name: 'index', summary: 'rebuild the index from what is stored', load: async () => (await import('./command/repair.ts')).repairIndex },
          {
            name: 'packs',
            summary: 'take damaged packs out of use, saving what is whole in them',
            load: async () => (await import('./command/repair.ts')).repairPacks,
          },
          {
            name: 'snapshots',
            summary: 'make damaged snapshots readable again, without what is lost',
            load: async () => (await import('./command/repair.ts')).repairSnapshots,
          },
          { name: 'chain', summary: 'make broken archives whole from another destination', load: async () => (await import('./command/repair-chain.ts')).repairChain },
        ],
      },
      { name: 'unlock', summary: 'remove locks that runs left behind', load: async () => (await import('./command/unlock.ts')).unlock },
      { name: 'forget', summary: 'remove snapshots by age or by name', load: async () => (await import('./command/forget.ts')).forget },
      { name: 'prune', summary: 'free the space that no snapshot needs', load: async () => (await import('./command/prune.ts')).prune },
      { name: 'merge', summary: 'fold a chain of archives into one full archive', load: async () => (await import('./command/merge.ts')).merge },
      { name: 'copy', summary: 'copy snapshots to another destination', load: async () => (await import('./command/copy.ts')).copy },
      { name: 'export', summary: 'write a snapshot as one archive: tar, zip or blb', load: async () => (await import('./command/archive-file.ts')).exportCommand },
      { name: 'import', summary: 'take an archive as a snapshot', load: async () => (await import('./command/archive-file.ts')).importCommand },
      { name: 'tag', summary: 'change the tags of snapshots', load: async () => (await import('./command/tag.ts')).tag },
    ],
  },
  {
    title: 'In a window:',
    commands: [
      { name: 'serve', summary: 'show the window in a browser', load: async () => (await import('./command/serve.ts')).serve },
    ],
  },
  {
    title: 'Set up:',
    commands: [
      { name: 'init', summary: 'create a new destination', load: async () => (await import('./command/init.ts')).init },
      {
        name: 'destination',
        summary: 'name, test and measure destinations',
        children: [
          { name: 'list', summary: 'list the named destinations', load: async () => (await import('./command/destination.ts')).destinationList },
          { name: 'add', summary: 'give an address a name', load: async () => (await import('./command/destination.ts')).destinationAdd },
          {
            name: 'remove',
            summary: 'forget a name; what is stored stays',
            load: async () => (await import('./command/destination.ts')).destinationRemove,
          },
          {
            name: 'test',
            summary: 'see whether a destination can be reached, opened and written',
            load: async () => (await import('./command/destination-test.ts')).destinationTest,
          },
          { name: 'usage', summary: 'show how much a destination holds', load: async () => (await import('./command/stats.ts')).destinationUsage },
        ],
      },
      {
        name: 'drive',
        summary: 'removable drives, known wherever they are mounted',
        children: [
          { name: 'list', summary: 'list the drives that are here, and those that are away', load: async () => (await import('./command/drive.ts')).driveList },
          { name: 'watch', summary: 'wait for drives, and ask what is to be asked', load: async () => (await import('./command/drive-watch.ts')).driveWatch },
          { name: 'adopt', summary: 'make a drive known', load: async () => (await import('./command/drive.ts')).driveAdopt },
          { name: 'set', summary: 'what happens when it is plugged in, and its name', load: async () => (await import('./command/drive.ts')).driveSet },
          { name: 'eject', summary: 'make it safe to remove', load: async () => (await import('./command/drive.ts')).driveEject },
          { name: 'forget', summary: 'take it out of the settings; what is on it stays', load: async () => (await import('./command/drive.ts')).driveForget },
        ],
      },
      {
        name: 'plan',
        summary: 'what is backed up where, kept under a name',
        children: [
          { name: 'list', summary: 'list the plans and how they stand', load: async () => (await import('./command/plan.ts')).planList },
          { name: 'show', summary: 'show one plan', load: async () => (await import('./command/plan.ts')).planShow },
          { name: 'add', summary: 'make a plan', load: async () => (await import('./command/plan-edit.ts')).planAdd },
          { name: 'edit', summary: 'change a plan', load: async () => (await import('./command/plan-edit.ts')).planEdit },
          { name: 'remove', summary: 'forget a plan; what it stored stays', load: async () => (await import('./command/plan.ts')).planRemove },
          { name: 'run', summary: 'back up what a plan says, and transfer what is due', load: async () => (await import('./command/plan-run.ts')).planRun },
        ],
      },
      {
        name: 'key',
        summary: 'passwords of a destination',
        children: [
          { name: 'list', summary: 'list the keys', load: async () => (await import('./command/key.ts')).keyList },
          { name: 'add', summary: 'add a password', load: async () => (await import('./command/key.ts')).keyAdd },
          {
            name: 'remember',
            summary: 'keep the password, so that it need not be given',
            load: async () => (await import('./command/key-remember.ts')).keyRemember,
          },
          { name: 'remove', summary: 'remove a key', load: async () => (await import('./command/key-remove.ts')).keyRemove },
          { name: 'passwd', summary: 'change the password', load: async () => (await import('./command/key.ts')).keyPasswd },
          { name: 'show', summary: 'show the password, to save it elsewhere', load: async () => (await import('./command/key-show.ts')).keyShow },
        ],
      },
      {
        name: 'config',
        summary: 'the settings',
        children: [
          { name: 'show', summary: 'show the settings that hold', load: async () => (await import('./command/config.ts')).configShow },
          { name: 'set', summary: 'change speed and limits for all runs', load: async () => (await import('./command/config.ts')).configSet },
          { name: 'validate', summary: 'check the settings file', load: async () => (await import('./command/config.ts')).configValidate },
        ],
      },
      {
        name: 'completion',
        summary: 'make the shell complete commands and options',
        load: async () => (await import('./command/completion.ts')).completion,
      },
    ],
  },
  {
    title: 'Look back:',
    commands: [
      {
        name: 'run',
        summary: 'what ran, and how it ended',
        children: [
          { name: 'list', summary: 'list the latest runs', load: async () => (await import('./command/run.ts')).runList },
          { name: 'show', summary: 'show one run', load: async () => (await import('./command/run.ts')).runShow },
        ],
      },
      {
        name: 'audit',
        summary: 'the journal of every change to data and settings',
        children: [
          { name: 'list', summary: 'list the journal', load: async () => (await import('./command/audit.ts')).auditList },
          { name: 'verify', summary: 'check that nobody changed the journal', load: async () => (await import('./command/audit.ts')).auditVerify },
        ],
      },
    ],
  },
];
