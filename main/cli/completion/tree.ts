/** The commands as completion needs them: what may follow what, and where file names belong. */
import type { Argument, Command, Option } from 'commander';

export interface OptionNode {
  /** `-r`, `--repo` */
  flags: string[];
  description: string;
  /** Null: takes no value. */
  value: Value | null;
}

/** What a value can be completed with. */
export type Value = { kind: 'file' | 'text' } | { kind: 'choice'; choices: readonly string[] };

export interface CommandNode {
  /** Without the program's name; '' for the program itself. */
  path: string;
  name: string;
  summary: string;
  options: OptionNode[];
  /** What its arguments are completed with; null when it takes none. */
  argument: Value | null;
  children: CommandNode[];
}

/** @param command with everything below it defined. */
export function commandTree(command: Command, parent = ''): CommandNode {
  const path = command.parent === null ? '' : `${parent} ${command.name()}`.trim();
  return {
    path,
    name: command.name(),
    summary: command.summary(),
    options: [
      ...command.options.filter(({ hidden }) => !hidden).map(optionNode),
      { flags: ['-h', '--help'], description: 'show this help', value: null },
    ],
    argument: argumentValue(command.registeredArguments),
    children: command.commands.map((child) => commandTree(child, path)),
  };
}

export const allNodes = (node: CommandNode): CommandNode[] => [node, ...node.children.flatMap(allNodes)];

/** Flags that take the word after them, which then is no command. */
export const valuedFlags = ({ options }: CommandNode): string[] => options.filter(({ value }) => value !== null).flatMap(({ flags }) => flags);

const optionNode = (option: Option): OptionNode => ({
  flags: [option.short, option.long].filter((flag) => flag !== undefined && flag !== null),
  description: option.description,
  value: option.required || option.optional ? valueOf(option.flags, option.argChoices) : null,
});

/** Names that stand for something in the file system here. A destination is a path as often as not. */
const ON_DISK = /[<[](?:dir|file|path|dest|address|from=to)(?:\.\.\.)?[>\]]/;

function valueOf(syntax: string, choices: readonly string[] | undefined): Value {
  if (choices !== undefined) return { kind: 'choice', choices };
  return { kind: ON_DISK.test(syntax) ? 'file' : 'text' };
}

function argumentValue(all: readonly Argument[]): Value | null {
  const values = all.map((argument) => valueOf(`<${argument.name()}>`, argument.argChoices));
  return values.find(({ kind }) => kind !== 'text') ?? values[0] ?? null;
}
