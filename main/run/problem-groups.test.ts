/** Problems as people read them: by reason, with the place they have in common; never more than fits. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunProblem } from '../../preload/contract/run.ts';
import { commonFolder, generalised, ProblemGroups } from './problem-groups.ts';
import { ProblemList, PROBLEMS_IN_MEMORY } from './problem-list.ts';

const problem = (item: string, more: Partial<RunProblem> = {}): RunProblem =>
  ({ item, during: 'read', severity: 'warning', kind: 'denied', message: `${item} cannot be read: permission denied.`, advice: 'Ask.', ...more });

function groupsOf(...problems: RunProblem[]): ReturnType<ProblemGroups['all']> {
  const groups = new ProblemGroups();
  for (const one of problems) groups.add(one);
  return groups.all();
}

describe('ProblemGroups', () => {
  it('puts one reason into one group, with the deepest folder and the first few paths', () => {
    const items = Array.from({ length: 7 }, (_, number) => `/home/anna/${number % 2 === 0 ? 'Mail' : 'Music'}/f${number}`);
    expect(groupsOf(...items.map((item) => problem(item)))).toEqual([{
      key: expect.stringMatching(/^\w{16}$/), kind: 'denied', during: 'read', severity: 'warning', place: '/home/anna',
      message: 'Cannot be read: permission denied.', advice: 'Ask.', count: 7, examples: items.slice(0, 5),
    }]);
  });
  it('tells reasons, steps and severities apart', () => {
    expect(groupsOf(problem('/a/b'), problem('/a/c', { kind: 'changed', message: '/a/c changed.' }), problem('/a/d', { severity: 'note' }), problem('/a/e', { during: 'scan' }))).toHaveLength(4);
  });
  it('has no place for what is no path', () => {
    expect(groupsOf(problem('snapshot 1234'), problem('/a/b'))[0]?.place).toBe('');
  });
  it('stays small however many different sentences there are, and counts all', () => {
    const groups = groupsOf(...Array.from({ length: 1000 }, (_, number) => problem(`/d/${number}`, { message: `Odd thing number ${number}.` })));
    expect(groups.length).toBeLessThanOrEqual(101);
    expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(1000);
  });
});

describe('generalised', () => {
  it.each([
    ['/a/b', '/a/b cannot be read.', 'Cannot be read.'], ['/a/b', '"/a/b": it is in use.', '"…": it is in use.'], ['/a', 'The link from /a to /a/b is broken.', 'The link from … to …/b is broken.'],
    ['/a/b', 'No room left.', 'No room left.'], ['', 'No room left.', 'No room left.'],
  ])('of %s: %s', (item, message, expected) => {
    expect(generalised({ item, message })).toBe(expected);
  });
});

describe('commonFolder', () => {
  it.each([['/a/b', '/a/b', '/a/b'], ['/a/b', '/a/bc', '/a'], ['/a/b', '/a/b/c', '/a/b'], ['/a/b/c', '/a/b', '/a/b'], ['/a', '/b', '/'], ['/', '/a', '/'], ['', '/a', '']])('of %s and %s is %s', (a, b, expected) => {
    expect(commonFolder(a, b)).toBe(expected);
  });
  it('is above both, and the deepest that is', () => {
    const path = fc.array(fc.constantFrom('a', 'b', 'ab'), { minLength: 1, maxLength: 5 }).map((parts) => `/${parts.join('/')}`);
    const parts = (folder: string): string[] => folder.split('/').filter((part) => part !== '');
    fc.assert(fc.property(path, path, (a, b) => {
      const [left, right] = [parts(a), parts(b)];
      const differs = left.findIndex((part, place) => part !== right[place]);
      expect(parts(commonFolder(a, b))).toEqual(differs < 0 ? left : left.slice(0, differs));
    }));
  });
});

describe('ProblemList', () => {
  it('pages through all, and through those of one group', () => {
    const list = new ProblemList();
    for (let number = 0; number < 10; number++) list.add(problem(`/a/${number}`, number % 3 === 0 ? { severity: 'note' } : {}));
    const seen: string[] = [];
    for (let cursor: string | undefined, more = true; more; ) {
      const page = list.page({ cursor, limit: 4 });
      seen.push(...page.problems.map(({ item }) => item));
      [cursor, more] = [page.next ?? undefined, page.next !== null];
      expect(page.total).toBe(10);
    }
    expect(seen).toEqual(Array.from({ length: 10 }, (_, number) => `/a/${number}`));
    const [notes] = list.groups();
    const page = list.page({ group: notes?.key, limit: 3 });
    expect([page.problems.map(({ item }) => item), page.total]).toEqual([['/a/0', '/a/3', '/a/6'], 4]);
    expect(list.page({ group: notes?.key, limit: 3, cursor: page.next ?? '' })).toMatchObject({ problems: [{ item: '/a/9' }], next: null });
    expect(list.page({ group: 'nobody', limit: 3 })).toEqual({ problems: [], next: null, total: 0 });
  });
  it('keeps the first ones of a flood, and counts all', () => {
    const list = new ProblemList();
    for (let number = 0; number < PROBLEMS_IN_MEMORY + 500; number++) list.add(problem(`/a/${number}`));
    expect([list.first.length, list.count, list.groups()[0]?.count]).toEqual([PROBLEMS_IN_MEMORY, PROBLEMS_IN_MEMORY + 500, PROBLEMS_IN_MEMORY + 500]);
    expect(list.page({ cursor: String(PROBLEMS_IN_MEMORY), limit: 5 })).toEqual({ problems: [], next: null, total: PROBLEMS_IN_MEMORY + 500 });
  });
});
