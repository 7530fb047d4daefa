/** `holdfast key list`, `add` and `passwd`: the passwords a destination opens with. */
import { shortId } from '../../base/ids.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { newPassword } from '../new-password.ts';
import { shown, when } from '../show/quantity.ts';
import { table } from '../show/table.ts';

interface NewOptions {
  newPasswordFile?: string;
}

export const keyList = defineCommand<[], object>({
  description: 'Lists the keys of a destination: each is one password it opens with. The one in use is marked.',
  examples: [
    ['key list', 'of the default vault'],
    ['key list -r nas --json', 'for scripts'],
  ],
  async run(cli) {
    const { destination } = await cli.client();
    const keys = await destination.key.list({ destination: cli.destination }, { signal: cli.signal });
    if (cli.output.json) cli.output.object(keys.map((key) => ({ ...key, created: when(key.created) }))); // restic's way to write it
    else {
      cli.output.lines(
        table(keys, [
          { title: '', cell: ({ current }) => (current ? '*' : ' ') },
          { title: 'ID', cell: ({ id }) => shortId(id) },
          { title: 'User', cell: ({ userName }) => shown(userName) },
          { title: 'Host', cell: ({ hostName }) => shown(hostName) },
          { title: 'Created', cell: ({ created }) => when(created) },
        ]),
      );
    }
    return EXIT.ok;
  },
});

export const keyAdd = defineCommand<[], NewOptions>({
  description: 'Adds a password: the destination then opens with it as well as with those it has.',
  options: (command) => void command.option('--new-password-file <file>', 'read the new password from a file, in place of asking'),
  examples: [
    ['key add', 'asks for the new password'],
    ['key add -r nas --new-password-file ~/.second-password', 'without a question'],
  ],
  async run(cli, _, { newPasswordFile }) {
    const password = await newPassword(cli, newPasswordFile);
    const { destination } = await cli.client();
    const { id } = await destination.key.add({ destination: cli.destination, newPassword: password }, { signal: cli.interrupts.signal });
    if (cli.output.json) cli.output.object({ id });
    else if (!cli.output.quiet) cli.output.line(`Key ${shortId(id)} added: the destination opens with the new password too.`);
    return EXIT.ok;
  },
});

export const keyPasswd = defineCommand<[], NewOptions>({
  description: 'Changes the password: the key in use is replaced by one with the new password. Other keys stay as they are.',
  options: (command) => void command.option('--new-password-file <file>', 'read the new password from a file, in place of asking'),
  examples: [
    ['key passwd', 'asks for the new password'],
    ['key passwd -r nas --new-password-file ~/.new-password', 'without a question'],
  ],
  async run(cli, _, { newPasswordFile }) {
    const password = await newPassword(cli, newPasswordFile);
    const { destination } = await cli.client();
    const { id } = await destination.key.passwd({ destination: cli.destination, newPassword: password }, { signal: cli.interrupts.signal });
    if (cli.output.json) cli.output.object({ id });
    else if (!cli.output.quiet) cli.output.line(`Password changed: key ${shortId(id)} is the one in use now.`);
    return EXIT.ok;
  },
});
