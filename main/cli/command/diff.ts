/** `holdfast diff`: what changed between two snapshots. */
import type { DiffStatistics } from '../../../preload/contract/snapshot-procedures.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { counted, list, size } from '../show/quantity.ts';

interface Options {
  metadata?: boolean;
}

export const diff = defineCommand<[from: string, to: string], Options>({
  description:
    'Lists what the second snapshot has, lacks or holds differently: + added, - removed, M content changed, T kind changed, and with --metadata ' +
    'U when only mode, owner or time did.',
  arguments: [
    ['<from>', 'the older snapshot'],
    ['<to>', 'the newer one; both may name a folder: latest:/home'],
  ],
  options: (command) => void command.option('--metadata', 'changes of mode, owner and time, too'),
  examples: [
    ['diff 1a2b3c4d latest', 'since an earlier snapshot'],
    ['diff 1a2b:/home/anna latest:/home/anna --metadata', 'one folder, everything'],
  ],
  async run(cli, [from, to], { metadata = false }) {
    const { snapshot } = await cli.client();
    const { output, signal, destination } = cli;
    const changes = await snapshot.diff({ destination, from, to, metadata }, { signal });
    let step = await changes.next();
    for (; step.done !== true; step = await changes.next()) {
      const lines = step.value.map(({ modifier, path }) =>
        output.json ? JSON.stringify({ message_type: 'change', path, modifier }) : `${modifier.padEnd(4)} ${path}`,
      );
      output.lines(lines);
    }
    const statistics = step.value;
    if (output.json) output.object(statisticsJson(statistics));
    else if (!output.quiet) output.lines(statisticsLines(statistics));
    return EXIT.ok;
  },
});

const statisticsJson = ({ from, to, ...counts }: DiffStatistics): object => ({
  message_type: 'statistics',
  source_snapshot: from,
  target_snapshot: to,
  ...counts,
});

function statisticsLines({ changed_files, added, removed }: DiffStatistics): string[] {
  const parts = [sideOf(added, 'added'), sideOf(removed, 'removed'), changed_files === 0 ? '' : `${counted(changed_files, 'file')} changed`].filter(
    (part) => part !== '',
  );
  if (parts.length === 0) return ['Nothing changed.'];
  return ['', `${capital(list(parts))}.`, `Content: ${size(added.bytes)} added, ${size(removed.bytes)} removed.`];
}

function sideOf({ files, dirs, others }: DiffStatistics['added'], verb: string): string {
  const things = [
    [files, 'file'],
    [dirs, 'folder'],
    [others, 'other entry'],
  ] as const;
  const named = things
    .filter(([number]) => number > 0)
    .map(([number, thing]) => counted(number, thing, thing === 'other entry' ? 'other entries' : undefined));
  return named.length === 0 ? '' : `${list(named)} ${verb}`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
