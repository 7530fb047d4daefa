/** Options of commands that talk to a board, and the consent to interrupt what runs on it. */
import type { Command } from 'commander';
import { FaultData } from '../../../preload/contract/errors.ts';
import { Fault } from '../../base/fault.ts';
import type { Cli } from '../cli.ts';

export interface ReachOptions {
  interrupt?: boolean;
  restart?: boolean;
  baud?: string;
  wait?: string;
}

/** How a board is reached, as the contract has it. */
export interface Reach {
  device: string;
  interrupt: boolean;
  baud: number | undefined;
  wait: number;
}

export const addReachOptions = (command: Command): Command =>
  command
    .option('--interrupt', 'interrupt the program that runs on the board; it is started again afterwards')
    .option('--baud <rate>', 'of the port; 115200 unless said otherwise')
    .option('--wait <seconds>', 'wait so long for a port that another program holds');

export const addRunOptions = (command: Command): Command => addReachOptions(command).option('--restart', "start the board's program (main.py) afterwards, whether it ran or not");

/** @param port a path as it is, else an id or a name. @throws Fault `invalid`. */
export function reachOf(port: string, { interrupt = false, baud, wait }: ReachOptions, patience = 0): Reach {
  if (port === '') throw new Fault('invalid', 'No port is given.', { advice: 'Name one, or a known board: "holdfast device list" shows them.' });
  return { device: port, interrupt, baud: baud === undefined ? undefined : natural(baud, '--baud'), wait: wait === undefined ? patience : natural(wait, '--wait') };
}

function natural(text: string, option: string): number {
  if (/^\d{1,8}$/.test(text)) return Number(text);
  throw new Fault('invalid', `${option} cannot be "${text}".`, { advice: 'Write a whole number.' });
}

/** Seconds a run waits for a port. */
export const RUN_PATIENCE = 30;

/**
 * Nobody's program is stopped without a yes: while one runs, it is asked for, or refused where nobody can be asked.
 * @throws Fault-like refusal of the client (`busy`) when the answer is no, or nobody is there.
 */
export async function withConsent<T>(cli: Cli, reach: Reach, work: (reach: Reach) => Promise<T>): Promise<T> {
  try {
    return await work(reach);
  } catch (error) {
    if (reach.interrupt || !cli.interactive || !isRunning(error)) throw error;
    cli.output.note(`holdfast: ${(error as Error).message}`);
    if (!(await cli.agrees('Interrupt it? It is started again afterwards.'))) throw error;
    return work({ ...reach, interrupt: true });
  }
}

function isRunning(error: unknown): boolean {
  const data = FaultData.safeParse(error instanceof Error && 'data' in error ? error.data : undefined);
  return data.success && data.data.kind === 'busy' && data.data.context['reason'] === 'running';
}

/** Before a run, which could ask nobody any more: the board is asked who it is. */
export async function agreedReach(cli: Cli, reach: Reach): Promise<Reach> {
  if (reach.interrupt) return reach;
  const { device } = await cli.client();
  return withConsent(cli, reach, async (asked) => {
    await device.info(asked, { signal: cli.interrupts.signal });
    return asked;
  });
}
