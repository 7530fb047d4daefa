/** `--transfer…` options as phase two of a plan. */
import type { Command } from 'commander';
import type { TransferInput } from '../../../preload/contract/plan-settings.ts';
import { Fault } from '../../base/fault.ts';
import { collect } from './lists.ts';
import { policyOf } from './retention.ts';

const RULES = ['last', 'hourly', 'daily', 'weekly', 'monthly', 'yearly'] as const;
type Rule = (typeof RULES)[number];

export type TransferOptions = { transfer?: string[]; transferEvery?: string; transferRemindAfter?: string; transferVerify?: boolean } & {
  [R in Rule as `transferKeep${Capitalize<R>}`]?: string;
};

export function addTransferOptions(command: Command): Command {
  command
    .option('--transfer <from=to>', 'after the backup, carry what one destination holds on to another; may be given several times', collect)
    .option('--transfer-every <days>', 'days between two transfers (default: after every backup)')
    .option('--transfer-remind-after <days>', 'days something may wait for a place that is away, before it is said (default: 14)')
    .option('--no-transfer-verify', 'do not read back what was transferred');
  for (const rule of RULES) command.option(`--transfer-keep-${rule} <n>`, rule === 'last' ? 'keep the newest n snapshots where it is transferred to' : `keep the newest of each of the last n there: ${rule}`);
  return command;
}

/** The transfers given, which all go by the same rules; undefined when none is. @throws Fault `invalid` naming the option. */
export function transfersOf(options: TransferOptions): TransferInput[] | undefined {
  const { transfer, transferEvery, transferRemindAfter, transferVerify = true } = options;
  if (transfer === undefined) return refuseRulesAlone(options);
  const everyDays = days(transferEvery, '--transfer-every');
  const remindAfterDays = days(transferRemindAfter, '--transfer-remind-after');
  const retention = policyOf(Object.fromEntries(RULES.map((rule) => [`keep${capital(rule)}`, options[`transferKeep${capital(rule)}`]])));
  return transfer.map((pair) => ({ ...ends(pair), everyDays, retention, verify: transferVerify, ...(remindAfterDays === null ? {} : { remindAfterDays }) }));
}

function refuseRulesAlone(options: TransferOptions): undefined {
  const given = Object.entries(options).find(([name, value]) => name.startsWith('transfer') && value !== undefined && value !== true);
  if (given !== undefined) throw new Fault('invalid', 'It is said how to transfer, and not what.', { advice: 'Add --transfer FROM=TO, with the names of two destinations.' });
}

function ends(pair: string): { from: string; to: string } {
  const [from = '', to = '', ...more] = pair.split('=');
  if (from !== '' && to !== '' && more.length === 0) return { from, to };
  throw new Fault('invalid', `--transfer cannot be "${pair}": it takes two names of destinations.`, { advice: 'Write it as --transfer local=drive.' });
}

function days(text: string | undefined, option: string): number | null {
  if (text === undefined) return null;
  if (/^[1-9]\d{0,2}$/.test(text) && Number(text) <= 365) return Number(text);
  throw new Fault('invalid', `${option} cannot be "${text}": it takes days, from 1 to 365.`);
}

const capital = <T extends string>(word: T): Capitalize<T> => (word.charAt(0).toUpperCase() + word.slice(1)) as Capitalize<T>;
