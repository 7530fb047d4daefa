/** `holdfast snapshots`: what there is. */
import type { Command } from 'commander';
import type { GroupBy } from '../../../preload/contract/forget.ts';
import type { Snapshot } from '../../../preload/contract/snapshot.ts';
import { Fault } from '../../base/fault.ts';
import type { Cli } from '../cli.ts';
import { defineCommand } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { parseGroupBy } from '../parse/choice.ts';
import { addFilterOptions, filterOf, type FilterOptions } from '../parse/snapshot-filter.ts';
import { chainLines } from '../show/chain-lines.ts';
import { counted, shown } from '../show/quantity.ts';
import { snapshotJson } from '../show/snapshot-json.ts';
import { snapshotTable } from '../show/snapshot-table.ts';

interface Options extends FilterOptions {
  latest?: string;
  last?: boolean;
  groupBy?: string;
  compact?: boolean;
  chains?: boolean;
}

interface Group {
  group_key: { hostname: string; paths: string[] | null; tags: string[] | null };
  snapshots: Snapshot[];
}

export const snapshots = defineCommand<[ids: string[]], Options>({
  description: "Lists the snapshots of a destination, oldest first. Times are those of this machine's time zone.",
  arguments: [['[snap...]', 'only these']],
  options(command: Command) {
    addFilterOptions(command)
      .option('--latest <n>', 'only the newest n of each machine and paths')
      .option('--last', 'only the newest one of each machine and paths')
      .option('-g, --group-by <what>', 'group by host, paths or tags, or several: host,paths')
      .option('-c, --compact', 'leave out sizes and paths')
      .option('--chains', 'of archives: which file needs which');
  },
  examples: [
    ['snapshots', 'all of the default vault'],
    ['snapshots -r /media/drive/vault --host laptop --latest 3', 'the newest three of one machine, elsewhere'],
    ['snapshots -r /media/stick/archives --chains', 'which archive needs which'],
    ['snapshots --json | jq -r ".[-1].id"', 'the id of the newest one'],
  ],
  async run(cli, [ids], options) {
    if (options.chains === true) return showChains(cli);
    const by = parseGroupBy(options.groupBy ?? '');
    const found = await listSnapshots(cli, ids, options);
    const groups = by.length === 0 ? null : groupSnapshots(found, by);
    if (cli.output.json) {
      cli.output.object(
        groups === null ? found.map(snapshotJson) : groups.map(groupJson),
      );
      return EXIT.ok;
    }
    if (found.length === 0)
      cli.output.note(
        filtered(ids, options)
          ? 'No snapshot fits. Leave out a condition to see more.'
          : 'There is no snapshot yet. "holdfast backup PATH" makes the first one.',
      );
    else if (groups === null) cli.output.lines([...snapshotTable(found, options), counted(found.length, 'snapshot')]);
    else
      for (const group of groups)
        cli.output.lines([titleOf(group), ...snapshotTable(group.snapshots, options), counted(group.snapshots.length, 'snapshot'), '']);
    return EXIT.ok;
  },
});

async function showChains(cli: Cli): Promise<ExitCode> {
  const { destination } = await cli.client();
  const found = await destination.chains({ destination: cli.destination }, { signal: cli.signal });
  if (cli.output.json) cli.output.object(found);
  else cli.output.lines(chainLines(found));
  return EXIT.ok;
}

const filtered = (ids: readonly string[], { host, tag, path }: Options): boolean =>
  ids.length > 0 || [host, tag, path].some((list) => list !== undefined);

async function listSnapshots(cli: Cli, ids: readonly string[], options: Options): Promise<Snapshot[]> {
  const latest = latestOf(options);
  const { snapshot } = await cli.client();
  const all: Snapshot[] = [];
  let cursor: string | undefined;
  do {
    const page = await snapshot.list(
      { destination: cli.destination, filter: filterOf(options, ids), latest, cursor, limit: 10_000 },
      { signal: cli.signal },
    );
    all.push(...page.snapshots);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return all;
}

function latestOf({ latest, last }: Options): number | undefined {
  if (latest === undefined) return last === true ? 1 : undefined;
  if (/^[1-9]\d{0,8}$/.test(latest)) return Number(latest);
  throw new Fault('invalid', `--latest cannot be "${latest}": it takes how many, from 1 on.`);
}

/** restic writes null for no tags. */
const groupJson = ({ group_key: key, snapshots: all }: Group): object => ({ group_key: { ...key, tags: key.tags?.length === 0 ? null : key.tags }, snapshots: all.map(snapshotJson) });

/** In the order of their first snapshots. */
function groupSnapshots(all: readonly Snapshot[], names: readonly GroupBy[]): Group[] {
  const groups = new Map<string, Group>();
  for (const snapshot of all) {
    const group_key = {
      hostname: names.includes('host') ? (snapshot.hostname ?? '') : '',
      paths: names.includes('paths') ? snapshot.paths.toSorted() : null,
      tags: names.includes('tags') ? (snapshot.tags ?? []).toSorted() : null,
    };
    const key = JSON.stringify(group_key);
    const group = groups.get(key) ?? { group_key, snapshots: [] };
    group.snapshots.push(snapshot);
    groups.set(key, group);
  }
  return Array.from(groups.values());
}

function titleOf({ group_key: { hostname, paths, tags } }: Group): string {
  const parts = [hostname, paths === null ? '' : paths.join(', '), tags === null ? '' : tags.length === 0 ? 'no tags' : `tags ${tags.join(', ')}`];
  return parts
    .filter((part) => part !== '')
    .map(shown)
    .join(' · ');
}
