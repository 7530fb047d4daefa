/** Options for how much of the machine is taken. */
import { Option } from 'commander';
import { Speed } from '../../../preload/contract/speed.ts';
import { Fault } from '../../base/fault.ts';

export const speedOption = (): Option =>
  new Option('--speed <speed>', 'gentle: behind everything else, a tenth of a core; fast: all there is (default: from the settings)').choices(Speed.options);

/** Files read at once. @throws Fault `invalid` naming the option. */
export function parseReadConcurrency(text: string): number {
  if (/^[1-9]\d?$/.test(text) && Number(text) <= MOST) return Number(text);
  throw new Fault('invalid', `--read-concurrency cannot be "${text}".`, { advice: `Write a whole number from 1 to ${MOST}.` });
}

/** As the contract has it. */
const MOST = 32;
