/** What the wizard's last button does, for a terminal. */
import { backupCommand, setUpCommand } from '../../form/backup-command.ts';
import type { PlaceAnswers } from '../../form/place/place-model.ts';
import { commandLine } from '../../ui/command-line.ts';
import { adoptedBySecond, cutAsOf, type Answers } from './answers.ts';

const setUp = ({ saved, placeName, address, makes, storing, adopts }: PlaceAnswers, cutAs: string | null = null): string[] => (saved ? [] : [setUpCommand(placeName, address ?? '', makes, storing, adopts?.path ?? null, cutAs)]);

export const startCommands = (answers: Answers): string[] => [
  ...setUp(answers), ...(answers.second === null ? [] : setUp({ ...answers.second, adopts: adoptedBySecond(answers) }, cutAsOf(answers))),
  backupCommand({ sources: [{ kind: 'folder', paths: answers.folders, excludes: answers.excludes }], destinations: [answers.placeName] }),
  ...(answers.second === null ? [] : [commandLine('copy', 'latest', '-r', answers.placeName, '--to', answers.second.placeName)]),
];
