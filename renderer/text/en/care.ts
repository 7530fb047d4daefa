/** Words of the wizard that protects a board. */
import type { Step, StepProblem } from '../../feature/devices/protect/care.ts';
import type { Destination } from '../../../preload/contract/destination.ts';
import { place } from './place.ts';

export const care = {
  title: (board: string) => (board === '' ? 'Protect a board' : `Protect ${board}`),
  noId: 'This board tells no id, so that nothing can be kept about it. It can be backed up all the same, under the name of its port.',
  step: { what: 'What', where: 'Where', keep: 'How often, how long', summary: 'Summary' } satisfies Record<Step, string>,
  question: { what: 'What of the board should be backed up?', where: 'Where should its backups go?', keep: 'How often, and how long should old versions stay?', summary: 'Is this right?' } satisfies Record<Step, string>,
  aside: {
    what: 'The board is only read. From the second backup on only what changed is transferred.',
    where: 'In a place of its own each backup is one file that unzip opens. Any other place holds boards beside everything else.',
    keep: 'A board is backed up when it is plugged in. Holdfast asks then, and never interrupts a program without your yes.',
    summary: 'All of this can be changed later on the page of the board.',
  } satisfies Record<Step, string>,
  sentence: 'Back up {what} to {where}, asked for {often}, keeping {keep}.',
  allOf: (board: string) => `all of ${board}`,
  partOf: (parts: string, board: string) => `${parts} of ${board}`,
  without: (what: string, patterns: string) => `${what} without ${patterns}`,
  ownName: 'the place for boards',
  every: (days: string, n: number) => (n === 1 ? 'every day it is plugged in' : `when it is plugged in after ${days} days`),
  problem: {
    ...place.problem, gone: 'Choose a place: the one it went to is no longer in the list.',
    path: 'A path on a board begins with a slash: /sd', days: 'Choose a number of days from 1 to 365.', name: 'Choose another name: letters, digits, dots, hyphens, underscores and spaces.',
  } satisfies Record<StepProblem, string>,
  what: {
    mounts: 'File systems',
    taken: (taken: string, size: string) => `${taken} taken of ${size}`,
    whole: (taken: string) => (taken === '' ? 'All of it.' : `All of it, ${taken}: the board has one file system.`),
    excludes: 'Leave out',
    excludesWhy: 'Patterns such as *.log, __pycache__ or /data/cache. Leave it empty to back up everything.',
    includes: 'Only these',
    includesWhy: 'Patterns such as *.py. Leave it empty for everything that is not left out.',
    paths: 'Only in these folders',
    pathsWhy: 'Paths on the board, such as /lib or /sd. Leave it empty for all of the board.',
  },
  where: {
    own: 'A place of its own for boards',
    ownWhy: 'On this computer: one zip (.blb) a backup, in chains. Nothing in it is encrypted.',
    format: { vault: 'Encrypted vault', mirror: 'Plain folders', archive: 'Archives' } satisfies Record<Destination['format'], string>,
    gone: (name: string) => `“${name}” is no longer in the list of destinations. Choose where the backups go from now on.`,
    makes: 'Archives (.blb) are begun there: one zip a backup, which unzip opens. Nothing in it is encrypted.',
  },
  keep: {
    often: 'Ask when it is plugged in and the last backup is this old',
    oftenWhy: 'After that it also counts as old on the Devices page.',
  },
  summary: {
    own: 'The first backup makes the place, and says where it is.',
    saved: 'Its backups lie there beside what is there already, under the name of the board.',
    makes: (path: string) => `Archives of boards are begun in ${path}; each one is a zip that every program opens.`,
    changed: 'The first backup reads everything; the next ones only what changed.',
    busy: 'Holdfast works with the board now. When that has ended, it goes on here.',
    away: 'It is not plugged in now. What you chose is kept, and asked for when it comes.',
  },
  start: 'Start the first backup',
  save: 'Keep this',
  protect: 'Protect …',
  protectLabel: (board: string) => `Protect … ${board}`,
  change: 'Change …',
  changeLabel: (board: string) => `Change how it is protected: ${board}`,
  isProtected: (where: string, often: string) => `Protected to ${where}, asked for ${often}`,
  boards: 'Boards that are plugged in',
  boardsWhy: 'A board is protected by itself, not as one of the folders.',
};
