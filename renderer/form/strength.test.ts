import { describe, expect, it } from 'vitest';
import { en } from '../text/en.ts';
import { strengthOf, TOO_WEAK } from './strength.ts';

describe('the strength of a password', () => {
  it('is too weak for what everybody uses, and says why', async () => {
    const { score, warning } = await strengthOf('password1');
    expect(score).toBeLessThanOrEqual(TOO_WEAK);
    expect(en.form.password.warning[warning as keyof typeof en.form.password.warning]).toMatch(/\.$/);
  });

  it('does not count names of the machine', async () => {
    expect((await strengthOf('Greenhouse7', ['greenhouse', 'ann'])).score).toBeLessThanOrEqual(TOO_WEAK);
  });

  it('is strong for words chosen by chance, and for very long ones without delay', async () => {
    expect((await strengthOf('gravity-oblige-candle-mimic-tundra-soap')).score).toBe(4);
    expect((await strengthOf('q7#'.repeat(5000))).score).toBeGreaterThanOrEqual(0);
  });
});
