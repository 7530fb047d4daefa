/** Tests of effort.ts. */
import { expect, it } from 'vitest';
import { Settings } from '../../preload/contract/settings.ts';
import { effortOf } from './effort.ts';

const context = (speed: string) => ({ settings: { read: () => Settings.parse({ speed }) }, options: { host: 'desktop' } }) as unknown as Parameters<typeof effortOf>[1];

it.each([
  ['normal', {}, 'full'],
  ['normal', { unattended: true }, 'low'],
  ['gentle', {}, 'gentle'],
  ['gentle', { unattended: true }, 'gentle'],
  ['fast', { unattended: true }, 'full'],
  ['fast', { speed: 'gentle' }, 'gentle'],
  ['gentle', { speed: 'fast' }, 'full'],
] as const)('with the setting %s, a run with %o takes %s', (setting, wanted, effort) => {
  expect(effortOf(wanted, context(setting))).toBe(effort);
});
