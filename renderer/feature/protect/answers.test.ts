import { describe, expect, it } from 'vitest';
import type { Destination, Place } from '../../../preload/contract/destination.ts';
import type { Drive } from '../../../preload/contract/drive.ts';
import type { Landmark, Measure } from '../../../preload/contract/source-procedures.ts';
import { NEW_STORING, type Storing } from '../../form/format-model.ts';
import { NO_PASSWORD } from '../../form/new-password-model.ts';
import { isKept } from '../kit/kit.ts';
import { answersOf, estimateOf, firstUnfinished, problemOf, sealedPlaces, stepsFor, type Known } from './answers.ts';
import { kitWanted } from './kit-facts.ts';
import { BEGINNING, wizardReducer, type WizardState } from './wizard-state.ts';

const mark = (kind: Landmark['kind'], path: string, name = path.split('/').at(-1)!): Landmark => ({ kind, path, name, freeBytes: null, totalBytes: null, fileSystem: null });
const place: Place = {
  address: '/media/ann/Photos/Holdfast', kind: 'local', state: 'missing', inside: null, sameDisk: false, freeBytes: 1e12, totalBytes: 2e12, links: true, fileSystem: 'ext4', writable: true, suggestion: null, refusal: null,
};
const known: Known = {
  landmarks: {
    folders: [mark('documents', '/home/ann/Documents'), mark('pictures', '/home/ann/Pictures')],
    landmarks: [mark('home', '/home/ann'), mark('root', '/'), mark('volume', '/media/ann/Photos', 'Photos drive')],
    excludes: [{ reason: 'caches', patterns: ['.cache'], preselected: true }, { reason: 'downloads', patterns: ['/home/ann/Downloads'], preselected: false }],
  },
  destinations: [], drives: [], planNames: [], place, placeError: false, opens: null, second: { place: null, placeError: false, opens: null }, measure: null, here: { address: '/data/vault', name: 'This computer' }, listNames: (names) => names.join(', '),
};
const withPassword: WizardState = { ...BEGINNING, fresh: { ...NO_PASSWORD, phrase: 'six words' }, understood: true };
const nas: Destination = { name: 'nas', format: 'vault', address: '/mnt/nas', isDefault: true, addedAt: '2026-11-01T00:00:00Z' };

describe('what is preselected', () => {
  it('protects a newcomer with the password alone left to confirm', () => {
    const answers = answersOf(BEGINNING, known);
    expect(answers).toMatchObject({
      folders: ['/home/ann/Documents', '/home/ann/Pictures'], where: { kind: 'place', address: '/media/ann/Photos', volume: '/media/ann/Photos' }, placeName: 'Photos drive', makes: true, saved: false, name: 'Documents, Pictures',
    });
    expect(answers.excludes.patterns).toEqual(['.cache']);
    expect(firstUnfinished(BEGINNING, known)).toBe('password');
    expect(firstUnfinished(withPassword, known)).toBeNull();
  });

  it('is no drive where there are two, or where the files themselves are on it', () => {
    const drives = [...known.landmarks!.landmarks, mark('volume', '/media/ann/Other')];
    expect(answersOf(BEGINNING, { ...known, landmarks: { ...known.landmarks!, landmarks: drives } }).where).toBeNull();
    expect(answersOf(BEGINNING, { ...known, landmarks: { ...known.landmarks!, landmarks: [mark('home', '/home/ann'), mark('volume', '/home')] } }).where).toBeNull();
  });

  it('is the place that is set up already, when there is one', () => {
    expect(answersOf(BEGINNING, { ...known, destinations: [nas], place: { ...place, address: '/mnt/nas', state: 'vault' } })).toMatchObject({ where: { kind: 'saved', name: 'nas' }, placeName: 'nas', makes: false, saved: true });
  });

  it('gives the plan a name no other plan has', () => {
    expect(answersOf(BEGINNING, { ...known, planNames: ['documents, pictures'] }).name).toBe('Documents, Pictures 2');
  });
});

