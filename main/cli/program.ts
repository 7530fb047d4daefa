/** The command line as commander sees it: every command by name, each filled in only when it is the one that was called. */
import { Command } from 'commander';
import type { AnyCommandModule, CommandEntry } from './command.ts';
import { COMMAND_GROUPS } from './command-table.ts';
import { EXIT_MEANING } from './exit-code.ts';
import { addGlobalOptions } from './global-options.ts';

/** What is done when a command is called. */
export type Called = (module: AnyCommandModule, args: readonly unknown[], command: Command) => Promise<void>;

export interface ProgramOutput {
  version: string;
  write(text: string): void;
  /** Columns to wrap help at. */
  columns: number | undefined;
}

const ABOUT =
  'Backs up folders into an encrypted, deduplicated vault that restic can read too, and brings them back.\n\n' +
  'DEST is a name from the settings or an address: a path, sftp://user@host/path, s3://bucket/prefix, webdavs://…, rest:https://…, ' +
  'rclone:remote:path. Without one, the default vault is meant. ' +
  'SNAP is the id of a snapshot, the beginning of one, or "latest"; with :/sub/path only that folder in it.';

const EXAMPLES = [
  ['backup ~/Documents', 'save a folder; the first time, this makes the default vault'],
  ['restore latest --into ~/back', 'bring the newest snapshot back, beside what is there'],
  ['snapshots', 'see what there is'],
] as const;

export function buildProgram(called: Called, { version, write, columns }: ProgramOutput): Command {
  const program = new Command('holdfast');
  program
    .usage('[options] <command>')
    .description(ABOUT)
    .version(`holdfast ${version}`, '--version', 'show the version')
    .helpCommand(false)
    .enablePositionalOptions()
    .exitOverride()
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .configureOutput({ writeOut: write, writeErr: () => undefined, outputError: () => undefined, getOutHelpWidth: () => columns ?? 100 })
    .addHelpText('after', `${examplesText(EXAMPLES)}\n${exitText()}\n\n${tellMore()}`);
  addGlobalOptions(program);
  for (const { title, commands } of COMMAND_GROUPS) {
    for (const entry of commands) addEntry(program, entry, called).helpGroup(title);
  }
  return loadCalled(
    program,
    COMMAND_GROUPS.flatMap(({ commands }) => commands),
    called,
  );
}

function addEntry(parent: Command, entry: CommandEntry, called: Called): Command {
  const command = parent.command(entry.name).summary(entry.summary).helpCommand(false);
  if (entry.children === undefined) return command;
  addGlobalOptions(command);
  command
    .description(`${capital(entry.summary)}.`)
    .usage('<command>')
    .enablePositionalOptions()
    .addHelpText('after', `\n${tellMore(entry.name)}`);
  for (const child of entry.children) addEntry(command, child, called).helpGroup('Commands:');
  return loadCalled(command, entry.children, called);
}

/** Loading is put off until commander has found out which command is meant. */
function loadCalled(parent: Command, entries: readonly CommandEntry[], called: Called): Command {
  return parent.hook('preSubcommand', async (_, command) => {
    const module = await entries.find(({ name }) => name === command.name())?.load?.();
    if (module === undefined) return;
    defineOn(command, module);
    command.action((...given: unknown[]) => called(module, given.slice(0, -2), command));
  });
}

/** With every command loaded: for what has to know them all. */
export async function buildWholeProgram(): Promise<Command> {
  const program = buildProgram(async () => undefined, { version: '', write: () => undefined, columns: undefined });
  await defineAll(
    program,
    COMMAND_GROUPS.flatMap(({ commands }) => commands),
  );
  return program;
}

async function defineAll(parent: Command, entries: readonly CommandEntry[]): Promise<void> {
  for (const { name, load, children = [] } of entries) {
    const command = parent.commands.find((child) => child.name() === name);
    if (command === undefined) continue;
    if (load !== undefined) defineOn(command, await load());
    await defineAll(command, children);
  }
}

/** Arguments, options and help of a command's file. */
function defineOn(command: Command, module: AnyCommandModule): void {
  command.description(module.description);
  for (const [syntax, description] of module.arguments ?? []) command.argument(syntax, description);
  module.options?.(command);
  addGlobalOptions(command);
  command.addHelpText('after', `${examplesText(module.examples)}\n${exitText()}`);
}

function examplesText(examples: readonly (readonly [line: string, does: string])[]): string {
  const longest = Math.max(...examples.map(([line]) => line.length));
  const lines = examples.map(([line, does]) => (longest > 56 ? `  holdfast ${line}\n      ${does}` : `  holdfast ${line.padEnd(longest)}  ${does}`));
  return `\nExamples:\n${lines.join('\n')}\n`;
}

const tellMore = (group = ''): string => `"holdfast ${group === '' ? '' : `${group} `}<command> --help" tells all about a command.`;

const exitText = (): string =>
  `Exit codes:\n${Object.entries(EXIT_MEANING)
    .map(([code, meaning]) => `  ${code.padStart(3)}  ${meaning}`)
    .join('\n')}`;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
