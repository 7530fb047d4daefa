/** settings: what holds for every run. */
import type { Settings, SettingsChange } from '../../preload/contract/settings.ts';
import { os } from './implementer.ts';

export const settings = {
  get: os.settings.get.handler(async ({ context: { context } }) => ({ path: context.settings.path, settings: context.settings.read() })),
  save: os.settings.save.handler(async ({ input, context: { context } }) => {
    const saved = await context.settings.update((before) => changed(before, input));
    const { appearance: _looks, ...change } = input; // how the window looks concerns nobody later
    if (Object.keys(change).length > 0) context.audited('settings save', context.settings.path, JSON.parse(JSON.stringify(change)));
    return saved;
  }),
};

function changed(before: Settings, { defaultDestination, speed, limits, logLevel, log, cache, appearance }: SettingsChange): Settings {
  return {
    ...before,
    ...(defaultDestination === undefined ? {} : { defaultDestination: defaultDestination ?? undefined }),
    ...(speed === undefined ? {} : { speed }),
    ...(logLevel === undefined ? {} : { logLevel }),
    limits: { ...before.limits, ...limits }, log: { ...before.log, ...log }, cache: { ...before.cache, ...cache },
    appearance: { ...before.appearance, ...appearance, views: views(before.appearance.views, appearance?.views) },
  };
}

/** A view that is null is forgotten. */
function views(before: Settings['appearance']['views'], change: Settings['appearance']['views'] = {}): Settings['appearance']['views'] {
  return Object.fromEntries(Object.entries({ ...before, ...change }).filter(([, view]) => view !== null));
}
