/** `holdfast key remember`: keeps the password of a destination, so that it need not be given again. */
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { shown } from '../show/quantity.ts';

export const keyRemember = defineCommand<[], object>({
  description:
    'Keeps the password of a destination, once it has proved to be right: in the keyring of this system, or in a file encrypted under a key that only ' +
    'you can read. The destination then opens without being given it. The password comes from --password-file, --password-command, the environment, or a question.',
  examples: [
    ['key remember -r /media/drive/vault', 'asks for the password'],
    ['key remember -r nas --password-file ~/.vault-password', 'without a question'],
  ],
  async run(cli) {
    const { destination } = await cli.client();
    const { address, secretStore } = await destination.key.remember({ destination: cli.destination }, { signal: cli.interrupts.signal });
    if (cli.output.json) cli.output.object({ address, secret_store: secretStore });
    else if (!cli.output.quiet) cli.output.line(`The password of ${shown(address)} is kept ${secretStore === 'keyring' ? 'in the keyring' : 'in an encrypted file'}.`);
    return EXIT.ok;
  },
});
