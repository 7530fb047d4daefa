/** `holdfast unlock`: locks that runs left behind. */
import { shortId } from '../../base/ids.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { counted } from '../show/quantity.ts';

interface Options {
  removeAll?: boolean;
}

export const unlock = defineCommand<[], Options>({
  description:
    'Removes locks whose run is over: its process is gone, or it has not said for half an hour that it goes on. A lock of a run that goes on is kept, ' +
    'unless --remove-all says otherwise; do that only when you know that nothing else uses the destination.',
  options: (command) => void command.option('--remove-all', 'every lock, whatever it looks like'),
  examples: [
    ['unlock', 'after a run was cut off'],
    ['unlock -r nas --remove-all', 'when nothing else can be running'],
  ],
  async run(cli, _, { removeAll = false }) {
    const { destination } = await cli.client();
    const result = await destination.unlock({ destination: cli.destination, removeAll }, { signal: cli.signal });
    if (cli.output.json) cli.output.object(result);
    else if (!cli.output.quiet) {
      for (const id of result.removed) cli.output.line(`removed  ${shortId(id)}`);
      for (const id of result.kept) cli.output.line(`kept     ${shortId(id)}  its run goes on`);
      cli.output.line(
        result.removed.length + result.kept.length === 0
          ? 'There is no lock.'
          : `${counted(result.removed.length, 'lock')} removed, ${result.kept.length} kept.`,
      );
    }
    return EXIT.ok;
  },
});
