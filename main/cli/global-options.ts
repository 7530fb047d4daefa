/** Options every command takes, before or after its name. */
import { Option, type Command } from 'commander';

export interface GlobalOptions {
  repo?: string;
  passwordFile?: string;
  passwordCommand?: string;
  limitUpload?: string;
  limitDownload?: string;
  json?: boolean;
  quiet?: boolean;
  verbose?: number;
  debug?: boolean;
  /** False with --no-cache, --no-lock, --no-color. */
  cache: boolean;
  lock: boolean;
  color: boolean;
}

const GROUP = 'Options of every command:';

const OPTIONS: readonly (readonly [flags: string, description: string])[] = [
  ['-r, --repo <dest>', 'destination: a name from the settings or an address'],
  ['-p, --password-file <file>', 'file with the password of the destination'],
  ['--password-command <command>', 'program that prints the password of the destination'],
  ['--json', 'answer in JSON'],
  ['-q, --quiet', 'say nothing but errors and what was asked for'],
  ['-v, --verbose', 'list every problem; twice: every item as well'],
  ['--limit-upload <rate>', 'bytes a second at most: 500k, 2MB/s'],
  ['--limit-download <rate>', 'the same for what is read from the destination'],
  ['--no-cache', 'keep no local copy of what the destination holds'],
  ['--no-lock', 'do not lock the destination: for ones that cannot be written'],
  ['--debug', 'print where in the program a failure came from'],
  ['--no-color', 'no colour; NO_COLOR in the environment does the same'],
];

export function addGlobalOptions(command: Command): void {
  for (const [flags, description] of OPTIONS) {
    const option = new Option(flags, description).helpGroup(GROUP);
    if (option.attributeName() === 'verbose') option.argParser((_, before: number | undefined) => (before ?? 0) + 1);
    command.addOption(option);
  }
  command.addHelpOption(new Option('-h, --help', 'show this help').helpGroup(GROUP));
}

/** What was said at any level of the command line. The innermost word counts; -v is counted over all. */
export function readGlobalOptions(command: Command): GlobalOptions {
  const found: GlobalOptions = { cache: true, lock: true, color: true };
  let verbose = 0;
  for (let level: Command | null = command; level !== null; level = level.parent) {
    const given = level.opts<Partial<GlobalOptions>>();
    verbose += given.verbose ?? 0;
    for (const name of ['cache', 'lock', 'color'] as const) found[name] &&= given[name] ?? true;
    for (const name of ['json', 'quiet', 'debug'] as const) if (given[name] === true) found[name] = true;
    for (const name of ['repo', 'passwordFile', 'passwordCommand', 'limitUpload', 'limitDownload'] as const) found[name] ??= given[name] as string;
  }
  if (verbose > 0) found.verbose = verbose;
  return found;
}
