import { describe, expect, it } from 'vitest';
import { NO_EXCLUDES } from '../../form/exclude-model.ts';
import { NO_PLACE } from '../../form/place/place-model.ts';
import { BEGINNING, draftOf, readDraft, wizardReducer, type WizardState } from './wizard-state.ts';

const answered: WizardState = {
  ...BEGINNING, step: 'keep', reached: 3, folders: ['/home/ann/Documents', '/home/ann/two\nlines'], added: ['/home/ann/two\nlines'], excludes: { ...NO_EXCLUDES, patterns: ['.cache'] },
  where: { kind: 'place', address: '/media/ann/Photos', volume: '/media/ann/Photos', asIs: false }, placeName: 'Photos', carries: true, second: { ...NO_PLACE, where: { kind: 'saved', name: 'nas' } }, remindAfterDays: 3, name: 'Mine',
  fresh: { mode: 'own', phrase: 'gravity-oblige-candle', own: 'hunter2-hunter2', repeated: 'hunter2-hunter2', strength: null }, understood: true, keptFor: { password: 'hunter2-hunter2', places: [] },
};

describe('the draft', () => {
  it('comes back as it was, through JSON, without what belongs to the password', () => {
    const draft = readDraft(JSON.parse(JSON.stringify(draftOf(answered))));
    const resumed = wizardReducer(BEGINNING, { type: 'resume', draft: draft! });
    expect(resumed).toEqual({ ...answered, fresh: BEGINNING.fresh, understood: false, keptFor: null });
  });

  it('never holds a password, nor a word that the engine would refuse as one', () => {
    const text = JSON.stringify(draftOf(answered));
    expect(text).not.toMatch(/hunter2|oblige/);
    const keys = [...text.matchAll(/"([^"]+)":/g)].map(([, key]) => key);
    expect(keys.filter((key) => /passw|phrase|secret/i.test(key!))).toEqual([]);
  });

  it('is none before anything was answered', () => {
    expect(draftOf(BEGINNING)).toBeNull();
    expect(draftOf(wizardReducer(BEGINNING, { type: 'answer', change: { folders: [] } }))).not.toBeNull();
  });

  it('of another form is none', () => {
    for (const kept of [null, {}, { wizard: 1, answers: {} }, ...[{ folders: 'x' }, { where: { kind: 'place' } }, { policy: 3 }, { second: null }, { storing: { format: 'tape' } }].map((answers) => ({ wizard: 2, answers }))]) expect(readDraft(kept)).toBeNull();
    expect(readDraft({ wizard: 2, answers: { step: 'gone' } })?.step).toBe('what');
  });
});

describe('the wizard', () => {
  it('goes back without losing an answer, and remembers how far it was', () => {
    const back = wizardReducer(answered, { type: 'go', step: 'what' });
    expect(back).toEqual({ ...answered, step: 'what' });
  });

  it('begins anew on request', () => {
    expect(wizardReducer(answered, { type: 'restart' })).toBe(BEGINNING);
  });
});
