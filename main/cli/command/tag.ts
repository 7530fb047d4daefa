/** `holdfast tag`: the tags of snapshots. */
import type { Command } from 'commander';
import { Fault } from '../../base/fault.ts';
import { shortId } from '../../base/ids.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { collect, splitCommas } from '../parse/lists.ts';
import { addFilterOptions, filterOf, type FilterOptions } from '../parse/snapshot-filter.ts';
import { counted } from '../show/quantity.ts';

interface Options extends FilterOptions {
  set?: string[];
  add?: string[];
  remove?: string[];
}

export const tag = defineCommand<[ids: string[]], Options>({
  description:
    'Changes the tags of snapshots: of all, of those named, or of those that fit. A changed snapshot gets a new id; its files stay as they are.',
  arguments: [['[snap...]', 'only these']],
  options(command: Command) {
    addFilterOptions(command)
      .option('--set <tags>', 'these tags and no others: a,b; "" for none', collect)
      .option('--add <tags>', 'these tags too', collect)
      .option('--remove <tags>', 'not these tags', collect);
  },
  examples: [
    ['tag latest --add keep,before-upgrade', 'mark the newest snapshot'],
    ['tag --host laptop --remove keep', 'take a tag off all of one machine'],
  ],
  async run(cli, [ids], options) {
    const [add, remove] = [splitCommas(options.add), splitCommas(options.remove)];
    if (options.set === undefined && add.length + remove.length === 0) {
      throw new Fault('invalid', 'It is not said which tags to change.', {
        advice: 'Add --set, --add or --remove with tags, as in "holdfast tag latest --add keep".',
      });
    }
    if (options.set !== undefined && add.length + remove.length > 0) {
      throw new Fault('invalid', '--set cannot be used together with --add or --remove.', { advice: 'Leave one of them out.' });
    }
    const set = options.set === undefined ? undefined : splitCommas(options.set);
    const { snapshot } = await cli.client();
    const { changed } = await snapshot.tag(
      { destination: cli.destination, filter: filterOf(options, ids), set, add, remove },
      { signal: cli.interrupts.signal },
    );
    const { output } = cli;
    if (output.json) {
      output.lines(changed.map(({ from, to }) => JSON.stringify({ message_type: 'changed', old_snapshot_id: from, new_snapshot_id: to })));
      output.object({ message_type: 'summary', changed_snapshots: changed.length, outcome: 'succeeded' });
    } else if (!output.quiet) {
      output.lines(changed.map(({ from, to }) => `${shortId(from)}  is now ${shortId(to)}`));
      output.line(changed.length === 0 ? 'No tags had to be changed.' : `Tags of ${counted(changed.length, 'snapshot')} changed.`);
    }
    return EXIT.ok;
  },
});
