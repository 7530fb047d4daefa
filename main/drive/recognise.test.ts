/** Which drive is which: under any mount point, copied, reformatted, away. */
import { describe, expect, it } from 'vitest';
import type { DriveSettings } from '../../preload/contract/drive-settings.ts';
import { makeMarker } from './marker.ts';
import { markOf, nameOf, recognise } from './recognise.ts';
import type { Connected } from './system.ts';

const ID = 'a'.repeat(32);
const TIME = '2026-11-21T10:00:00.000Z';
const marker = (uuid: string | null = 'u1', id = ID) => makeMarker({ id, name: 'Photos', adoptedAt: TIME, fileSystemUuid: uuid });
const own: DriveSettings = { id: ID, name: 'My photos', adoptedAt: TIME, lastSeenAt: TIME, policy: 'ask', fileSystemUuid: 'u1' };
const drive = (more: Partial<Connected> = {}): Connected => ({
  device: '/dev/sdb1', paths: ['/media/a'], fileSystem: 'ext4', label: 'LABEL', description: 'Stick', removable: true, readOnly: false, totalBytes: 5, marker: null, fileSystemUuid: 'u1', hardLinks: true, empty: true, space: null, session: '', ...more,
});
const states = (drives: Connected[], known = [own], ignored: Parameters<typeof recognise>[2] = []) => recognise(drives, known, ignored).map(({ state, key }) => [state, key]);

describe('a drive', () => {
  it.each(['/media/a', '/mnt/elsewhere', 'F:\\'])('is known by its marker at %s', (path) => {
    expect(states([drive({ marker: marker(), paths: [path], device: '/dev/other' })])).toEqual([['known', ID]]);
  });
  it('without a marker is new, and the adopted one away', () => {
    expect(states([drive()])).toEqual([['new', '/dev/sdb1'], ['away', ID]]);
  });
  it('of another machine is new here', () => {
    expect(states([drive({ marker: marker() })], [])).toEqual([['new', '/dev/sdb1']]);
  });
  it('on another file system than at adoption is a copy', () => {
    expect(states([drive({ marker: marker(), fileSystemUuid: 'u2' })])).toEqual([['cloned', '/dev/sdb1'], ['away', ID]]);
    expect(states([drive({ marker: marker('u9'), fileSystemUuid: 'u2' })], [])).toEqual([['cloned', '/dev/sdb1']]);
  });
  it('that is here twice is a copy, whichever is the first', () => {
    expect(states([drive({ marker: marker() }), drive({ marker: marker(), device: '/dev/sdc1' })])).toEqual([['cloned', '/dev/sdb1'], ['cloned', '/dev/sdc1'], ['away', ID]]);
  });
  it('whose file system does not say who it is, is believed', () => {
    expect(states([drive({ marker: marker(null), fileSystemUuid: null })], [{ ...own, fileSystemUuid: null }])).toEqual([['known', ID]]);
    expect(states([drive({ marker: marker(), fileSystemUuid: null })])).toEqual([['known', ID]]);
  });
  it('that is plugged in and not mounted is away, and is not listed twice', () => {
    const [found, ...more] = recognise([drive({ paths: [], empty: null })], [own], []);
    expect([found?.state, found?.here?.device, more]).toEqual(['away', '/dev/sdb1', []]);
  });
  it('nobody wants to be asked about is ignored, by its file system or its make', () => {
    const camera = drive({ fileSystemUuid: null });
    expect(states([drive()], [], [{ mark: 'u1', name: 'x', since: TIME }])).toEqual([['ignored', '/dev/sdb1']]);
    expect(states([camera], [], [{ mark: markOf(camera), name: 'x', since: TIME }])).toEqual([['ignored', '/dev/sdb1']]);
    expect(states([drive({ fileSystemUuid: 'u7' })], [], [{ mark: 'u1', name: 'x', since: TIME }])).toEqual([['new', '/dev/sdb1']]);
  });
  it('is called by the name it was given, else its marker, label, make or place', () => {
    const name = (known: DriveSettings | null, here: Connected | null) => nameOf({ known, here });
    const bare = { label: null, description: null };
    expect([name(own, drive({ marker: marker() })), name(null, drive({ marker: marker() })), name(null, drive()), name(null, drive({ label: null })), name(null, drive(bare)), name(null, drive({ ...bare, paths: [] }))])
      .toEqual(['My photos', 'Photos', 'LABEL', 'Stick', 'a', '/dev/sdb1']);
  });
});
