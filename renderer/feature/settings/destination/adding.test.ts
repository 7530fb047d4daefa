import { describe, expect, it } from 'vitest';
import { findingOf, freeName, nameProblem } from './adding.ts';

const place = { address: '/v', state: 'empty' as const, writable: true, suggestion: null };

describe('a place that is to become a destination', () => {
  it('is told apart by what lies there', () => {
    expect(findingOf(place, [])).toEqual({ kind: 'fresh' });
    expect(findingOf({ ...place, state: 'vault' }, [])).toEqual({ kind: 'vault' });
    expect(findingOf({ ...place, state: 'vault' }, [{ name: 'NAS', address: '/v' }])).toEqual({ kind: 'known', name: 'NAS' });
    expect(findingOf({ ...place, state: 'other', suggestion: '/v/Holdfast' }, [])).toEqual({ kind: 'other', suggestion: '/v/Holdfast' });
    expect(findingOf({ ...place, state: 'missing', writable: false }, [])).toEqual({ kind: 'closed' });
  });

  it('gets a name that is free and allowed', () => {
    expect(freeName('nas', [])).toBe('nas');
    expect(freeName('nas', ['nas', 'nas 2'])).toBe('nas 3');
    expect(freeName('.hidden/..', [])).toBe('hidden ..');
    expect(freeName('::', [])).toBe('');
    expect(nameProblem(freeName('a:b*c', []), [])).toBeNull();
  });

  it('is refused a name that is taken or cannot be one', () => {
    expect([nameProblem('', []), nameProblem('a/b', []), nameProblem('NAS', ['NAS']), nameProblem('Photos drive', ['NAS'])]).toEqual(['empty', 'bad', 'taken', null]);
  });
});
