/** Completion for fish. */
import { allNodes, valuedFlags, type CommandNode, type OptionNode, type Value } from './tree.ts';

export function fishCompletion(root: CommandNode): string {
  const nodes = allNodes(root);
  const paths = nodes.map(({ path }) => path).filter((path) => path !== '');
  return `# fish completion for holdfast
function __holdfast_at
    set -l command ''
    set -l skip 0
    for word in (commandline -opc)[2..-1]
        if test $skip = 1
            set skip 0
            continue
        end
        contains -- $word ${valuedFlags(root).join(' ')}; and set skip 1
        set -l longer (string trim -- "$command $word")
        contains -- $longer ${paths.map(quote).join(' ')}; and set command $longer
    end
    test "$command" = "$argv"
end
complete -c holdfast -f
${nodes.flatMap(nodeLines).join('\n')}
`;
}

function nodeLines({ path, options, children, argument }: CommandNode): string[] {
  const when = `complete -c holdfast -n ${quote(`__holdfast_at ${path}`.trimEnd())}`;
  return [
    ...children.map(({ name, summary }) => `${when} -a ${name} -d ${quote(summary)}`),
    ...(argument === null ? [] : argumentLines(when, argument)),
    ...options.map((option) => `${when} ${optionText(option)}`),
  ];
}

function argumentLines(when: string, value: Value): string[] {
  if (value.kind === 'choice') return [`${when} -a ${quote(value.choices.join(' '))}`];
  return value.kind === 'file' ? [`${when} -F`] : [];
}

function optionText({ flags, description, value }: OptionNode): string {
  const names = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
  const takes = value === null ? '' : value.kind === 'choice' ? ` -x -a ${quote(value.choices.join(' '))}` : value.kind === 'file' ? ' -r -F' : ' -x';
  return `${names.join(' ')}${takes} -d ${quote(description)}`;
}

const quote = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;
