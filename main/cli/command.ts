/** What a command's file exports, and what the table of commands knows about it without loading it. */
import type { Command } from 'commander';
import type { Cli } from './cli.ts';
import type { ExitCode } from './exit-code.ts';

export interface CommandModule<Args extends readonly unknown[] = readonly unknown[], Options = object> {
  /** A few sentences: what it does, and what it means for the data. */
  readonly description: string;
  readonly arguments?: readonly (readonly [syntax: string, description: string])[];
  options?(command: Command): void;
  /** Command lines without the program's name, and what each does. */
  readonly examples: readonly (readonly [line: string, does: string])[];
  run(cli: Cli, args: Args, options: Options): Promise<ExitCode>;
}

/** Whatever its arguments: commander hands over what `arguments` and `options` say. */
export type AnyCommandModule = CommandModule<never, never>;

export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly load?: () => Promise<AnyCommandModule>;
  readonly children?: readonly CommandEntry[];
}

export interface CommandGroup {
  readonly title: string;
  readonly commands: readonly CommandEntry[];
}

/** Typed at the place where it is written. */
export const defineCommand = <Args extends readonly unknown[], Options>(module: CommandModule<Args, Options>): AnyCommandModule =>
  module as AnyCommandModule;
