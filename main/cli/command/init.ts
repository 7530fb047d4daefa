/** `holdfast init`: a new destination. */
import { Option, type Command } from 'commander';
import type { z } from 'zod';
import type { ArchiveCompression, Container, NewArchives } from '../../../preload/contract/archive.ts';
import type { Format } from '../../../preload/contract/format.ts';
import { Fault } from '../../base/fault.ts';
import { shortId } from '../../base/ids.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { collect } from '../parse/lists.ts';
import { parseSize } from '../parse/size.ts';
import { shown } from '../show/quantity.ts';

interface Options {
  format: Format;
  chunkerFrom?: string;
  fromRepo?: string;
  copyChunkerParams?: boolean;
  container?: Container;
  compression?: ArchiveCompression;
  encrypt?: boolean;
  recipient?: string[];
  volumeSize?: string;
  maxLinks?: string;
}

export const init = defineCommand<[dest: string | undefined], Options>({
  description:
    'Creates an empty destination: an encrypted vault under a password of your choice. The password comes from --password-file, --password-command, ' +
    'the environment, or a question; answered with nothing, one is made and kept, and "holdfast key show" shows it. Nobody can read the vault without it. ' +
    'With --format mirror: plain folders, one a snapshot, unchanged files shared by hard links; on a drive of this machine, without a password. ' +
    'With --format archive: one file a snapshot (tar, zip or blb), in chains of a full one and what changed since; encrypted only with --encrypt or --recipient.',
  arguments: [['[dest]', 'its address, or -r DEST, or RESTIC_REPOSITORY']],
  options(command: Command) {
    command
      .addOption(new Option('--format <format>', 'how it stores').choices(['vault', 'mirror', 'archive'] satisfies Format[]).default('vault'))
      .option('--chunker-from <dest>', 'cut files as this destination does, so that copies between the two take no space twice')
      .option('--from-repo <dest>', "the same, with --copy-chunker-params, in restic's words")
      .option('--copy-chunker-params', 'see --from-repo')
      .addOption(new Option('--container <kind>', 'of archives: what the files are (default: tar)').choices(['tar', 'zip', 'blb'] satisfies Container[]))
      .addOption(new Option('--compression <kind>', 'of archives: zstd (default), gzip or none for a tar; a zip and a blb have their own').choices(['none', 'gzip', 'zstd'] satisfies ArchiveCompression[]))
      .option('--encrypt', 'archives under a passphrase, which "age -d" takes too')
      .option('--recipient <key>', 'archives only the owner of this public key (age1…) can read; may be given several times', collect)
      .option('--volume-size <size>', 'split archives into files of this size, as in 700M; on FAT they are split below 4 GiB by themselves')
      .option('--max-links <n>', 'archives after a full one, before there is a new full one (default: 14)');
  },
  examples: [
    ['init /media/drive/vault', 'on a drive'],
    ['init sftp://anna@nas/backup --password-file ~/.vault-password', 'on a server'],
    ['init /media/drive/mirror --format mirror', 'plain folders anybody can read, not encrypted'],
    ['init /media/stick/archives --format archive --encrypt', 'one encrypted file a snapshot, on any file system'],
    ['init /media/second/vault --chunker-from nas', 'a place to copy snapshots of "nas" to'],
  ],
  async run(cli, [dest], options) {
    const { format, chunkerFrom, fromRepo } = options;
    const address = dest ?? cli.destination ?? cli.host.env.restic.repository;
    if (address === null)
      throw new Fault('invalid', 'It is not said where to create a destination.', {
        advice: 'Name the place, as in "holdfast init /media/drive/vault".',
      });
    refuseForeign(options);
    const { destination } = await cli.client();
    const made = await destination.init(
      { destination: address, format: format, chunkerFrom: chunkerFrom ?? fromRepo, ...(format === 'archive' ? { archive: archiveOf(options) } : {}) },
      { signal: cli.interrupts.signal },
    );
    if (cli.output.json) cli.output.object({ message_type: 'initialized', id: made.id, repository: made.address });
    else if (!cli.output.quiet) {
      cli.output.line(`${CALLED[format]} ${shortId(made.id)} created: ${shown(made.address)}`);
      cli.output.line(whoCanRead(options, shown(address)));
    }
    return EXIT.ok;
  },
});

const CALLED = { vault: 'Vault', mirror: 'Mirror', archive: 'Store of archives' } as const satisfies Record<Format, string>;

function whoCanRead({ format, encrypt, recipient = [] }: Options, address: string): string {
  if (format === 'mirror') return 'Its snapshots are plain folders, not encrypted: whoever can read the drive can read them.';
  if (format === 'vault') return `Nobody can read it without its password: keep that where it is not lost together with this machine (holdfast key show -r ${address}).`;
  if (recipient.length > 0) return 'Only the owners of the keys can read the archives: "age -d -i KEYFILE" opens them, and Holdfast with the secret key as the password.';
  if (encrypt === true) return 'Nobody can read the archives without the passphrase: keep it where it is not lost together with this machine.';
  return 'The archives are not encrypted: whoever can read the drive can read them.';
}

const FOR_ARCHIVES = { container: '--container', compression: '--compression', encrypt: '--encrypt', recipient: '--recipient', volumeSize: '--volume-size', maxLinks: '--max-links' } as const satisfies Partial<Record<keyof Options, string>>;
const FOR_VAULTS = { chunkerFrom: '--chunker-from', fromRepo: '--from-repo', copyChunkerParams: '--copy-chunker-params' } as const satisfies Partial<Record<keyof Options, string>>;

/** What means nothing for the format is not passed over: somebody meant something by it. @throws Fault `invalid` naming the first. */
function refuseForeign(options: Options): void {
  const { format } = options;
  const refuse = (flags: Partial<Record<keyof Options, string>>, right: Format): void => {
    const [, flag] = Object.entries(flags).find(([name]) => options[name as keyof Options] !== undefined) ?? [];
    if (flag === undefined) return;
    const why = flag === '--encrypt' && format === 'vault' ? 'a vault always is' : flag === '--encrypt' ? 'a mirror is plain folders' : `it is for --format ${right}`;
    throw new Fault('invalid', `${flag} means nothing with --format ${format}: ${why}.`, { advice: `Leave it out, or use --format ${right}.` });
  };
  if (format !== 'archive') refuse(FOR_ARCHIVES, 'archive');
  if (format !== 'vault') refuse(FOR_VAULTS, 'vault');
}

/** @throws Fault `invalid`. */
function archiveOf({ container, compression, encrypt, recipient, volumeSize, maxLinks }: Options): z.input<typeof NewArchives> {
  if (maxLinks !== undefined && !/^\d{1,4}$/.test(maxLinks)) throw new Fault('invalid', `--max-links cannot be "${maxLinks}": it takes how many, from 0 on.`);
  return {
    container, compression, encrypt, recipients: recipient,
    ...(maxLinks === undefined ? {} : { maxLinks: Number(maxLinks) }), ...(volumeSize === undefined ? {} : { volumeSize: parseSize(volumeSize, '--volume-size') }),
  };
}