describe('the recovery kit', () => {
  const other: Place = { ...place, address: '/mnt/other/Holdfast' };
  const two: WizardState = { ...withPassword, carries: true, second: { ...BEGINNING.second, where: { kind: 'place', address: '/mnt/other', volume: null, asIs: false } } };
  const wanted = (state: WizardState, around = known): ReturnType<typeof kitWanted> => kitWanted(state, answersOf(state, around), 'greenhouse');

  it('that was kept before a second place was added, or before another password, is not the one that is wanted', () => {
    const around = { ...known, second: { place: other, placeError: false, opens: null } };
    const kept = wanted(withPassword);
    expect([isKept(kept, wanted(withPassword)), isKept(kept, wanted(two, around)), isKept(wanted(two, around), wanted(two, around))]).toEqual([true, false, true]);
    const strength = wizardReducer(withPassword, { type: 'password', change: { strength: { score: 4, warning: null } } });
    const own = wizardReducer(withPassword, { type: 'password', change: { mode: 'own', own: 'another' } });
    expect([isKept(kept, wanted(strength)), isKept(kept, wanted(own))]).toEqual([true, false]);
  });
});

describe('the folders', () => {
  it('must be one at least', () => {
    expect(problemOf('what', { ...BEGINNING, folders: [] }, known)).toBe('no-folders');
  });

  it('are backed up once when one lies in another', () => {
    expect(answersOf({ ...BEGINNING, folders: ['/home/ann', '/home/ann/Documents'] }, known).folders).toEqual(['/home/ann']);
  });
});

describe('the place', () => {
  const at = (change: Partial<Place> | null, more: Partial<Known> = {}, state = BEGINNING) => problemOf('where', state, { ...known, place: change === null ? null : { ...place, ...change }, ...more });
  const saved = { destinations: [nas] };

  it('is refused inside what is protected, closed to writing, or not to be looked at', () => {
    expect([at({ inside: '/home/ann' }), at({ refusal: 'The system disk.' }), at({ writable: false }), at(null), at(null, { placeError: true })]).toEqual(['inside', 'refused', 'not-writable', 'looking', 'unreachable']);
  });

  it('may be on the same disk, or small: that is said and does not stop', () => {
    expect(at({ sameDisk: true, freeBytes: 0 })).toBeNull();
  });

  it('that holds backups must open, and then needs no new password', () => {
    expect([at({ state: 'vault' }), at({ state: 'vault' }, { opens: false }), at({ state: 'vault' }, { opens: true })]).toEqual(['looking', 'closed', null]);
    expect(stepsFor(answersOf(BEGINNING, { ...known, place: { ...place, state: 'vault' } }))).not.toContain('password');
  });

  it('on a drive that was pulled is not taken for the folder of the same path', () => {
    const state: WizardState = { ...BEGINNING, where: { kind: 'place', address: '/media/ann/Gone', volume: '/media/ann/Gone', asIs: false } };
    expect(at({ state: 'missing' }, {}, state)).toBe('away');
  });

  it('that was set up is never made anew when its backups are not there', () => {
    expect(at({ address: '/mnt/nas', state: 'missing' }, saved)).toBe('no-vault');
    expect(answersOf(BEGINNING, { ...known, ...saved, place: { ...place, address: '/mnt/nas', state: 'missing' } }).makes).toBe(false);
  });

  it('needs a name that can be one and is nobody else\'s', () => {
    const state: WizardState = { ...BEGINNING, where: { kind: 'place', address: '/media/ann/Photos', volume: null, asIs: false } };
    expect(['a/b', '', 'nas', 'Fotos 2'].map((placeName) => at({}, saved, { ...state, placeName }))).toEqual(['bad-name', 'bad-name', 'name-taken', null]);
  });
});

