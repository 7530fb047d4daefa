/** Completion for bash, 3.2 and later: macOS still brings that one. */
import { allNodes, valuedFlags, type CommandNode, type OptionNode } from './tree.ts';

export function bashCompletion(root: CommandNode): string {
  const nodes = allNodes(root);
  return `# bash completion for holdfast
_holdfast() {
  local IFS=$'\\n' cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} command= words= files= i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$command \${COMP_WORDS[i]}" in
      *' '${valuedFlags(root).join("|*' '")}) ((i++)) ;;
${nodes
  .filter(({ path }) => path !== '')
  .map(({ path, name }) => `      '${path === name ? ` ${name}` : path}') command='${path}' ;;`)
  .join('\n')}
    esac
  done
  case $command in
${nodes.map(nodeCase).join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
  if [[ -n $files && $cur != -* ]]; then
    COMPREPLY+=($(compgen -f -- "$cur"))
  fi
}
complete -o filenames -F _holdfast holdfast
`;
}

function nodeCase({ path, options, children, argument }: CommandNode): string {
  const valued = options.filter(({ value }) => value !== null);
  const words = [
    ...children.map(({ name }) => name),
    ...(argument?.kind === 'choice' ? argument.choices : []),
    ...options.flatMap(({ flags }) => flags),
  ];
  return `    '${path}')
      case $prev in
${valued.map(valueCase).join('\n')}
      esac
      words=$'${words.join('\\n')}'${argument?.kind === 'file' ? ' files=1' : ''}
      ;;`;
}

function valueCase({ flags, value }: OptionNode): string {
  const reply =
    value?.kind === 'choice'
      ? `COMPREPLY=($(compgen -W $'${value.choices.join('\\n')}' -- "$cur"))`
      : value?.kind === 'file'
        ? 'COMPREPLY=($(compgen -f -- "$cur"))'
        : 'COMPREPLY=()';
  return `        ${flags.join('|')}) ${reply}; return ;;`;
}
