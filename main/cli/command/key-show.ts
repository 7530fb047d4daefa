/** `holdfast key show`: the kept password in clear, so that it can be saved where this machine's loss does not take it along. */
import { Fault } from '../../base/fault.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { shown } from '../show/quantity.ts';

interface Options {
  yes?: boolean;
}

export const keyShow = defineCommand<[], Options>({
  description:
    'Prints the password that is kept for a destination. Write it down or put it into a password manager: without it nobody can read the backups. Asks first.',
  options: (command) => void command.option('--yes', 'do not ask'),
  examples: [
    ['key show', 'the password of the default vault'],
    ['key show -r nas --yes > password.txt', 'into a file'],
  ],
  async run(cli, _, { yes }) {
    const { output } = cli;
    if (yes !== true && !cli.interactive)
      throw new Fault('invalid', 'The password would be shown, and nobody is here to say yes.', { advice: 'Add --yes to print it.' });
    if (yes !== true && !(await cli.agrees('The password will be shown in clear. Is nobody looking on?'))) {
      output.note('Nothing was shown.');
      return EXIT.cancelled;
    }
    const { destination } = await cli.client();
    const { address, password } = await destination.key.show({ destination: cli.destination }, { signal: cli.signal });
    if (output.json) output.object({ address, password });
    else {
      if (!output.quiet) output.note(`Password of ${shown(address)}:`);
      output.line(password);
    }
    return EXIT.ok;
  },
});
