/** `holdfast config show`, `set` and `validate`: the settings. */
import type { Settings, SettingsChange } from '../../../preload/contract/settings.ts';
import { Speed } from '../../../preload/contract/speed.ts';
import { Fault } from '../../base/fault.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { parseRate } from '../parse/size.ts';
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

function settingRows({ destinations, defaultDestination, speed, limits, logLevel, log, cache }: Settings): (readonly [string, string])[] {
  const named = destinations.map(
    ({ name, address }) => ['Destination', `${name}: ${address}${name === defaultDestination ? ' (default)' : ''}`] as const,
  );
  const rates = (['upload', 'download'] as const).flatMap((way) => {
    const rate = limits[way];
    return rate === null ? [] : [[`Limit of ${way}`, `${size(rate)}/s`] as const];
  });
  return [...named, ['Speed', speed], ...rates, ['Cache', cache.enabled ? 'on' : 'off'], ['Log', `${logLevel}, ${count(log.maxFiles)} files of ${size(log.maxSize)} at most`]];
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

export const configSet = defineCommand<[key: string, value: string], object>({
  description:
    'Changes what holds for every run that is not told otherwise, those nobody waits for included: speed (gentle, normal, fast), ' +
    'limit-upload and limit-download (a rate, or none).',
  arguments: [['<key>', 'speed, limit-upload or limit-download'], ['<value>', 'what it is to be']],
  examples: [
    ['config set speed gentle', 'behind all other programs, a tenth of a processor core at most'],
    ['config set limit-upload 2MB/s', 'to every vault'],
    ['config set limit-upload none', 'as fast as it goes'],
  ],
  async run(cli, [key, value]) {
    const change = changeOf(key, value);
    const { settings } = await cli.client();
    const saved = await settings.save(change, { signal: cli.signal });
    if (cli.output.json) cli.output.object({ settings: saved });
    else if (!cli.output.quiet) cli.output.line(`${cli.output.paint('safe', '✓', 'answer')} ${shown(key)} is ${shown(value)} from the next run on.`);
    return EXIT.ok;
  },
});

const CHANGES: Readonly<Record<string, (value: string) => SettingsChange>> = {
  speed: (value) => {
    const speed = Speed.safeParse(value);
    if (!speed.success) throw new Fault('invalid', `speed cannot be "${value}": it takes ${Speed.options.join(', ')}.`);
    return { speed: speed.data };
  },
  'limit-upload': (value) => ({ limits: { upload: rateOf('limit-upload', value) } }),
  'limit-download': (value) => ({ limits: { download: rateOf('limit-download', value) } }),
};

const rateOf = (key: string, value: string): number | null => (value === 'none' ? null : parseRate(value, key));

/** @throws Fault `invalid` naming the key or the value. */
function changeOf(key: string, value: string): SettingsChange {
  const change = CHANGES[key];
  if (change === undefined) throw new Fault('invalid', `There is no setting "${key}" to be changed here.`, { advice: `These can be: ${Object.keys(CHANGES).join(', ')}. Others are changed in the window, or in the file that "holdfast config show" names.` });
  return change(value);
}