describe('the drive', () => {
  const drive: Drive = {
    key: '/dev/sdb1', id: null, name: 'Photos drive', label: null, description: null, device: '/dev/sdb1', path: '/media/ann/Photos', fileSystem: 'exfat', totalBytes: 1, freeBytes: 1, removable: true, readOnly: false, state: 'new', empty: true,
    hardLinks: false, policy: null, adoptedAt: null, lastSeenAt: null, destinations: [], plans: [], runs: [],
  };
  const adopted: Drive = { ...drive, key: 'k3v9x0q2', id: 'k3v9x0q2', state: 'known' };
  const saved = { destinations: [{ ...nas, name: 'Photos', address: 'drive:k3v9x0q2/Holdfast' }] };

  it('that is not known yet becomes known by the start', () => {
    expect(answersOf(BEGINNING, { ...known, drives: [drive] }).adopts).toBe(drive);
    expect([answersOf(BEGINNING, { ...known, drives: [adopted] }).adopts, answersOf(BEGINNING, known).adopts]).toEqual([null, null]);
  });

  it('has the places on it, wherever it is mounted', () => {
    const state: WizardState = { ...BEGINNING, where: { kind: 'place', address: '/media/ann/Photos', volume: null, asIs: false } };
    expect(answersOf(state, { ...known, ...saved, drives: [adopted] })).toMatchObject({ saved: true, placeName: 'Photos', makes: false });
    expect(problemOf('where', { ...state, where: { kind: 'saved', name: 'Photos' } }, { ...known, ...saved, drives: [{ ...adopted, state: 'away', path: null }] })).toBe('away');
  });

  it('holds no mirror where its file system has no hard links', () => {
    const as = (format: 'mirror' | 'archive', drives: Drive[]) => problemOf('where', { ...BEGINNING, storing: { ...NEW_STORING, format } }, { ...known, drives });
    expect([as('mirror', [drive]), as('archive', [drive]), as('mirror', [{ ...drive, hardLinks: true }]), as('mirror', [])]).toEqual(['format', null, null, null]);
  });
});

describe('the way of storing', () => {
  it('asks for a password only where something is encrypted', () => {
    const steps = (change: Partial<Storing>) => stepsFor(answersOf({ ...BEGINNING, storing: { ...NEW_STORING, ...change } }, known)).includes('password');
    expect([steps({}), steps({ format: 'mirror' }), steps({ format: 'archive' }), steps({ format: 'archive', encrypted: true })]).toEqual([true, false, false, true]);
    expect(firstUnfinished({ ...BEGINNING, storing: { ...NEW_STORING, format: 'mirror' } }, known)).toBeNull();
  });

  it('is that of the backups that are there already', () => {
    const there = (state: string) => answersOf({ ...BEGINNING, storing: { ...NEW_STORING, format: 'archive' } }, { ...known, place: { ...place, state: state as Place['state'] } });
    expect([there('mirror'), there('vault'), there('empty')].map(({ storing, makes }) => [storing.format, makes])).toEqual([['mirror', false], ['vault', false], ['archive', true]]);
  });
});

