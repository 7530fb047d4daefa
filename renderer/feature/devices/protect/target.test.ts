import { describe, expect, it } from 'vitest';
import type { Destination, Place } from '../../../../preload/contract/destination.ts';
import type { Drive } from '../../../../preload/contract/drive.ts';
import type { PlaceAround, PlaceFound } from '../../../form/place/place-model.ts';
import { targetCommands, targetOf, whereOf } from './target.ts';

const folder = (address: string, rest: Partial<Place> = {}): PlaceFound => ({
  place: { address, kind: 'local', state: 'empty', inside: null, sameDisk: null, freeBytes: 1e9, totalBytes: 1e9, fileSystem: 'ext4', links: true, writable: true, suggestion: null, refusal: null, ...rest }, placeError: false, opens: null,
});
const UNKNOWN: PlaceFound = { place: null, placeError: false, opens: null };
const NAS = { name: 'NAS', address: '/nas', format: 'vault', addedAt: '', isDefault: false } as unknown as Destination;
const drive = (state: Drive['state'], id: string | null): Drive => ({ key: 'k', id, name: 'BLUE', path: '/media/BLUE', state, hardLinks: true }) as unknown as Drive;
const AROUND: PlaceAround = { landmarks: { landmarks: [] }, destinations: [NAS], drives: [], here: null };
const at = (address: string, asIs = false) => ({ kind: 'place', address, volume: null, asIs }) as const;

describe('where the backups of a board go', () => {
  it('is a name that is listed, or an address; any other name was taken off the list and is no folder', () => {
    const found = [null, 'NAS', '/b', '~/b', 'C:\\b', 'drive:1f/boards', 'sftp://nas/b'].map((destination) => whereOf(destination, [NAS]).kind);
    expect(found).toEqual(['own', 'saved', 'place', 'place', 'place', 'place', 'place']);
    expect(whereOf('NAS', [])).toEqual({ kind: 'gone', name: 'NAS' });
    expect(targetOf(whereOf('NAS', []), 'NAS', UNKNOWN, AROUND)).toMatchObject({ problem: 'gone', destination: null, makes: false });
  });

  it('begins archives in a folder that holds no backups, in the one that was looked at', () => {
    const target = targetOf(at('/b'), null, folder('/b/Holdfast'), AROUND);
    expect(target).toMatchObject({ problem: null, makes: true, destination: '/b/Holdfast', shown: '/b/Holdfast' });
    expect(targetCommands(target)).toEqual(['holdfast init --format archive --container blb /b/Holdfast']);
  });

  it('carries on what lies there once it opens, whatever it is', () => {
    const closed = { ...folder('/v', { state: 'vault' }), opens: false };
    expect(targetOf(at('/v'), null, closed, AROUND)).toMatchObject({ problem: 'closed', makes: false });
    const open = targetOf(at('/v'), null, { ...closed, opens: true }, AROUND);
    expect([open.problem, open.makes, targetCommands(open)]).toEqual([null, false, []]);
    expect(targetOf(at('/nas'), null, { ...folder('/nas', { state: 'vault' }), opens: true }, AROUND)).toMatchObject({ destination: 'NAS', shown: 'NAS' });
  });

  it('is refused before the last button, where it would be refused after it', () => {
    const problems = [folder('/b', { refusal: 'no' }), folder('/b', { writable: false }), UNKNOWN, { ...UNKNOWN, placeError: true }].map((found) => targetOf(at('/b'), null, found, AROUND).problem);
    expect(problems).toEqual(['refused', 'not-writable', 'looking', 'unreachable']);
  });

  it('may be away when it is only kept', () => {
    expect(targetOf(at('drive:1f/boards', true), 'drive:1f/boards', UNKNOWN, AROUND)).toMatchObject({ problem: null, makes: false, destination: 'drive:1f/boards' });
    const remote = folder('sftp://nas/b', { kind: 'sftp', state: 'other' });
    expect(targetOf(at('sftp://nas/b', true), 'sftp://nas/b', remote, AROUND)).toMatchObject({ problem: null, makes: false, destination: 'sftp://nas/b' });
  });

  it('on a drive is kept by the drive, which becomes known by it', () => {
    const on = folder('/media/BLUE/Boards');
    const known = targetOf(at('/media/BLUE/Boards'), null, on, { ...AROUND, drives: [drive('known', '1f')] });
    expect(known).toMatchObject({ destination: 'drive:1f/Boards', commanded: 'drive:1f/Boards', place: { adopts: null } });
    const fresh = targetOf(at('/media/BLUE/Boards'), null, on, { ...AROUND, drives: [drive('new', null)] });
    expect([fresh.commanded, targetCommands(fresh)]).toEqual(['drive:BLUE/Boards', ['holdfast drive adopt /media/BLUE', 'holdfast init --format archive --container blb /media/BLUE/Boards']]);
  });
});
