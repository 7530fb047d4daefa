import { expect, it } from 'vitest';
import { visible } from './visible.ts';

it('shows a newline in a name as a sign, so that one name stays one line', () => {
  expect(visible('two\nlines')).toBe('two␊lines');
  expect(visible('tab\there\u007f')).toBe('tab␉here␡');
});

it('lets no mark turn the direction of what stands around it', () => {
  expect(visible('invoice\u202efdp.exe')).toBe('invoice\u{fffd}fdp.exe');
});

it('leaves right-to-left letters, combined and 4-byte characters as they are', () => {
  for (const name of ['תמונות', 'e\u0301', '📷 2025', 'a'.repeat(255)]) expect(visible(name)).toBe(name);
});
