/** `holdfast stats` and `holdfast destination usage`: how much there is, counted in several ways. */
import { Option, type Command } from 'commander';
import { StatsMode, type Stats } from '../../../preload/contract/destination.ts';
import type { Cli } from '../cli.ts';
import { defineCommand } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { addFilterOptions, filterOf, type FilterOptions } from '../parse/snapshot-filter.ts';
import { counted, size } from '../show/quantity.ts';

interface Options extends FilterOptions {
  mode?: StatsMode;
}

const addMode = (command: Command): Command =>
  command.addOption(
    new Option('--mode <mode>', 'what is counted: what a restore would write, every content once, pieces of each file, or what is stored').choices(
      StatsMode.options,
    ),
  );

export const stats = defineCommand<[ids: string[]], Options>({
  description: 'Counts files and bytes, over all snapshots or those named.',
  arguments: [['[snap...]', 'only these']],
  options: (command) => void addMode(addFilterOptions(command)),
  examples: [
    ['stats latest', 'how much the newest snapshot would restore to'],
    ['stats --mode raw-data', 'how much space the destination takes, and what compression saves'],
    ['stats --mode files-by-contents --host laptop', 'how much distinct content one machine has'],
  ],
  run: (cli, [ids], options) => tellStats(cli, ids, options, cli.destination, options.mode ?? 'restore-size'),
});

export const destinationUsage = defineCommand<[name: string | undefined], Options>({
  description: 'Shows how much a destination holds: unless told otherwise, what is stored.',
  arguments: [['[dest]', 'a name or an address']],
  options: (command) => void addMode(command),
  examples: [
    ['destination usage', 'of the default vault'],
    ['destination usage nas --mode restore-size', 'what restoring everything would write'],
  ],
  run: (cli, [name], options) => tellStats(cli, [], options, name ?? cli.destination, options.mode ?? 'raw-data'),
});

async function tellStats(cli: Cli, ids: readonly string[], options: Options, destination: string | undefined, mode: StatsMode): Promise<ExitCode> {
  const client = await cli.client();
  const found = await client.destination.usage({ destination, filter: filterOf(options, ids), mode }, { signal: cli.signal });
  if (cli.output.json) cli.output.object({ total_file_count: 0, ...found }); // restic says it in every mode
  else cli.output.lines(statsLines(found, mode));
  return EXIT.ok;
}

const MEANING = {
  'restore-size': 'Restored in full',
  'files-by-contents': 'Distinct contents of files',
  'blobs-per-file': 'Stored pieces, counted for each file',
  'raw-data': 'Stored',
} as const satisfies Record<StatsMode, string>;

function statsLines(stats: Stats, mode: StatsMode): string[] {
  const { total_size, total_uncompressed_size, total_file_count, total_blob_count, compression_space_saving } = stats;
  const amounts = [size(total_size)];
  if (total_file_count !== undefined)
    amounts.push(mode === 'restore-size' ? counted(total_file_count, 'file or folder', 'files and folders') : counted(total_file_count, 'file'));
  if (total_blob_count !== undefined) amounts.push(counted(total_blob_count, 'piece'));
  const lines = [`${counted(stats.snapshots_count, 'snapshot')}.`, `${MEANING[mode]}: ${amounts.join(', ')}.`];
  if (total_uncompressed_size !== undefined) {
    const saved = compression_space_saving === undefined ? '' : `; compression saves ${Math.round(compression_space_saving)} %`;
    lines.push(`Uncompressed it would be ${size(total_uncompressed_size)}${saved}.`);
  }
  return lines;
}
