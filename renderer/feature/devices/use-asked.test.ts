import { ORPCError } from '@orpc/client';
import { describe, expect, it } from 'vitest';
import { isProgramRunning } from './use-asked.ts';

const busy = (reason: string): ORPCError<string, unknown> => new ORPCError('BUSY', { message: 'Busy.', data: { kind: 'busy', advice: '', context: { reason } } });

describe('consent', () => {
  it('is asked for where a program runs on the board, and not where another program holds the port', () => {
    expect([busy('running'), busy('held'), new Error('x'), null].map(isProgramRunning)).toEqual([true, false, false, false]);
  });
});
