/** Following a run to its end: progress, problems, and Ctrl-C, which asks the run to stop and then waits for it. */
import type { RunEvent, RunProblem, RunProgress } from '../../preload/contract/run.ts';
import type { Cli } from './cli.ts';
import { EXIT, EXIT_OF_FAULT, EXIT_OF_OUTCOME, type ExitCode } from './exit-code.ts';
import { progressLine, SmoothEta } from './show/progress-line.ts';
import { counted } from './show/quantity.ts';
import { groupProblems, groupTitle } from './show/problems.ts';

type Ended = Extract<RunEvent, { type: 'ended' }>;
type Item = Extract<RunEvent, { type: 'item' }>;

export interface FinishedRun extends Ended {
  problems: readonly RunProblem[];
  /** The last one heard of. */
  progress: RunProgress | null;
}

/** How a kind of run speaks JSON. */
export interface RunVoice {
  status(progress: RunProgress): object;
  problem(problem: RunProblem): object;
  item(item: Item): object;
}

/** @param onItem hears of every item, in place of whoever reads the output. */
export async function followRun(cli: Cli, runId: string, voice: RunVoice, onItem?: (item: Item) => void): Promise<FinishedRun> {
  const { run } = await cli.client();
  const stop = (): void => {
    if (!cli.output.json) cli.output.note('Stopping: what is stored already is kept. Once more to leave at once.');
    run.cancel({ runId }).catch((error: unknown) => cli.output.note(`holdfast: it cannot be asked to stop: ${String(error)}`));
  };
  const { signal } = cli.interrupts;
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
  try {
    return await watch(cli, await run.watch({ runId }), voice, onItem ?? itemTeller(cli, voice));
  } finally {
    signal.removeEventListener('abort', stop);
    cli.output.clearStatus();
  }
}

async function watch(cli: Cli, events: AsyncIterable<RunEvent>, voice: RunVoice, onItem: (item: Item) => void): Promise<FinishedRun> {
  const { output } = cli;
  const problems: RunProblem[] = [];
  const eta = new SmoothEta();
  let progress: RunProgress | null = null;
  for await (const event of events) {
    if (event.type === 'ended') return { ...event, problems, progress };
    if (event.type === 'progress') {
      const news = (progress = event.progress);
      const seconds = eta.next(news.etaSeconds, news.elapsedSeconds);
      if (!output.json) output.status((columns) => progressLine(news, seconds, columns));
      else if (!output.quiet) output.object(voice.status(news));
    } else if (event.type === 'problem') {
      problems.push(event.problem);
      if (output.json) output.noteObject(voice.problem(event.problem));
    } else onItem(event);
  }
  throw new Error('The run went on without saying how it ended.');
}

const itemTeller =
  ({ output }: Cli, voice: RunVoice) =>
  (item: Item): void => {
    if (output.json) output.object(voice.item(item));
    else output.line(`${item.action.padEnd(9)} ${item.path}`);
  };

/** The exit code of a run; what it failed with says more than that it did. */
export const exitOf = ({ outcome, fault }: Pick<Ended, 'outcome' | 'fault'>): ExitCode =>
  fault !== null && outcome === 'failed' ? EXIT_OF_FAULT[fault.kind] : EXIT_OF_OUTCOME[outcome];

/** Says what went wrong, for people: problems by reason, then what ended it. In JSON both have been said, but for the end. */
export function tellTroubles(cli: Cli, run: FinishedRun, code: ExitCode = exitOf(run)): void {
  const { output } = cli;
  if (output.json) {
    if (code !== EXIT.ok) output.noteObject(exitError(run, code));
    return;
  }
  tellProblems(cli, run.problems);
  if (run.fault !== null) {
    output.note(`holdfast: ${run.fault.message}`);
    if (run.fault.advice !== '') output.note(run.fault.advice);
  }
}

/** restic's last word, where the exit code is not 0. */
function exitError({ fault, problems }: FinishedRun, code: ExitCode): object {
  if (fault !== null) return { message_type: 'exit_error', code, message: fault.message, kind: fault.kind, advice: fault.advice };
  const warnings = problems.filter(({ severity }) => severity === 'warning').length;
  const warned = `Done, but ${counted(warnings, 'entry', 'entries')} could not be handled.`;
  const message = code === EXIT.warned ? warned : code === EXIT.cancelled ? 'Cancelled.' : 'It failed.';
  return { message_type: 'exit_error', code, message };
}

/** For people, by reason. */
export function tellProblems({ output, verbosity }: Cli, problems: readonly RunProblem[]): void {
  for (const group of groupProblems(problems)) {
    if (group.severity === 'note' && output.quiet) continue;
    output.note(
      output.paint(group.severity === 'note' ? 'faint' : 'attention', `${group.severity === 'note' ? 'Note:' : '▲'} ${groupTitle(group)}.`),
    );
    if (group.severity === 'warning' && group.advice !== '') output.note(`  ${group.advice}`);
    if (verbosity > 0) for (const item of group.items) output.note(`    ${item}`);
    else if (group.items.length > 1 && group.severity === 'warning') output.note('  All of them: add -v.');
  }
}
