/** What stands on a recovery kit: everything somebody needs who has nothing but the drive and this page. */
import { visible } from '../../form/visible.ts';
import type { Messages } from '../../text/en.ts';
import { shellWord } from '../../ui/command-line.ts';
import { resticAddress } from './restic-address.ts';

export interface KitFacts {
  /** Name of the destination. */
  destination: string;
  address: string;
  hostname: string;
  /** As written in the person's language. */
  date: string;
  /** What it protects, as paths; empty: not said. */
  folders: readonly string[];
  /** Null: a line to write it by hand. */
  password: string | null;
  /** Of encrypted archives: what is in them. Absent: it is a vault. */
  archive?: 'tar' | 'zip';
  /** A second place that holds the same and opens with the same password. */
  also?: { destination: string; address: string };
}

export interface KitCommands {
  title: string;
  lines: { command: string; does: string }[];
}

export interface Kit {
  title: string;
  intro: string;
  rows: { label: string; value: string; code: boolean }[];
  password: { label: string; value: string | null; line: string };
  warning: string;
  how: string;
  steps: string;
  commands: KitCommands[];
  notes: string[];
}

/** What a kit that was kept opens. Memory only. */
export interface KeptKit {
  password: string;
  /** Name and address of each. */
  places: { destination: string; address: string }[];
}

export const keptFor = ({ destination, address, also }: Pick<KitFacts, 'destination' | 'address' | 'also'>, password: string): KeptKit => ({ password, places: [{ destination, address }, ...(also === undefined ? [] : [also])] });

/** Whether a kit that was kept is of use for what is wanted now: another password, or a place that is not on it, wants another one. */
export const isKept = (kept: KeptKit | null, wanted: KeptKit): boolean =>
  kept !== null && kept.password === wanted.password && wanted.places.every(({ destination, address }) => kept.places.some((place) => place.destination === destination && place.address === address));

/** Where a restore goes in the examples; `~` is left for the shell. */
const INTO = '~/Restored';

export function kitOf(facts: KitFacts, words: Messages['protect']['kit']): Kit {
  const { destination, address, hostname, date, folders, password, archive, also } = facts;
  const restic = archive === undefined ? resticAddress(address) : null;
  const both = (list: string, restore: string): KitCommands['lines'] => [{ command: list, does: words.list }, { command: restore, does: words.restore }];
  const ours = shellWord(address);
  return {
    title: words.title, intro: words.intro, warning: words.warning, how: words.how, steps: words.howSteps,
    rows: [
      { label: words.place, value: destination, code: false }, { label: words.address, value: address, code: true },
      ...(also === undefined ? [] : [{ label: words.also, value: also.destination, code: false }, { label: words.alsoAddress, value: also.address, code: true }]),
      ...(folders.length === 0 ? [] : [{ label: words.holds, value: folders.map(visible).join('\n'), code: true }]),
      { label: words.computer, value: hostname, code: false }, { label: words.date, value: date, code: false },
    ],
    password: { label: words.password, value: password, line: words.writeHere },
    commands: [
      { title: words.withHoldfast, lines: both(`holdfast snapshots -r ${ours}`, `holdfast restore latest -r ${ours} --into ${INTO}`) },
      ...(archive === undefined ? [] : [{ title: words.withAge, lines: withAge(archive, words) }]),
      ...(restic === null ? [] : [{ title: words.withRestic, lines: both(`restic -r ${shellWord(restic)} snapshots`, `restic -r ${shellWord(restic)} restore latest --target ${INTO}`) }]),
    ],
    notes: [words.moved, words.asks],
  };
}

/** One archive opens with two programs that are found everywhere. */
function withAge(container: 'tar' | 'zip', { decrypt, unpack }: Messages['protect']['kit']): KitCommands['lines'] {
  const file = container === 'zip' ? 'backup.zip' : 'backup.tar.zst';
  return [{ command: `age -d -o ${file} ARCHIVE.age`, does: decrypt }, { command: container === 'zip' ? `unzip ${file}` : `tar -xf ${file}`, does: unpack }];
}
