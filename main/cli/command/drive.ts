/** `holdfast drive list`, `adopt`, `set`, `forget` and `eject`: removable drives. */
import { Option } from 'commander';
import { DrivePolicy } from '../../../preload/contract/drive-settings.ts';
import { Fault } from '../../base/fault.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { driveTable } from '../show/drive-lines.ts';
import { shown } from '../show/quantity.ts';

const DRIVE = ['<drive>', 'its name, device (/dev/sdb1) or mount point; "holdfast drive list" shows them'] as const;
const policyOption = (text: string): Option => new Option('--policy <policy>', text).choices(DrivePolicy.options);

export const driveList = defineCommand<[], object>({
  description: 'Lists the drives that are plugged in, and the adopted ones that are away. Disks of the system itself are left out.',
  examples: [
    ['drive list', 'what is plugged in, and what is due on it'],
    ['drive list --json', 'for scripts'],
  ],
  async run(cli) {
    const { drive } = await cli.client();
    const { drives, note } = await drive.list(undefined, { signal: cli.signal });
    if (cli.output.json) cli.output.object(drives);
    else if (drives.length === 0) cli.output.note('No drive is plugged in, and none was adopted.');
    else cli.output.lines(driveTable(drives));
    if (note !== null) cli.output.note(note);
    return EXIT.ok;
  },
});

interface AdoptOptions {
  name?: string;
  policy: DrivePolicy;
  anew?: boolean;
}

export const driveAdopt = defineCommand<[drive: string], AdoptOptions>({
  description:
    'Makes a drive known: it gets a small file, .holdfast-drive.json, by which it is recognised under any letter or mount point. Nothing else on it changes, and nothing is ever formatted. ' +
    'Destinations in folders on it follow it from then on.',
  arguments: [DRIVE],
  options: (command) =>
    void command
      .option('--name <name>', 'what to call it (default: its label)')
      .addOption(policyOption('when it is plugged in and something is due: ask, back up always, or never').default('ask' satisfies DrivePolicy))
      .option('--anew', 'give it an identity of its own, whatever marker is on it: for a copy of another drive'),
  examples: [
    ['drive adopt /media/anna/Photos --name Photos', 'the drive that is mounted there'],
    ['drive adopt /dev/sdc1 --anew', 'a drive that was copied from an adopted one'],
  ],
  async run(cli, [ref], { name, policy, anew = false }) {
    const { drive } = await cli.client();
    const adopted = await drive.adopt({ drive: ref, name, policy, anew }, { signal: cli.interrupts.signal });
    if (cli.output.json) cli.output.object(adopted);
    else if (!cli.output.quiet) {
      cli.output.line(`The drive "${shown(adopted.name)}" is known from now on. A destination on it: "drive:${shown(adopted.name)}/backup".`);
      if (adopted.hardLinks === false) cli.output.note(`Its file system, ${adopted.fileSystem ?? 'FAT'}, has no hard links: use the format vault or archive on it, not mirror.`);
    }
    return EXIT.ok;
  },
});

interface SetOptions {
  policy?: DrivePolicy;
  name?: string;
}

export const driveSet = defineCommand<[drive: string], SetOptions>({
  description: 'Changes what happens when a drive is plugged in, or what it is called. A drive that is not adopted takes "never" (it is not asked for any more) and "ask".',
  arguments: [DRIVE],
  options: (command) => void command.addOption(policyOption('ask: when something is due; always: back it up without asking; never: leave it alone')).option('--name <name>', 'another name'),
  examples: [
    ['drive set Photos --policy always', 'plugging it in is enough from now on'],
    ['drive set /media/anna/CAMERA --policy never', 'a memory card that is for something else'],
  ],
  async run(cli, [ref], { policy, name }) {
    if (policy === undefined && name === undefined) throw new Fault('invalid', 'It is not said what to set.', { advice: 'Add --policy or --name.' });
    const { drive } = await cli.client();
    const { drives } = await drive.list(undefined, { signal: cli.signal });
    const adopted = !drives.some(({ key, device, path, id, name: called }) => id === null && [key, device, path, called].includes(ref));
    let changed = name === undefined ? null : await drive.rename({ drive: ref, name }, { signal: cli.interrupts.signal });
    const now = changed?.key ?? ref;
    if (policy !== undefined && (adopted || policy === 'always')) changed = await drive.setPolicy({ drive: now, policy }, { signal: cli.interrupts.signal });
    else if (policy !== undefined) changed = await drive.ignore({ drive: now, ignored: policy === 'never' }, { signal: cli.interrupts.signal });
    if (cli.output.json) cli.output.object(changed);
    else if (!cli.output.quiet && changed !== null) cli.output.lines(driveTable([changed]));
    return EXIT.ok;
  },
});

export const driveForget = defineCommand<[drive: string], object>({
  description: 'Takes a drive out of the settings. What is stored on it, its marker included, stays.',
  arguments: [DRIVE],
  examples: [
    ['drive forget Photos', 'no longer known; it may be away'],
    ['drive forget Photos --quiet', 'without a word'],
  ],
  async run(cli, [ref]) {
    const { drive } = await cli.client();
    const result = await drive.forget({ drive: ref }, { signal: cli.interrupts.signal });
    if (cli.output.json) cli.output.object(result);
    else if (!cli.output.quiet) cli.output.line(`The drive "${shown(result.forgotten)}" is forgotten. Nothing on it was changed.`);
    return EXIT.ok;
  },
});

export const driveEject = defineCommand<[drive: string], object>({
  description: 'Writes everything out and unmounts a drive wherever it is mounted, so that it can be pulled out. When programs still use it, they are named.',
  arguments: [DRIVE],
  examples: [
    ['drive eject Photos', 'before pulling it out'],
    ['plan run Photos && holdfast drive eject Photos', 'back up, then eject'],
  ],
  async run(cli, [ref]) {
    const { drive } = await cli.client();
    const result = await drive.eject({ drive: ref }, { signal: cli.interrupts.signal });
    if (cli.output.json) cli.output.object(result);
    else if (!cli.output.quiet) cli.output.line(`"${shown(result.drive)}" is safe to remove${result.poweredOff ? ', and switched off' : ''}.`);
    return EXIT.ok;
  },
});
