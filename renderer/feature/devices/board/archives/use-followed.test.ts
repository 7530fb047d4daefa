import { ORPCError } from '@orpc/client';
import { describe, expect, it, vi } from 'vitest';
import { orLookAgain } from './use-followed.ts';

const refused = (kind: string): ORPCError<string, unknown> => new ORPCError(kind.toUpperCase(), { message: 'No.', data: { kind, advice: '', context: {} } });

describe('what was previewed', () => {
  it('is looked at again when its token is no longer good, and not when something else went wrong', async () => {
    const lookAgain = vi.fn<() => void>();
    await expect(orLookAgain(() => Promise.resolve('begun'), lookAgain)('token')).resolves.toBe('begun');
    await expect(orLookAgain(() => Promise.reject(refused('locked')), lookAgain)('token')).rejects.toThrow('No.');
    expect(lookAgain).not.toHaveBeenCalled();
    await expect(orLookAgain(() => Promise.reject(refused('stale')), lookAgain)('token')).rejects.toThrow('No.');
    expect(lookAgain).toHaveBeenCalledOnce();
  });
});
