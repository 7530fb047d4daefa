import { describe, expect, it } from 'vitest';
import { en } from '../text/en.ts';
import { de } from '../text/de.ts';
import { isSpan, NO_RULES, policyInWords, presetOf, PRESETS, usesRules } from './retention-model.ts';

const say = (policy: Parameters<typeof policyInWords>[0]): string => policyInWords(policy, en.form.retention.words, String);

describe('a retention policy', () => {
  it('is said in the order of its rules', () => {
    expect(say(PRESETS.year)).toBe('7 days, 4 weeks, 12 months');
    expect(say({ ...NO_RULES, last: 3, yearly: 1 })).toBe('the newest 3, 1 year');
    expect(policyInWords(PRESETS.year, de.form.retention.words, String)).toBe('7 Tage, 4 Wochen, 12 Monate');
  });

  it('without a rule keeps everything, and says so', () => {
    expect(say(null)).toBe('every version');
    expect(say(NO_RULES)).toBe('every version');
    expect(usesRules(NO_RULES)).toBe(false);
  });

  it('names unlimited rules, spans and tags', () => {
    expect(say({ ...NO_RULES, monthly: -1, within: '5m', tags: [['a', 'b']] })).toBe('every month, all of the last 5m, those tagged a + b');
  });

  it('is recognised when it is one of the choices in words', () => {
    expect([presetOf(PRESETS.weeks), presetOf(PRESETS.year), presetOf(null), presetOf({ ...PRESETS.year, last: 1 })]).toEqual(['weeks', 'year', 'room', null]);
  });

  it('takes spans as the contract does', () => {
    expect(['5m', '2y5m7d3h', '1d'].every(isSpan)).toBe(true);
    expect(['', 'x', '5', '7d2m'].some(isSpan)).toBe(false);
  });
});
