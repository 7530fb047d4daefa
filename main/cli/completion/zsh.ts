/** Completion for zsh, by its own `_arguments`. */
import { allNodes, type CommandNode, type OptionNode, type Value } from './tree.ts';

export function zshCompletion(root: CommandNode): string {
  return `#compdef holdfast
${allNodes(root).map(nodeFunction).join('\n')}
if [ "$funcstack[1]" = _holdfast ]; then
  _holdfast "$@"
else
  compdef _holdfast holdfast
fi
`;
}

const functionName = (path: string): string => ['_holdfast', ...path.split(' ').filter((word) => word !== '')].join('_');

function nodeFunction({ path, options, children, argument }: CommandNode): string {
  const specs = options.flatMap(optionSpecs);
  if (children.length === 0) {
    if (argument !== null) specs.push(quote(`*:${action(argument)}`));
    return `${functionName(path)}() {\n  _arguments -s ${specs.join(' ')}\n}`;
  }
  return `${functionName(path)}() {
  local curcontext=$curcontext state line
  typeset -A opt_args
  _arguments -s -C ${specs.join(' ')} '1: :->command' '*:: :->argument'
  case $state in
    command) local -a commands=(${children.map(({ name, summary }) => quote(`${name}:${summary}`)).join(' ')}); _describe command commands ;;
    argument) case $line[1] in
${children.map((child) => `      ${child.name}) ${functionName(child.path)} ;;`).join('\n')}
    esac ;;
  esac
}`;
}

/** \`*\` before a flag: it may be given again. */
const optionSpecs = ({ flags, description, value }: OptionNode): string[] =>
  flags.map((flag) =>
    quote(
      `*${flag}${value !== null && flag.startsWith('--') ? '=' : ''}[${description.replace(/[\\[\]:]/g, '\\$&')}]${value === null ? '' : `:${action(value)}`}`,
    ),
  );

function action(value: Value): string {
  if (value.kind === 'choice') return `value:(${value.choices.join(' ')})`;
  return value.kind === 'file' ? 'path:_files' : 'value: ';
}

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
