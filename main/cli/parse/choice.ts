/** Small values out of closed sets. */
import { GroupBy } from '../../../preload/contract/forget.ts';
import { Fault } from '../../base/fault.ts';
import { list } from '../show/quantity.ts';

/** The text as one of the choices. @throws Fault `invalid` naming the option and the choices. */
export function parseChoice<T extends string>(text: string, choices: readonly T[], option: string): T {
  const found = choices.find((choice) => choice === text);
  if (found !== undefined) return found;
  throw new Fault('invalid', `${option} cannot be "${text}".`, { advice: `It takes ${list(choices)}.` });
}

/** What snapshots are grouped by: `host,paths,tags`, '' for not at all. */
export function parseGroupBy(text: string): GroupBy[] {
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return names.map((name) => parseChoice(name.replace(/^(path|tag)$/, '$1s'), GroupBy.options, '--group-by'));
}
