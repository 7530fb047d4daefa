/** `holdfast device protect`: how a board is backed up whenever nothing else is said. */
import type { Device } from '../../../preload/contract/device.ts';
import type { DeviceCare } from '../../../preload/contract/device-care.ts';
import { Fault } from '../../base/fault.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { collect } from '../parse/lists.ts';
import { addRetentionOptions, policyOf, type RetentionOptions } from '../parse/retention.ts';
import { rulesText } from '../show/plan-lines.ts';
import { counted, list, shown } from '../show/quantity.ts';

type Options = RetentionOptions & { to?: string; path?: string[]; include?: string[]; exclude?: string[]; remindAfter?: string; off?: boolean };

export const deviceProtect = defineCommand<[board: string], Options>({
  description:
    'Says how a board is backed up from now on: what of it, where to, after how many days it is asked for, and which of its snapshots are kept. ' +
    '"holdfast device backup" and the window do so wherever nothing else is said. What was said before is replaced as a whole; nothing is backed up by this.',
  arguments: [['<board>', 'its id, name, or the port it was on last']],
  options: (command) => void addRetentionOptions(command
    .option('--to <dest>', 'where to; unless said otherwise, the destination for boards in the state folder')
    .option('--path <path>', 'only this path on the board, a mount for example; may be given several times', collect)
    .option('-i, --include <glob>', 'only what matches; may be given several times', collect)
    .option('-e, --exclude <glob>', 'leave out what matches; may be given several times', collect)
    .option('--remind-after <days>', 'days without a backup after which one is asked for when it is plugged in (default: 1)')
    .option('--off', 'as if nothing had been said')),
  examples: [
    ['device protect greenhouse --exclude "*.log" --keep-last 20', 'all but logs, into the destination for boards, the newest twenty kept'],
    ['device protect greenhouse --to nas --path / --path /sd --remind-after 7', 'two mounts, elsewhere, once a week'],
  ],
  async run(cli, [board], { off = false, ...options }) {
    const { device } = await cli.client();
    const saved = await device.protect({ device: board, care: off ? null : careOf(options) }, { signal: cli.signal });
    if (cli.output.json) cli.output.object(saved);
    else if (!cli.output.quiet) cli.output.line(sentenceOf(saved));
    return EXIT.ok;
  },
});

function careOf(options: Options): DeviceCare {
  const days = Number(options.remindAfter ?? '1');
  if (!Number.isInteger(days) || days < 1 || days > 365) throw new Fault('invalid', `--remind-after cannot be "${options.remindAfter}".`, { advice: 'Write a number of days from 1 to 365.' });
  const relative = options.path?.find((path) => !path.startsWith('/'));
  if (relative !== undefined) throw new Fault('invalid', `"${relative}" is not a path on a board.`, { advice: 'Begin it with a slash.' });
  return { destination: options.to ?? null, paths: options.path ?? [], includes: options.include ?? [], excludes: options.exclude ?? [], remindAfterDays: days, retention: policyOf(options) };
}

function sentenceOf({ name, id, care }: Device): string {
  const called = shown(name ?? id ?? '');
  if (care === null) return `The board "${called}" is backed up as if nothing had been said.`;
  const what = care.paths.length === 0 ? 'all of it' : list(care.paths.map((path) => shown(path)));
  const without = care.excludes.length === 0 ? '' : `, without ${list(care.excludes.map((glob) => shown(glob)))}`;
  const only = care.includes.length === 0 ? '' : `, only ${list(care.includes.map((glob) => shown(glob)))}`;
  const where = care.destination === null ? 'the destination for boards' : shown(care.destination);
  return `The board "${called}" is protected: ${what}${only}${without}, to ${where}, asked for after ${counted(care.remindAfterDays, 'day')}. ${rulesText(care.retention)} "holdfast device backup" backs it up so.`;
}
