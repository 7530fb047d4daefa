/** `holdfast config show` and `validate`: the settings. */
import type { Settings } from '../../../preload/contract/settings.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { count, keptIn, shown, size } from '../show/quantity.ts';
import { padEnd } from '../show/width.ts';

export const configShow = defineCommand<[], object>({
  description: 'Shows the settings that hold, defaults included, and where the state lies. No secret is among them.',
  examples: [
    ['config show', 'for people'],
    ['config show --json', 'for scripts'],
  ],
  async run(cli) {
    const { settings, app } = await cli.client();
    const [found, info] = [await settings.get(undefined, { signal: cli.signal }), await app.info()];
    if (cli.output.json) cli.output.object({ path: found.path, settings: found.settings, app: info });
    else {
      const rows: (readonly [string, string])[] = [
        ['Settings', found.path],
        ...settingRows(found.settings),
        ['State', info.home],
        ['Default vault', info.defaultVault],
        ['Passwords kept in', keptIn(info.secretStore)],
        ['Holdfast', `${info.version}, Node ${info.node}, ${info.platform}`],
      ];
      cli.output.lines(rows.map(([name, value]) => `${padEnd(name, 18)}  ${shown(value)}`));
    }
    return EXIT.ok;
  },
});

function settingRows({ destinations, defaultDestination, logLevel, log, cache }: Settings): (readonly [string, string])[] {
  const named = destinations.map(
    ({ name, address }) => ['Destination', `${name}: ${address}${name === defaultDestination ? ' (default)' : ''}`] as const,
  );
  return [...named, ['Cache', cache.enabled ? 'on' : 'off'], ['Log', `${logLevel}, ${count(log.maxFiles)} files of ${size(log.maxSize)} at most`]];
}

export const configValidate = defineCommand<[], object>({
  description: 'Checks the settings file: a file that is not valid is named with the place and the reason, and never written over.',
  examples: [
    ['config validate', 'says whether it is valid'],
    ['config validate --quiet && echo good', 'in a script'],
  ],
  async run(cli) {
    const { settings } = await cli.client();
    const { path } = await settings.get(undefined, { signal: cli.signal });
    if (cli.output.json) cli.output.object({ path, valid: true });
    else if (!cli.output.quiet) cli.output.line(`${cli.output.paint('safe', '✓', 'answer')} ${shown(path)} is valid.`);
    return EXIT.ok;
  },
});
