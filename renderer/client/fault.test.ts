import { ORPCError } from '@orpc/client';
import { describe, expect, it } from 'vitest';
import { ConnectionLost } from './connection.ts';
import { faultOf } from './fault.ts';

describe('what went wrong', () => {
  it('is what the engine said, in its parts', () => {
    const error = new ORPCError('LOCKED', { message: 'The vault is locked.', data: { kind: 'locked', advice: 'Wait.', context: {} } });
    expect(faultOf(error)).toEqual({ kind: 'locked', message: 'The vault is locked.', advice: 'Wait.', context: {} });
  });

  it('is the fault a run ended with', () => {
    expect(faultOf({ kind: 'full', message: 'No room is left.', advice: 'Free some.' })).toEqual({ kind: 'full', message: 'No room is left.', advice: 'Free some.', context: {} });
  });

  it('is unforeseen when nobody said what it is, and the engine away when it is', () => {
    expect(faultOf(new TypeError('x is undefined'))).toMatchObject({ kind: 'bug', message: 'x is undefined' });
    expect(faultOf(new ConnectionLost('lost')).kind).toBe('offline');
  });
});
