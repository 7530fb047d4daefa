/** What a folder source leaves out, from the command line. */
import type { Command } from 'commander';
import type { z } from 'zod';
import type { Excludes } from '../../../preload/contract/folder-spec.ts';
import type { Cli } from '../cli.ts';
import { collect, readLines } from './lists.ts';
import { parseSize } from './size.ts';

export interface ExcludeOptions {
  exclude?: string[];
  iexclude?: string[];
  excludeFile?: string[];
  iexcludeFile?: string[];
  excludeCaches?: boolean;
  excludeIfPresent?: string[];
  excludeLargerThan?: string;
  oneFileSystem?: boolean;
}

export function addExcludeOptions(command: Command): Command {
  return command
    .option('-e, --exclude <glob>', 'leave out what matches; a leading "!" takes back', collect)
    .option('--iexclude <glob>', 'the same, upper and lower case alike', collect)
    .option('--exclude-file <file>', 'read such patterns from a file', collect)
    .option('--iexclude-file <file>', 'the same, upper and lower case alike', collect)
    .option('--exclude-caches', 'leave out folders marked with a CACHEDIR.TAG')
    .option('--exclude-if-present <name[:header]>', 'leave out folders that hold such a file', collect)
    .option('--exclude-larger-than <size>', 'leave out larger files: 500k, 10M, 1.5G')
    .option('-x, --one-file-system', 'stay on the file system each path is on');
}

/** All of it: what was not said is nothing. */
export function excludesOf(cli: Cli, options: ExcludeOptions): z.input<typeof Excludes> {
  return {
    patterns: options.exclude ?? [],
    patternsIgnoreCase: [...(options.iexclude ?? []), ...(options.iexcludeFile ?? []).flatMap((path) => readLines(cli.path(path)))],
    files: (options.excludeFile ?? []).map((path) => cli.path(path)),
    caches: options.excludeCaches ?? false,
    ifPresent: options.excludeIfPresent ?? [],
    oneFileSystem: options.oneFileSystem ?? false,
    largerThan: options.excludeLargerThan === undefined ? null : parseSize(options.excludeLargerThan, '--exclude-larger-than'),
  };
}

/** Only what was said, over what held before. */
export function excludesOver(before: z.output<typeof Excludes>, cli: Cli, options: ExcludeOptions): z.output<typeof Excludes> {
  const said = excludesOf(cli, options);
  const { exclude, iexclude, iexcludeFile, excludeFile, excludeCaches, excludeIfPresent, excludeLargerThan, oneFileSystem } = options;
  return {
    patterns: (exclude && said?.patterns) ?? before.patterns,
    patternsIgnoreCase: ((iexclude ?? iexcludeFile) && said?.patternsIgnoreCase) ?? before.patternsIgnoreCase,
    files: (excludeFile && said?.files) ?? before.files,
    caches: excludeCaches ?? before.caches,
    ifPresent: excludeIfPresent ?? before.ifPresent,
    oneFileSystem: oneFileSystem ?? before.oneFileSystem,
    largerThan: (excludeLargerThan === undefined ? undefined : said?.largerThan) ?? before.largerThan,
  };
}
