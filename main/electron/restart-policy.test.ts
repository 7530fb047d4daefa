/** Back-off, and giving up. */
import { describe, expect, it } from 'vitest';
import { RestartPolicy } from './restart-policy.ts';

function policyAt(): { policy: RestartPolicy; pass: (milliseconds: number) => void } {
  let now = 1000;
  return { policy: new RestartPolicy({ monotonic: () => now }), pass: (milliseconds) => void (now += milliseconds) };
}

describe('starting again what crashed', () => {
  it('is done at once, then ever later, and not after the fifth crash in a minute', () => {
    const { policy, pass } = policyAt();
    const pauses = Array.from({ length: 5 }, () => {
      pass(5000);
      return policy.crashed();
    });
    expect(pauses).toEqual([0, 250, 500, 1000, null]);
  });

  it('is done at once when the last crash was long ago', () => {
    const { policy, pass } = policyAt();
    const pauses = Array.from({ length: 8 }, () => {
      pass(61_000);
      return policy.crashed();
    });
    expect(pauses).toEqual(Array.from({ length: 8 }, () => 0));
  });

  it('begins anew when somebody asks for it', () => {
    const { policy } = policyAt();
    for (let crash = 0; crash < 5; crash++) policy.crashed();
    policy.forget();
    expect(policy.crashed()).toBe(0);
  });
});
