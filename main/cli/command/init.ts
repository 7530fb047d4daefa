/** `holdfast init`: a new destination. */
import { Option, type Command } from 'commander';
import type { Format } from '../../../preload/contract/format.ts';
import { Fault } from '../../base/fault.ts';
import { shortId } from '../../base/ids.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { shown } from '../show/quantity.ts';

interface Options {
  format: Format;
  chunkerFrom?: string;
  fromRepo?: string;
  copyChunkerParams?: boolean;
}

export const init = defineCommand<[dest: string | undefined], Options>({
  description:
    'Creates an empty destination: an encrypted vault under a password of your choice. The password comes from --password-file, --password-command, ' +
    'the environment, or a question; answered with nothing, one is made and kept, and "holdfast key show" shows it. Nobody can read the vault without it. ' +
    'With --format mirror: plain folders, one a snapshot, unchanged files shared by hard links; on a drive of this machine, without a password.',
  arguments: [['[dest]', 'its address, or -r DEST, or RESTIC_REPOSITORY']],
  options(command: Command) {
    command
      .addOption(new Option('--format <format>', 'how it stores').choices(['vault', 'mirror'] satisfies Format[]).default('vault'))
      .option('--chunker-from <dest>', 'cut files as this destination does, so that copies between the two take no space twice')
      .option('--from-repo <dest>', "the same, with --copy-chunker-params, in restic's words")
      .option('--copy-chunker-params', 'see --from-repo');
  },
  examples: [
    ['init /media/drive/vault', 'on a drive'],
    ['init sftp://anna@nas/backup --password-file ~/.vault-password', 'on a server'],
    ['init /media/drive/mirror --format mirror', 'plain folders anybody can read, not encrypted'],
    ['init /media/second/vault --chunker-from nas', 'a place to copy snapshots of "nas" to'],
  ],
  async run(cli, [dest], { format, chunkerFrom, fromRepo }) {
    const address = dest ?? cli.destination ?? cli.host.env.restic.repository;
    if (address === null)
      throw new Fault('invalid', 'It is not said where to create a destination.', {
        advice: 'Name the place, as in "holdfast init /media/drive/vault".',
      });
    const { destination } = await cli.client();
    const made = await destination.init(
      { destination: address, format: format, chunkerFrom: chunkerFrom ?? fromRepo },
      { signal: cli.interrupts.signal },
    );
    if (cli.output.json) cli.output.object({ message_type: 'initialized', id: made.id, repository: made.address });
    else if (!cli.output.quiet) {
      cli.output.line(`${format === 'mirror' ? 'Mirror' : 'Vault'} ${shortId(made.id)} created: ${shown(made.address)}`);
      if (format === 'mirror') cli.output.line('Its snapshots are plain folders, not encrypted: whoever can read the drive can read them.');
      else cli.output.line(
        `Nobody can read it without its password: keep that where it is not lost together with this machine (holdfast key show -r ${shown(address)}).`,
      );
    }
    return EXIT.ok;
  },
});
