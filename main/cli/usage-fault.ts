/** What commander says about a wrong command line, in our words. */
import type { Command, CommanderError } from 'commander';
import { Fault } from '../base/fault.ts';

/** The command whose options were being read when it failed. */
export function usageFault(error: CommanderError, called: Command): Fault {
  const path = pathOf(called);
  const suggestion = /\(Did you mean (.+)\?\)/.exec(error.message)?.[1];
  const help = `"${path} --help" shows what it takes.`;
  const advice = suggestion === undefined ? help : `Did you mean ${suggestion.replace(/^one of /, '')}? ${help}`;
  return new Fault('invalid', sentence(error, path), { advice });
}

function sentence(error: CommanderError, path: string): string {
  const quoted = Array.from(error.message.matchAll(/'([^']*)'/g), ([, text]) => text ?? '');
  const [first = '', second = ''] = quoted;
  switch (error.code) {
    case 'commander.unknownCommand':
      return `There is no command "${path.replace(/^holdfast ?/, '')}${path === 'holdfast' ? '' : ' '}${first}".`;
    case 'commander.unknownOption':
      return `"${path}" has no option ${first}.`;
    case 'commander.missingArgument':
      return `"${path}" needs ${article(first)}.`;
    case 'commander.optionMissingArgument':
      return `${/--[a-z-]+/.exec(first)?.[0] ?? first} needs a value.`;
    case 'commander.conflictingOption':
      return `${first} and ${second} cannot be used together.`;
    case 'commander.excessArguments':
      return `"${path}" takes ${/Expected (\d+ arguments?)/.exec(error.message)?.[1] ?? 'fewer arguments'}, not ${/but got (\d+)/.exec(error.message)?.[1] ?? 'as many'}.`;
    case 'commander.invalidArgument':
      return invalidValue(error.message, quoted);
    default:
      return `${error.message.replace(/^error: /, '').split('\n')[0]}.`;
  }
}

/** An option's message names first the option, an argument's first the value. */
function invalidValue(message: string, [first = '', second = '']: readonly string[]): string {
  const [name, value] = message.startsWith('error: option') ? [/--[a-z-]+/.exec(first)?.[0] ?? first, second] : [second.toUpperCase(), first];
  return `${name} cannot be "${value}": it takes ${/Allowed choices are (.*)\.$/s.exec(message)?.[1] ?? 'something else'}.`;
}

const article = (name: string): string => `${/^[aeiou]/i.test(name) ? 'an' : 'a'} ${name.toUpperCase()}`;

/** `holdfast key add` */
export function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}
