/** `holdfast drive watch`: tells when drives come and go, and asks what is to be asked. */
import type { Drive, DriveAnswer, DrivePrompt } from '../../../preload/contract/drive.ts';
import type { Cli } from '../cli.ts';
import type { Client } from '../client.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { failureOf } from '../failure.ts';
import { followRun, tellTroubles } from '../follow-run.ts';
import { promptLine } from '../show/drive-lines.ts';
import { shown } from '../show/quantity.ts';
import { BACKUP_VOICE } from '../show/run-json.ts';

export const driveWatch = defineCommand<[], object>({
  description:
    'Waits for drives. On a terminal it asks whether to back up what is due, and whether to use an empty drive; for a pipe it prints the questions as they come. ' +
    'Drives with the policy "always" are backed up without asking. Ctrl-C ends it.',
  examples: [
    ['drive watch', 'ask me when a drive is plugged in'],
    ['drive watch --json', 'for programs: one line whenever something changes'],
  ],
  async run(cli) {
    const client = await cli.client();
    const news = await client.drive.watch(undefined, { signal: cli.signal });
    if (!cli.output.json) cli.output.note('Waiting for drives. Ctrl-C ends this.');
    const told = new Told();
    const followed = new Set<string>();
    if (!cli.output.json) void tellEnds(cli, client, followed);
    try {
      for await (const { drives, prompts, note } of news) {
        if (cli.output.json) cli.output.object({ message_type: 'drives', drives, prompts, note });
        else {
          cli.output.lines(told.changes(drives));
          for (const prompt of told.unasked(prompts)) await ask(prompt, cli, client, followed);
        }
      }
    } catch (error) {
      if (!cli.signal.aborted) throw error; // Ctrl-C is how this ends
    }
    return EXIT.ok;
  },
});

/** What was said already. */
class Told {
  #here: ReadonlyMap<string, string> | null = null;
  readonly #asked = new Set<string>();

  changes(drives: readonly Drive[]): string[] {
    const now = new Map<string, string>(drives.flatMap(({ device, path, name }) => (path === null ? [] : [[`${device ?? ''} ${path}`, `${shown(name)} at ${shown(path)}`] as const])));
    const before = this.#here ?? new Map<string, string>();
    this.#here = now;
    return [
      ...[...before].filter(([key]) => !now.has(key)).map(([, text]) => `Gone: ${text}`),
      ...[...now].filter(([key]) => !before.has(key)).map(([, text]) => `Here: ${text}`),
    ];
  }

  unasked(prompts: readonly DrivePrompt[]): DrivePrompt[] {
    const fresh = prompts.filter(({ prompt }) => !this.#asked.has(prompt));
    for (const { prompt } of fresh) this.#asked.add(prompt);
    return fresh;
  }
}

const CHOICES = {
  'back-up': '(yes, not now, always for this drive, e: never) [y/N/a/e]',
  use: '(yes, not now, e: never ask for this drive) [y/N/e]',
  safe: '[y/N]',
} as const satisfies Record<DrivePrompt['kind'], string>;

/** How backups ended that began without being asked for. */
async function tellEnds(cli: Cli, client: Client, followed: ReadonlySet<string>): Promise<void> {
  try {
    for await (const { ended } of await client.run.live(undefined, { signal: cli.signal })) {
      for (const { id, subject, outcome, fault } of ended) {
        if (!followed.has(id)) cli.output.line(`Backup of ${shown(subject)}: ${outcome ?? 'ended'}.${fault === null ? '' : ` ${fault.message} ${fault.advice}`}`);
      }
    }
  } catch (error) {
    if (!cli.signal.aborted) cli.output.note(failureOf(error).message);
  }
}

async function ask(prompt: DrivePrompt, cli: Cli, client: Client, followed: Set<string>): Promise<void> {
  const question = promptLine(prompt, cli.host.clock.now());
  if (!cli.interactive) return cli.output.line(question);
  const answer = answerOf(await cli.ask(`${question} ${CHOICES[prompt.kind]}`), prompt.kind);
  try {
    const { runIds } = await client.drive.answer({ prompt: prompt.prompt, answer });
    for (const runId of runIds) followed.add(runId);
    for (const runId of runIds) {
      const run = await followRun(cli, runId, BACKUP_VOICE);
      tellTroubles(cli, run);
      if (run.outcome === 'succeeded' || run.outcome === 'warned') cli.output.line(`Backed up ${prompt.kind === 'back-up' ? prompt.plans.map(({ name }) => shown(name)).join(', ') : ''} to ${shown(prompt.drive.name)}.`);
    }
    if (prompt.kind === 'safe' && answer === 'now') cli.output.line(`"${shown(prompt.drive.name)}" is safe to remove.`);
  } catch (error) {
    cli.signal.throwIfAborted();
    const { message, advice } = failureOf(error);
    cli.output.note(`${message} ${advice}`); // the next drive may fare better
  }
}

/** Anything but a clear answer is "not now". */
export function answerOf(text: string, kind: DrivePrompt['kind']): DriveAnswer {
  const word = text.trim().toLowerCase();
  if (/^y(es)?$/.test(word)) return 'now';
  if (kind === 'back-up' && /^a(lways)?$/.test(word)) return 'always';
  return kind !== 'safe' && /^(?:e|never)$/.test(word) ? 'never' : 'not-now';
}
