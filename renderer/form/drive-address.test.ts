import { describe, expect, it } from 'vitest';
import { driveOf, lastingAddress, namedAddress, onDrive, partsOf, pathNow } from './drive-address.ts';

const photos = { id: 'k3v9x0q2', name: 'Photos drive', path: '/media/ann/Photos' };
const fresh = { id: null, name: 'STICK', path: '/media/ann/STICK' };
const away = { id: 'b7w1m4z8', name: 'Blue drive', path: null };
const all = [photos, fresh, away];

describe('an address on a drive', () => {
  it('is read with the name of the drive', () => {
    expect(namedAddress('drive:k3v9x0q2/Holdfast', all)).toBe('drive:Photos drive/Holdfast');
    expect(namedAddress('drive:b7w1m4z8', all)).toBe('drive:Blue drive');
    expect([namedAddress('drive:unknown1/x', all), namedAddress('/media/ann/Photos/x', all)]).toEqual(['drive:unknown1/x', '/media/ann/Photos/x']);
  });

  it('is made of a path on one that is adopted, and of no other path', () => {
    expect(lastingAddress('/media/ann/Photos/Holdfast', all)).toBe('drive:k3v9x0q2/Holdfast');
    expect(lastingAddress('/media/ann/Photos', all)).toBe('drive:k3v9x0q2');
    expect([lastingAddress('/media/ann/STICK/Holdfast', all), lastingAddress('/media/ann/Photos 2', all), lastingAddress('drive:k3v9x0q2/a', all)]).toEqual(['/media/ann/STICK/Holdfast', '/media/ann/Photos 2', 'drive:k3v9x0q2/a']);
  });

  it('keeps to forward strokes where a system has others', () => {
    expect(onDrive('k3v9x0q2', 'E:\\', 'E:\\Holdfast\\two')).toBe('drive:k3v9x0q2/Holdfast/two');
  });

  it('knows its drive by id, by name or by where it is mounted', () => {
    expect([driveOf('drive:k3v9x0q2/a', all), driveOf('drive:Blue drive/a', all), driveOf('/media/ann/STICK/a', all), driveOf('/home/ann', all)]).toEqual([photos, away, fresh, null]);
  });

  it('is a path for programs that know no drives', () => {
    expect([pathNow('drive:k3v9x0q2/Holdfast', all), pathNow('drive:b7w1m4z8/a', all), pathNow('/a/b', all)]).toEqual(['/media/ann/Photos/Holdfast', '…/Blue drive/a', '/a/b']);
    expect(pathNow('drive:x/a/b', [{ id: 'x', name: 'E', path: 'E:\\' }])).toBe('E:\\a\\b');
  });

  it('has a drive and a folder, or is none', () => {
    expect([partsOf('drive:a/b/c'), partsOf('drive:a'), partsOf('/a')]).toEqual([{ drive: 'a', folder: 'b/c' }, { drive: 'a', folder: '' }, null]);
  });
});
