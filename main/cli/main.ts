/** The command line: from arguments to an exit code. */
import { CommanderError, type Command } from 'commander';
import about from '../../package.json' with { type: 'json' };
import { Cli } from './cli.ts';
import type { AnyCommandModule } from './command.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { failureOf, type Failure } from './failure.ts';
import { readGlobalOptions, type GlobalOptions } from './global-options.ts';
import { processHost, type Host } from './host.ts';
import { buildProgram } from './program.ts';
import { PLAIN_VOICE } from './show/run-json.ts';
import { usageFault } from './usage-fault.ts';

/** Runs one command line, without the program's name. Never rejects: a failure is told, and is the exit code. */
export async function main(argv: readonly string[], host: Host = processHost()): Promise<number> {
  const line = normalised(argv);
  host.stdout.on('error', endQuietly); // help is written before there is an Output
  let called: { module: AnyCommandModule; args: readonly unknown[]; command: Command } | null = null;
  const program = buildProgram(
    async (module, args, command) => {
      called = { module, args, command };
    },
    { version: about.version, write: (text) => host.stdout.write(text), columns: host.stdout.columns },
  );
  try {
    if (line.length === 0) program.outputHelp();
    else await program.parseAsync(line, { from: 'user' });
  } catch (error) {
    return usageFailed(error, program, host, line);
  }
  return called === null ? EXIT.ok : runCommand(called, host);
}

/** Nobody reads any more (`| head`): nothing is wrong. */
function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

/** `help X` as `X --help`, and restic's `--verbose=2` as `-v -v`. What follows `--` is left alone. */
function normalised(argv: readonly string[]): string[] {
  const end = argv.indexOf('--');
  const ours = end < 0 ? argv : argv.slice(0, end);
  const line = ours.flatMap((arg) => {
    const level = /^--verbose=([0-9])$/.exec(arg)?.[1];
    return level === undefined ? [arg] : Array.from({ length: Number(level) }, () => '-v');
  });
  if (line[0] === 'help') line.push(line.shift() === undefined ? '' : '--help');
  return end < 0 ? line : [...line, ...argv.slice(end)];
}

function usageFailed(error: unknown, program: Command, host: Host, line: readonly string[]): ExitCode {
  if (error instanceof CommanderError && error.exitCode === 0) return EXIT.ok; // help or version
  if (error instanceof CommanderError && error.code === 'commander.help') {
    commandOf(program, line).outputHelp(); // a group without a command
    return EXIT.ok;
  }
  const json = line.includes('--json');
  const fault = error instanceof CommanderError ? usageFault(error, commandOf(program, line)) : error;
  return tell(failureOf(fault), host, { json, debug: line.includes('--debug') });
}

/** The command the words of a line lead to, as far as they do. */
function commandOf(program: Command, line: readonly string[]): Command {
  let command = program;
  for (const word of line) command = command.commands.find((child) => child.name() === word) ?? command;
  return command;
}

async function runCommand(
  { module, args, command }: { module: AnyCommandModule; args: readonly unknown[]; command: Command },
  host: Host,
): Promise<ExitCode> {
  const options: GlobalOptions = readGlobalOptions(command);
  const cli = new Cli(host, options);
  let [code, error]: [ExitCode, unknown] = [EXIT.ok, null];
  try {
    code = await module.run(cli, args as never, command.opts() as never);
  } catch (thrown) {
    error = thrown;
  }
  await cli[Symbol.asyncDispose]().catch((thrown: unknown) => (error ??= thrown));
  if (error === null) return withProblems(cli, code);
  const failure = failureOf(error);
  if (cli.output.closed.aborted && failure.kind === 'cancelled') return EXIT.ok; // nobody reads any more: nothing is wrong
  // Whatever work that was told to stop ended with: it was told to.
  return tell(cli.interrupts.signal.aborted ? { ...failureOf(cli.interrupts.signal.reason), stack: failure.stack } : failure, host, options);
}

/** What could not be read is said, and makes no success. Runs say and count their own. */
async function withProblems(cli: Cli, code: ExitCode): Promise<ExitCode> {
  const { problems, output } = cli;
  if (problems.length === 0 || output.closed.aborted) return code;
  if (output.json) for (const problem of problems) output.noteObject(PLAIN_VOICE.problem(problem));
  else (await import('./follow-run.ts')).tellProblems(cli, problems);
  return code === EXIT.ok && problems.some(({ severity }) => severity === 'warning') ? EXIT.warned : code;
}

/** One sentence and the next step, on stderr. */
function tell(
  { code, kind, message, advice, stack }: Failure,
  host: Host,
  { json = false, debug = false }: { json?: boolean; debug?: boolean },
): ExitCode {
  const text = json
    ? JSON.stringify({ message_type: 'exit_error', code, message, kind, advice })
    : [`holdfast: ${message}`, advice].filter((part) => part !== '').join('\n');
  host.stderr.write(`${text}\n`);
  if (debug && stack !== null) host.stderr.write(`${stack}\n`);
  return code;
}
