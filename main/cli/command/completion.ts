/** `holdfast completion`: a script for the shell, made from the table of commands. */
import { Argument } from 'commander';
import { bashCompletion } from '../completion/bash.ts';
import { fishCompletion } from '../completion/fish.ts';
import { commandTree, type CommandNode } from '../completion/tree.ts';
import { zshCompletion } from '../completion/zsh.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { buildWholeProgram } from '../program.ts';

const SHELLS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const satisfies Record<string, (root: CommandNode) => string>;
type Shell = keyof typeof SHELLS;

export const completion = defineCommand<[shell: Shell], object>({
  description: 'Prints a script that makes the shell complete commands, options and file names.',
  options: (command) => void command.addArgument(new Argument('<shell>', 'which shell').choices(Object.keys(SHELLS))),
  examples: [
    ['completion bash > ~/.local/share/bash-completion/completions/holdfast', 'for bash'],
    ['completion zsh > "${fpath[1]}/_holdfast"', 'for zsh'],
    ['completion fish > ~/.config/fish/completions/holdfast.fish', 'for fish'],
  ],
  async run({ output }, [shell]) {
    output.part(SHELLS[shell](commandTree(await buildWholeProgram())));
    return EXIT.ok;
  },
});
