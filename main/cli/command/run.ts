/** `holdfast run list` and `show`: what ran, and how it ended. */
import type { Run, RunOutcome } from '../../../preload/contract/run.ts';
import { Fault } from '../../base/fault.ts';
import { shortId } from '../../base/ids.ts';
import type { Cli } from '../cli.ts';
import type { Client } from '../client.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import type { State } from '../output.ts';
import { runLines } from '../show/run-lines.ts';
import { shown, took, when } from '../show/quantity.ts';
import { findPlan } from './plan.ts';
import { table } from '../show/table.ts';

interface ListOptions {
  limit?: string;
  plan?: string;
}

const STATE = {
  succeeded: 'safe',
  warned: 'attention',
  failed: 'failed',
  cancelled: 'faint',
  interrupted: 'failed',
  skipped: 'faint',
  missed: 'attention',
} as const satisfies Record<RunOutcome, State>;

export const runList = defineCommand<[], ListOptions>({
  description: 'Lists the latest runs of this user on this machine, newest first.',
  options: (command) => void command.option('-n, --limit <n>', 'how many (default: 20)').option('--plan <name>', 'only those of a plan'),
  examples: [
    ['run list', 'the latest twenty'],
    ['run list --limit 1 --json', 'the last one, for scripts'],
  ],
  async run(cli, _, { limit = '20', plan: of }) {
    if (!/^[1-9]\d{0,2}$/.test(limit) || Number(limit) > 500)
      throw new Fault('invalid', `--limit cannot be "${limit}": it takes how many, from 1 to 500.`);
    const { run } = await cli.client();
    const filter = of === undefined ? {} : { plan: (await findPlan(cli, of)).plan.id };
    const { runs } = await run.list({ limit: Number(limit), filter }, { signal: cli.signal });
    if (cli.output.json) cli.output.object(runs);
    else if (runs.length === 0) cli.output.note('Nothing ran yet. "holdfast backup PATH" is a good first run.');
    else cli.output.lines(tableOf(cli, runs));
    return EXIT.ok;
  },
});

const tableOf = ({ output }: Cli, runs: readonly Run[]): string[] => {
  const lines = table(runs, [
    { title: 'Run', cell: ({ id }) => shortId(id) },
    { title: 'Started', cell: ({ startedAt }) => when(startedAt) },
    {
      title: 'Took',
      align: 'right',
      cell: ({ startedAt, endedAt }) => (endedAt === null ? '' : took(Math.max(0, Date.parse(endedAt) - Date.parse(startedAt)) / 1000)),
    },
    { title: 'What', cell: ({ kind }) => kind },
    { title: 'Outcome', cell: ({ outcome, state }) => outcome ?? state },
    { title: 'Plan', cell: ({ plan }) => plan ?? '' },
    { title: 'Of', cell: ({ subject }) => shown(subject) },
    { title: 'Destination', cell: ({ destination }) => shown(destination) },
  ]);
  return lines.map((line, at) => {
    const outcome = runs[at - 1]?.outcome ?? null;
    return outcome === null ? line : line.replace(`  ${outcome}`, () => `  ${output.paint(STATE[outcome], outcome, 'answer')}`);
  });
};

export const runShow = defineCommand<[id: string], object>({
  description: 'Shows one run: what it did, how it ended, and why.',
  arguments: [['<id>', 'from "holdfast run list", or its beginning']],
  examples: [
    ['run show 3f2a91c4', 'by the beginning of its id'],
    ['run show 3f2a91c4 --json', 'for scripts'],
  ],
  async run(cli, [id]) {
    const found = await findRun(cli, await cli.client(), id);
    if (cli.output.json) cli.output.object(found);
    else cli.output.lines(runLines(found));
    return EXIT.ok;
  },
});

/** Runs looked at for the beginning of an id. */
const PAGE = 500;

async function findRun({ signal }: Cli, { run }: Client, id: string): Promise<Run> {
  if (id.length >= 36) return run.get({ runId: id }, { signal });
  const { runs } = await run.list({ limit: PAGE }, { signal });
  const fitting = runs.filter((candidate) => candidate.id.startsWith(id));
  if (fitting.length === 1 && fitting[0] !== undefined) return fitting[0];
  if (fitting.length === 0)
    throw new Fault('missing', `There is no run ${id}${runs.length === PAGE ? ` among the latest ${PAGE}` : ''}.`, {
      advice: 'See "holdfast run list" for what there is.',
    });
  throw new Fault('invalid', `${fitting.length} runs begin with ${id}.`, { advice: 'Give more characters of the id.' });
}
