/** `holdfast ls`: the files of a snapshot. */
import type { Command } from 'commander';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { addFilterOptions, filterOf, type FilterOptions } from '../parse/snapshot-filter.ts';
import { nodeJson } from '../show/entry-json.ts';
import { entryLine } from '../show/entry-line.ts';
import { snapshotJson } from '../show/snapshot-json.ts';

interface Options extends FilterOptions {
  long?: boolean;
  humanReadable?: boolean;
  recursive?: boolean;
}

export const ls = defineCommand<[snap: string, paths: string[]], Options>({
  description:
    'Lists what a snapshot holds: all of it, or only what lies directly in the folders named (with --recursive, everything below them). ' +
    'Characters a terminal would obey are shown as \\xNN.',
  arguments: [
    ['<snap>', 'the snapshot'],
    ['[path...]', 'absolute paths in the snapshot'],
  ],
  options(command: Command) {
    addFilterOptions(command, { when: ', for "latest"' })
      .option('-l, --long', 'with mode, owner, size and time')
      .option('--recursive', 'everything below the folders named')
      .option('--human-readable', 'sizes as 3.2 GB, not in bytes');
  },
  examples: [
    ['ls latest', 'everything in the newest snapshot'],
    ['ls latest /home/anna/Documents -l', 'one folder, in detail'],
    ['ls 1a2b3c4d --json', 'one JSON object a line: the snapshot, then its files'],
  ],
  async run(cli, [snap, paths], options) {
    const { snapshot } = await cli.client();
    const { destination, signal, output } = cli;
    const filter = filterOf(options);
    if (output.json) {
      const found = await snapshot.get({ destination, snapshot: snap, filter }, { signal });
      output.object({ ...snapshotJson(found.snapshot), message_type: 'snapshot', struct_type: 'snapshot' });
    }
    const wanted = paths.map((path) => (path.length > 1 ? path.replace(/\/+$/, '') : path));
    const recursive = paths.length === 0 || options.recursive === true;
    const asked = { destination, snapshot: snap, filter, paths: wanted, recursive };
    if (!output.json && options.long !== true) {
      for await (const paths of await snapshot.paths(asked, { signal })) output.lines(paths.filter(isBelow(wanted)));
      return EXIT.ok;
    }
    const isWanted = isBelow(wanted);
    for await (const batch of await snapshot.walk(asked, { signal })) {
      output.lines(batch.filter(({ path }) => isWanted(path)).map((entry) => (output.json ? nodeJson(entry) : entryLine(entry, options))));
    }
    return EXIT.ok;
  },
});

/** Parents of what was asked for come along, and are not wanted. */
const isBelow =
  (paths: readonly string[]) =>
  (path: string): boolean =>
    paths.length === 0 || paths.some((wanted) => wanted === '/' || path === wanted || path.startsWith(`${wanted}/`));
