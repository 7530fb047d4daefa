/** settings: what holds for every run. */
import { os } from './implementer.ts';

export const settings = {
  get: os.settings.get.handler(async ({ context: { context } }) => ({ path: context.settings.path, settings: context.settings.read() })),
  save: os.settings.save.handler(async ({ input, context: { context } }) => {
    const { defaultDestination, logLevel, log, cache } = input;
    const saved = await context.settings.update((before) => ({
      ...before,
      ...(defaultDestination === undefined ? {} : { defaultDestination: defaultDestination ?? undefined }),
      ...(logLevel === undefined ? {} : { logLevel }),
      log: { ...before.log, ...log }, cache: { ...before.cache, ...cache },
    }));
    context.audited('settings save', context.settings.path, JSON.parse(JSON.stringify(input)));
    return saved;
  }),
};
