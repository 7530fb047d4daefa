/** `holdfast key remove`: a password less, after a yes. */
import { shortId } from '../../base/ids.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-code.ts';

interface Options {
  yes?: boolean;
}

export const keyRemove = defineCommand<[id: string], Options>({
  description:
    'Removes a key: the destination no longer opens with its password. The key in use cannot be removed. Asks first; without a terminal it needs --yes.',
  arguments: [['<id>', 'from "holdfast key list"']],
  options: (command) => void command.option('--yes', 'do not ask'),
  examples: [
    ['key remove 5c2f1a90', 'asks, then removes it'],
    ['key remove 5c2f1a90 -r nas --yes', 'from a script'],
  ],
  async run(cli, [id], { yes }) {
    cli.requireConsent('Removing a key takes its password away for good', yes, 'or look first with "holdfast key list"');
    const { destination } = await cli.client();
    const { output } = cli;
    if (yes !== true) {
      const fitting = (await destination.key.list({ destination: cli.destination }, { signal: cli.signal })).filter((key) => key.id.startsWith(id));
      for (const { id: full, userName, hostName } of fitting) output.note(`Key ${shortId(full)} of ${userName}@${hostName}`);
      if (fitting.length > 0 && !(await cli.agrees('Remove it?'))) {
        output.note('Nothing was removed.');
        return EXIT.cancelled;
      }
    }
    const removed = await destination.key.remove({ destination: cli.destination, id }, { signal: cli.interrupts.signal });
    if (output.json) output.object(removed);
    else if (!output.quiet) output.line(`Key ${shortId(removed.id)} removed.`);
    return EXIT.ok;
  },
});