describe('the second place', () => {
  const volume = (path: string): Landmark => mark('volume', path);
  const two: Known = {
    ...known, landmarks: { ...known.landmarks!, landmarks: [...known.landmarks!.landmarks, volume('/media/ann/Weekly')] }, place: { ...place, address: '/data/vault' },
    second: { place: { ...place, address: '/media/ann/Weekly/Holdfast' }, placeError: false, opens: null },
  };
  const carrying: WizardState = {
    ...withPassword, where: { kind: 'place', address: '/data/vault', volume: null, asIs: true }, carries: true,
    second: { where: { kind: 'place', address: '/media/ann/Weekly', volume: '/media/ann/Weekly', asIs: false }, placeName: null, storing: { ...NEW_STORING, format: 'archive' } },
  };
  const problem = (change: Partial<Place>, more: Partial<WizardState['second']> = {}) => problemOf('second', { ...carrying, second: { ...carrying.second, ...more } }, { ...two, second: { ...two.second, place: { ...place, address: '/media/ann/Weekly/Holdfast', ...change } } });

  it('is asked for only when somebody wants one', () => {
    expect([stepsFor(answersOf(withPassword, two)), stepsFor(answersOf(carrying, two))].map((steps) => steps.includes('second'))).toEqual([false, true]);
    expect(firstUnfinished({ ...carrying, second: { ...carrying.second, where: null } }, { ...two, landmarks: known.landmarks, second: known.second })).toBe('second');
  });

  it('is preselected where only one drive is left', () => {
    const drives = { ...two, place, second: known.second };
    const second = answersOf({ ...carrying, where: null, second: { ...carrying.second, where: null } }, { ...drives, place: { ...place, address: '/media/ann/Photos/Holdfast' } }).second;
    expect(second?.where).toEqual({ kind: 'place', address: '/media/ann/Weekly', volume: '/media/ann/Weekly', asIs: false });
  });

  it('has a name, a way of storing and a drive of its own', () => {
    expect(answersOf(carrying, two).second).toMatchObject({ placeName: 'Weekly', makes: true, saved: false, storing: { format: 'archive' } });
    expect(problemOf('second', carrying, two)).toBeNull();
  });

  it('is refused where the first is: inside the folders, on the system disk, closed, without hard links', () => {
    expect([problem({ inside: '/home/ann' }), problem({ refusal: 'The system disk.' }), problem({ writable: false }), problem({ links: false }, { storing: { ...NEW_STORING, format: 'mirror' } })])
      .toEqual(['inside', 'refused', 'not-writable', 'format']);
  });

  it('is not the first place, nor in it or around it, nor called the same', () => {
    expect(['/data/vault', '/data/vault/copy', '/data', '/data/vault2'].map((address) => problem({ address }))).toEqual(['same-place', 'same-place', 'same-place', null]);
    expect(problem({}, { placeName: answersOf(carrying, two).placeName })).toBe('name-taken');
  });

  it('asks for the password where only it is encrypted', () => {
    const mirrored = (format: Storing['format']) => stepsFor(answersOf({ ...carrying, storing: { ...NEW_STORING, format: 'mirror' }, second: { ...carrying.second, storing: { ...NEW_STORING, format } } }, two)).includes('password');
    expect([mirrored('vault'), mirrored('archive')]).toEqual([true, false]);
    expect(sealedPlaces(answersOf({ ...carrying, second: { ...carrying.second, storing: NEW_STORING } }, two)).map(({ placeName }) => placeName)).toEqual(['This computer', 'Weekly']);
  });
});

describe('the password', () => {
  const own = (text: string, repeated: string, score: 0 | 4): WizardState => ({ ...withPassword, fresh: { mode: 'own', phrase: '', own: text, repeated, strength: { score, warning: null } } });

  it('must be there, hard to guess, typed twice alike, and understood', () => {
    const states = [{ ...withPassword, fresh: NO_PASSWORD }, own('x', 'x', 0), own('long one', 'long on', 4), { ...own('long one', 'long one', 4), understood: false }, own('long one', 'long one', 4)];
    expect(states.map((state) => problemOf('password', state, known))).toEqual(['empty', 'weak', 'different', 'not-understood', null]);
  });
});

describe('the summary', () => {
  it('wants a name, not another plan\'s, and nothing left open', () => {
    expect(problemOf('summary', { ...withPassword, name: ' ' }, known)).toBe('no-name');
    expect(problemOf('summary', { ...withPassword, name: 'MINE' }, { ...known, planNames: ['Mine'] })).toBe('plan-taken');
    expect(problemOf('summary', { ...withPassword, name: 'Mine', planId: 'mine' }, { ...known, planNames: ['Mine'] })).toBeNull();
    expect(problemOf('summary', BEGINNING, known)).toBe('unfinished');
  });

  it('promises no time before everything is counted', () => {
    const measure: Measure = { kept: { files: 1, bytes: 54_000_000_000 }, excluded: { files: 0, bytes: 0 }, paths: [], patterns: [], unreadable: 0, done: false };
    expect(estimateOf(answersOf(BEGINNING, { ...known, measure }))).toBeNull();
    expect(estimateOf(answersOf(BEGINNING, { ...known, measure: { ...measure, done: true } }))).toBe(540);
  });
});
