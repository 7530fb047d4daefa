/** `holdfast find`: files by name, over all snapshots. */
import { Option, type Command } from 'commander';
import { EntryType } from '../../../preload/contract/entry.ts';
import type { SearchHit } from '../../../preload/contract/snapshot-procedures.ts';
import { shortId } from '../../base/ids.ts';
import type { Cli } from '../cli.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { collect } from '../parse/lists.ts';
import { addFilterOptions, filterOf, type FilterOptions } from '../parse/snapshot-filter.ts';
import { parseTime } from '../parse/time.ts';
import { matchJson } from '../show/entry-json.ts';
import { entryLine } from '../show/entry-line.ts';
import { when } from '../show/quantity.ts';

interface Options extends FilterOptions {
  ignoreCase?: boolean;
  long?: boolean;
  humanReadable?: boolean;
  snapshot?: string[];
  newest?: string;
  oldest?: string;
  type?: string;
}

export const find = defineCommand<[patterns: string[]], Options>({
  description: 'Finds files and folders by name in all snapshots, newest first. A pattern with a slash is compared with whole paths.',
  arguments: [['<pattern...>', 'name with *, ? and [a-z]']],
  options(command: Command) {
    addFilterOptions(command)
      .option('-s, --snapshot <snap>', 'search only this snapshot; may be given several times', collect)
      .option('-i, --ignore-case', 'upper and lower case alike')
      .option('-O, --oldest <time>', 'only what was modified at this time or later')
      .option('-N, --newest <time>', 'only what was modified at this time or before')
      .addOption(new Option('--type <type>', 'only one kind').choices(EntryType.options))
      .option('-l, --long', 'with mode, owner, size and time')
      .option('--human-readable', 'sizes as 3.2 GB, not in bytes');
  },
  examples: [
    ['find "*.ods"', 'all spreadsheets, in every snapshot'],
    ['find -i "tax*2025*" --oldest 2025-01-01', 'by name and age'],
    ['find "/home/anna/**/notes.txt" -s latest -l', 'by path, in the newest snapshot'],
  ],
  async run(cli, [patterns], options) {
    const { snapshot } = await cli.client();
    const hits = await snapshot.search(
      {
        destination: cli.destination,
        patterns,
        ignoreCase: options.ignoreCase ?? false,
        filter: filterOf(options, options.snapshot),
        type: options.type,
        newest: options.newest === undefined ? undefined : parseTime(options.newest, '--newest'),
        oldest: options.oldest === undefined ? undefined : parseTime(options.oldest, '--oldest'),
      },
      { signal: cli.signal },
    );
    const found = cli.output.json ? await tellJson(cli, hits) : await tellHits(cli, hits, options);
    if (found === 0 && !cli.output.json) cli.output.note('Nothing found.');
    return EXIT.ok;
  },
});

/** How many were found. */
async function tellHits({ output }: Cli, hits: AsyncIterable<SearchHit[]>, options: Options): Promise<number> {
  let [found, current] = [0, ''];
  for await (const batch of hits) {
    const lines: string[] = [];
    for (const { snapshot, time, entry } of batch) {
      if (snapshot !== current) lines.push(`${found === 0 ? '' : '\n'}In snapshot ${shortId(snapshot)} of ${when(time)}:`);
      current = snapshot;
      found++;
      lines.push(entryLine(entry, options));
    }
    output.lines(lines);
  }
  return found;
}

/** One array with an object a snapshot, written as it is found. */
async function tellJson({ output }: Cli, hits: AsyncIterable<SearchHit[]>): Promise<number> {
  let [found, inSnapshot, current] = [0, 0, ''];
  const closing = (): string => (current === '' ? '' : `],"hits":${inSnapshot},"snapshot":${JSON.stringify(current)}}`);
  output.part('[');
  for await (const batch of hits) {
    let text = '';
    for (const { snapshot, entry } of batch) {
      if (snapshot !== current) {
        text += `${closing()}${found === 0 ? '' : ','}{"matches":[`;
        [current, inSnapshot] = [snapshot, 0];
      }
      text += `${inSnapshot === 0 ? '' : ','}${matchJson(entry)}`;
      inSnapshot++;
      found++;
    }
    output.part(text);
  }
  output.part(`${closing()}]\n`);
  return found;
}
