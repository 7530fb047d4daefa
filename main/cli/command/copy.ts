/** `holdfast copy`: snapshots to another destination. */
import type { Command } from 'commander';
import { Fault } from '../../base/fault.ts';
import { shortId } from '../../base/ids.ts';
import type { Cli } from '../cli.ts';
import { defineCommand } from '../command.ts';
import { exitOf, followRun, tellTroubles } from '../follow-run.ts';
import { addFilterOptions, filterOf, type FilterOptions } from '../parse/snapshot-filter.ts';
import { counted, shown, size, took } from '../show/quantity.ts';
import { PLAIN_VOICE, summaryLine } from '../show/run-json.ts';

interface Options extends FilterOptions {
  to?: string;
  fromRepo?: string;
  repair?: boolean;
  otherPasswordFile?: string;
  otherPasswordCommand?: string;
}

export const copy = defineCommand<[ids: string[]], Options>({
  description:
    'Copies snapshots, all of them or those named, from one destination (-r) to another (--to), whatever their formats. What is there already is not copied again.',
  arguments: [['[snap...]', 'only these']],
  options(command: Command) {
    addFilterOptions(command)
      .option('--to <dest>', 'the destination to copy to')
      .option('--from-repo <dest>', 'the destination to copy from; -r then names the other one, as in restic')
      .option('--repair', 'also send what snapshots that are there already have lost (between two vaults)')
      .option('--other-password-file <file>', 'file with the password of the second destination, where it has another one')
      .option('--other-password-command <command>', 'program that prints it');
  },
  examples: [
    ['copy --to nas', 'everything of the default vault to the destination "nas"'],
    ['copy latest -r /media/drive/vault --to nas', 'one snapshot'],
    ['copy -r nas --to /media/drive/mirror', 'from a vault into a mirror, where anybody can read them'],
    ['copy --to nas --repair', 'send again what "nas" has lost'],
  ],
  async run(cli, [ids], options) {
    const { from, to } = endsOf(cli, options);
    const { otherPasswordFile, otherPasswordCommand } = options;
    const { snapshot } = await cli.client({ otherPasswordFile, otherPasswordCommand });
    const { runId } = await snapshot.copy({ from, to, filter: filterOf(options, ids), repair: options.repair === true }, { signal: cli.interrupts.signal });
    const run = await followRun(cli, runId, PLAIN_VOICE);
    const result = run.results.find((found) => found.kind === 'copy');
    if (cli.output.json) {
      const { copied = [], skipped = [], blobs = 0, bytes = 0 } = result ?? {};
      cli.output.object(summaryLine(run, { copied, skipped, blobs_copied: blobs, bytes_copied: bytes }));
    } else if (result !== undefined && !cli.output.quiet) {
      cli.output.lines(result.copied.map((pair) => `${shortId(pair.from)}  copied as ${shortId(pair.to)}`));
      const there =
        result.skipped.length === 0
          ? ''
          : ` ${counted(result.skipped.length, 'snapshot')} ${result.skipped.length === 1 ? 'was' : 'were'} there already.`;
      cli.output.line(
        `${counted(result.copied.length, 'snapshot')} copied to ${shown(to)}: ${size(result.bytes)}, took ${took(run.elapsedSeconds)}.${there}`,
      );
    }
    tellTroubles(cli, run);
    return exitOf(run);
  },
});

function endsOf(cli: Cli, { to, fromRepo }: Options): { from: string | undefined; to: string } {
  const target = to ?? (fromRepo === undefined ? undefined : cli.destination);
  if (target === undefined)
    throw new Fault('invalid', 'It is not said where to copy to.', {
      advice: 'Add --to DEST: a name from "holdfast destination list", or an address.',
    });
  return { from: fromRepo ?? (to === undefined ? undefined : cli.destination), to: target };
}
