/** `holdfast destination list`, `add` and `remove`: names for addresses. */
import { Option, type Command } from 'commander';
import type { Format } from '../../../preload/contract/format.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { shown, when } from '../show/quantity.ts';
import { table } from '../show/table.ts';

interface AddOptions {
  format: Format;
  default?: boolean;
}

export const destinationList = defineCommand<[], object>({
  description: 'Lists the destinations that have a name.',
  examples: [
    ['destination list', 'names, addresses and which is the default'],
    ['destination list --json', 'for scripts'],
  ],
  async run(cli) {
    const { destination, app } = await cli.client();
    const all = await destination.list(undefined, { signal: cli.signal });
    if (cli.output.json) cli.output.object(all);
    else if (all.length === 0)
      cli.output.note(
        `No destination has a name yet: backups go to the default vault, ${shown((await app.info()).defaultVault)}. "holdfast destination add NAME ADDRESS" names one.`,
      );
    else {
      cli.output.lines(
        table(all, [
          { title: 'Name', cell: ({ name }) => shown(name) },
          { title: 'Format', cell: ({ format }) => format },
          { title: 'Address', cell: ({ address }) => cli.output.spoken(shown(address)) },
          { title: 'Since', cell: ({ addedAt }) => when(addedAt) },
          { title: '', cell: ({ isDefault }) => (isDefault ? 'default' : '') },
        ]),
      );
    }
    return EXIT.ok;
  },
});

export const destinationAdd = defineCommand<[name: string, address: string], AddOptions>({
  description: 'Gives an address a name, to be used wherever a destination is asked for. Nothing is created there: "holdfast init" does that.',
  arguments: [
    ['<name>', 'letters, digits, ".", "_", "-" and spaces'],
    ['<address>', 'a path, sftp://…, s3://…, webdavs://…, rest:… or rclone:…; without a password in it'],
  ],
  options: (command: Command) =>
    void command
      .option('--default', 'use it where no destination is named')
      .addOption(new Option('--format <format>', 'how it stores').choices(['vault', 'mirror', 'archive'] satisfies Format[]).default('vault')),
  examples: [
    ['destination add drive /media/anna/drive/vault --default', 'from now on, back up to the drive'],
    ['destination add nas sftp://anna@nas/backup', 'a server'],
  ],
  async run(cli, [name, address], { default: makeDefault = false, format }) {
    const { destination } = await cli.client();
    const saved = await destination.save({ name, address, format: format, makeDefault }, { signal: cli.signal });
    if (cli.output.json) cli.output.object(saved);
    else if (!cli.output.quiet)
      cli.output.line(
        `"${shown(saved.name)}" now stands for ${shown(saved.address)}${saved.isDefault ? ', the default' : ''}. "holdfast destination test ${shown(saved.name)}" tells whether it can be used.`,
      );
    return EXIT.ok;
  },
});

export const destinationRemove = defineCommand<[name: string], object>({
  description: 'Removes a name from the settings. What is stored there stays, and can be used by its address.',
  arguments: [['<name>', 'the name']],
  examples: [
    ['destination remove drive', 'no longer call it "drive"'],
    ['destination remove "old nas" --quiet', 'a name with a space'],
  ],
  async run(cli, [name]) {
    const { destination } = await cli.client();
    const result = await destination.remove({ name }, { signal: cli.signal });
    if (cli.output.json) cli.output.object(result);
    else if (!cli.output.quiet) cli.output.line(`"${shown(result.removed)}" is no name any more. What is stored there was not touched.`);
    return EXIT.ok;
  },
});
