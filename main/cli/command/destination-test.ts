/** `holdfast destination test`: whether one can be reached, opened and written. */
import { shortId } from '../../base/ids.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { counted, shown, size } from '../show/quantity.ts';

export const destinationTest = defineCommand<[dest: string | undefined], object>({
  description: 'Reaches a destination, opens it with its password, and writes and removes a small object there.',
  arguments: [['[dest]', 'a name or an address']],
  examples: [
    ['destination test', 'the default vault'],
    ['destination test nas', 'a named one'],
  ],
  async run(cli, [dest]) {
    const { destination } = await cli.client();
    const found = await destination.test({ destination: dest ?? cli.destination }, { signal: cli.signal });
    const { output } = cli;
    if (output.json) {
      output.object(found);
      return EXIT.ok;
    }
    const room = found.freeBytes === null ? '' : `, ${size(found.freeBytes)} free`;
    output.line(`${output.paint('safe', '✓', 'answer')} ${shown(found.address)} can be reached and opened: ${found.format} ${shortId(found.id)}, ${counted(found.snapshots, 'snapshot')}.`);
    if (found.writable) output.line(`${output.paint('safe', '✓', 'answer')} It can be written${room}.`);
    else output.line(`${output.paint('attention', '▲', 'answer')} It cannot be written${room}: what is there can be restored, but not added to.`);
    return EXIT.ok;
  },
});
