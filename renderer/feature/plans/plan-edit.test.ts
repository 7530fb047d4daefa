import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../preload/contract/plan-settings.ts';
import { NO_EXCLUDES } from '../../form/exclude-model.ts';
import { NO_RULES, PRESETS } from '../../form/retention-model.ts';
import { editOf, inputOf, isChanged, problemsOf, withExcludes, withFolder, withoutFolder } from './plan-edit.ts';

const plan: Plan = {
  id: 'documents', name: 'Documents', sources: [{ kind: 'folder', paths: ['/a', '/b'], excludes: NO_EXCLUDES }], destinations: ['Photos drive'], transfers: [], tags: ['home'], retention: PRESETS.year, remindAfterDays: 7, createdAt: '2026-11-21T14:02:00Z',
};

describe('editing a plan', () => {
  it('is a change only when something is different in the end', () => {
    const edit = editOf(plan);
    expect(isChanged(edit, plan)).toBe(false);
    expect(isChanged(withFolder(edit, 0, '/c'), plan)).toBe(true);
    expect(isChanged(withoutFolder(withFolder(edit, 0, '/c'), 0, '/c'), plan)).toBe(false);
    expect(isChanged({ ...edit, name: ' Documents ' }, plan)).toBe(false);
  });

  it('keeps everything it does not touch', () => {
    expect(inputOf(withExcludes(editOf(plan), 0, { ...NO_EXCLUDES, caches: true }))).toEqual({
      name: 'Documents', sources: [{ kind: 'folder', paths: ['/a', '/b'], excludes: { ...NO_EXCLUDES, caches: true } }], destinations: ['Photos drive'], transfers: [], tags: ['home'], retention: PRESETS.year, remindAfterDays: 7,
    });
  });

  it('saves rules that say nothing as keeping everything', () => {
    expect(inputOf({ ...editOf(plan), retention: NO_RULES }).retention).toBeNull();
  });

  it('names what is missing, field by field', () => {
    expect(problemsOf(editOf(plan), [])).toEqual({});
    expect(problemsOf({ ...editOf(plan), name: ' ', destinations: [], tags: ['a,b'], sources: [{ kind: 'folder', paths: [], excludes: NO_EXCLUDES }] }, []))
      .toEqual({ name: 'no-name', destinations: 'no-destinations', tags: 'comma', sources: 'no-folders' });
    expect(problemsOf({ ...editOf(plan), name: 'PICTURES' }, ['Pictures'])).toEqual({ name: 'name-taken' });
  });
});
