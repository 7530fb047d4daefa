/** Plans, for people. */
import type { PlanStatus, TransferStatus } from '../../../preload/contract/plan.ts';
import type { Plan } from '../../../preload/contract/plan-settings.ts';
import { rulesInWords } from '../../plan/kept-days.ts';
import { counted, list, shown, size, when } from './quantity.ts';
import { table } from './table.ts';

const lastState = ({ running, lastRun }: PlanStatus): string => (running !== null ? 'running' : lastRun?.outcome ?? 'never ran');
const amount = ({ files, bytes }: PlanStatus): string => (files === null || bytes === null ? '' : `${counted(files, 'file')}, ${size(bytes)}`);

export const planTable = (plans: readonly PlanStatus[]): string[] =>
  table(plans, [
    { title: 'Plan', cell: ({ plan }) => plan.id },
    { title: 'Name', cell: ({ plan }) => shown(plan.name) },
    { title: 'Last success', cell: ({ lastSuccessAt }) => (lastSuccessAt === null ? 'never' : when(lastSuccessAt)) },
    { title: 'Last run', cell: lastState },
    { title: 'Holds', cell: amount },
    { title: 'Destinations', cell: ({ plan }) => plan.destinations.map(shown) },
  ]);

export function planLines(status: PlanStatus): string[] {
  const { plan, destinations, missing, lastSuccessAt } = status;
  const rows = [
    ['Plan', plan.id],
    ['Name', shown(plan.name)],
    ...plan.sources.flatMap(({ paths }) => paths).map((path) => ['Protects', `${shown(path)}${missing.includes(path) ? ' (not there now)' : ''}`]),
    ...plan.sources.flatMap(excluded).map((what) => ['Without', shown(what)]),
    ...destinations.map((to) => ['To', `${shown(to.name)}: ${shown(to.address)}, ${to.lastSuccessAt === null ? 'no backup yet' : `last backup ${when(to.lastSuccessAt)}`}${to.available === false ? ' (not there now)' : ''}`]),
    ...status.transfers.map((transfer, place) => ['Then', transferLine(transfer, plan.transfers[place]!)]),
    ['Tags', list(plan.tags.map(shown))],
    ['Keeps', rulesText(plan.retention)],
    ['Overdue', `after ${counted(plan.remindAfterDays, 'day')} without a backup`],
    ['Holds', amount(status)],
    ['Last success', lastSuccessAt === null ? 'never' : when(lastSuccessAt)],
    ['Last run', lastState(status)],
  ];
  return rows.filter(([, value]) => value !== '').map(([name = '', value = '']) => `${name.padEnd(12)}  ${value}`);
}

/** Phase two: where from, how often, how it stands. */
function transferLine({ from, to, address, lastSuccessAt, available, waitingSince, due, overdue }: TransferStatus, { everyDays, retention, verify }: Plan['transfers'][number]): string {
  const waits = waitingSince === null ? '' : `, waits since ${when(waitingSince)}${overdue ? ' (overdue)' : due ? ' (due)' : ''}`;
  const how = [everyDays === null ? 'after every backup' : `every ${counted(everyDays, 'day')}`, verify ? 'read back' : 'not read back', ...(retention === null ? [] : [lower(rulesText(retention).replace(/\.$/, ''))])];
  return `from ${shown(from)} to ${shown(to)}: ${shown(address)}, ${how.join(', ')}; ${lastSuccessAt === null ? 'nothing there yet' : `last ${when(lastSuccessAt)}`}${waits}${available === false ? ' (not there now)' : ''}`;
}

function excluded({ excludes }: Plan['sources'][number]): string[] {
  const { patterns, patternsIgnoreCase, files, caches, ifPresent, oneFileSystem, largerThan } = excludes;
  return [
    ...patterns, ...patternsIgnoreCase.map((pattern) => `${pattern} (in upper and lower case)`), ...files.map((file) => `what ${file} lists`),
    ...(caches ? ['folders marked as caches'] : []), ...ifPresent.map((name) => `folders that hold ${name}`),
    ...(oneFileSystem ? ['other file systems'] : []), ...(largerThan === null ? [] : [`files larger than ${size(largerThan)}`]),
  ];
}

/** In one line. */
export const rulesText = (retention: Plan['retention']): string =>
  retention === null ? 'Every snapshot is kept.' : `Kept: ${rulesInWords(retention).map((rule) => rule.replace(/\.$/, '')).map(lower).join('; ')}.`;

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
