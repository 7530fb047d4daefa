/** Finding commands, and naming keys. */
import { describe, expect, it } from 'vitest';
import { keyLabel, matching } from './match.ts';

const commands = ['Go to Home', 'Back up Documents now', 'Restore from Documents …', 'Go to History', 'Über Holdfast'].map((label) => ({ label }));
const found = (typed: string): string[] => matching(commands, typed).map(({ label }) => label);

describe('matching', () => {
  it('shows all before anything is typed', () => {
    expect(found('  ')).toHaveLength(5);
  });
  it('needs every word, in any order', () => {
    expect(found('doc back')).toEqual(['Back up Documents now']);
    expect(found('doc nothing')).toEqual([]);
  });
  it('puts beginnings first', () => {
    expect(found('h')).toEqual(['Go to Home', 'Go to History', 'Über Holdfast']);
    expect(found('re')[0]).toBe('Restore from Documents …');
  });
  it('overlooks accents and case', () => {
    expect(found('UBER')).toEqual(['Über Holdfast']);
  });
  it('finds by words that are not shown, after those that are', () => {
    expect(matching([{ label: 'Dark', also: 'theme' }, { label: 'Theme park' }], 'theme').map(({ label }) => label)).toEqual(['Theme park', 'Dark']);
  });
  it('takes signs for what they are', () => {
    expect(found('.*(')).toEqual([]);
  });
});

it('names keys as they are on the keyboard', () => {
  expect([keyLabel('mod+K', false), keyLabel('mod+K', true), keyLabel('alt+ArrowLeft', false), keyLabel('shift+?', false), keyLabel('/', false)]).toEqual(['Ctrl+K', '⌘K', 'Alt+←', '?', '/']);
});
