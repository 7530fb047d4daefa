/** Ejecting: which tools are called with what, and what is said when they refuse. */
import { describe, expect, it } from 'vitest';
import { Fault } from '../base/fault.ts';
import type { DrivePlace } from './connected.ts';
import { ejectPlace, type Run } from './eject.ts';
import { holdersOf, inWords } from './holders.ts';

const place: DrivePlace = { device: '/dev/sdb1', paths: ['/media/a', '/media/a/b'], fileSystem: 'ext4', label: null, description: null, removable: true, readOnly: false, totalBytes: 1 };

/** Programs by name: what they do. */
function tools(does: Record<string, string | null>): { run: Run; calls: string[][] } {
  const calls: string[][] = [];
  return { calls, run: async (argv) => {
    calls.push([...argv]);
    const problem = does[`${argv[0]} ${argv[1]}`] ?? does[argv[0]] ?? null;
    if (problem !== null) throw new Fault(problem === 'missing' ? 'missing' : 'invalid', problem);
  } };
}

describe('ejecting on Linux', () => {
  it('unmounts everywhere, what was mounted last first, and switches it off where that can be done', async () => {
    const { run, calls } = tools({});
    expect(await ejectPlace(place, 'Photos', 'linux', run)).toEqual({ unmounted: ['/media/a/b', '/media/a'], poweredOff: true });
    expect(calls).toEqual([['umount', '--', '/media/a/b'], ['umount', '--', '/media/a'], ['udisksctl', 'power-off', '--no-user-interaction', '-b', '/dev/sdb1']]);
  });
  it('leaves it on where nobody can switch it off', async () => {
    expect(await ejectPlace(place, 'Photos', 'linux', tools({ udisksctl: 'missing' }).run)).toMatchObject({ poweredOff: false });
  });
  it('asks the desktop for what the desktop mounted', async () => {
    const { run, calls } = tools({ umount: 'umount: /media/a: must be superuser to unmount.' });
    expect(await ejectPlace({ ...place, paths: ['/media/a'] }, 'Photos', 'linux', run)).toMatchObject({ unmounted: ['/media/a'] });
    expect(calls[1]).toEqual(['udisksctl', 'unmount', '--no-user-interaction', '-b', '/dev/sdb1']);
  });
  it.each([
    ['umount: /media/a: target is busy.', 'busy', /"Photos" cannot be ejected: a program still uses it/],
    ['umount: /media/a: must be superuser to unmount.', 'denied', /may not be ejected/],
    ['something else', 'busy', /something else/],
    ['missing', 'unsupported', /here/],
  ])('that is refused with "%s" is a fault of kind %s', async (problem, kind, message) => {
    await expect(ejectPlace(place, 'Photos', 'linux', tools({ umount: problem, udisksctl: 'no' }).run)).rejects.toMatchObject({ kind, message: expect.stringMatching(message) });
  });
});

it('macOS and Windows use their own tools', async () => {
  const mac = tools({});
  expect(await ejectPlace({ ...place, paths: ['/Volumes/A'] }, 'A', 'darwin', mac.run)).toEqual({ unmounted: ['/Volumes/A'], poweredOff: true });
  expect(mac.calls).toEqual([['diskutil', 'eject', '/Volumes/A']]);
  const windows = tools({});
  await ejectPlace({ ...place, paths: ['E:\\'] }, 'A', 'win32', windows.run);
  expect([windows.calls[0]?.[0], windows.calls[0]?.at(-1)]).toEqual(['powershell.exe', 'E:']);
  await expect(ejectPlace({ ...place, paths: ['C:\\mnt\\x'] }, 'A', 'win32', windows.run)).rejects.toMatchObject({ kind: 'unsupported' });
  await expect(ejectPlace({ ...place, paths: ['/Volumes/A'] }, 'A', 'darwin', tools({ diskutil: 'dissented: in use' }).run)).rejects.toMatchObject({ kind: 'busy' });
});

it('a drive that is not mounted can be pulled out', async () => {
  await expect(ejectPlace({ ...place, paths: [] }, 'Photos', 'linux', tools({}).run)).rejects.toMatchObject({ kind: 'missing', message: expect.stringContaining('can be pulled out') });
});

it('those who hold a folder are named', () => {
  expect(holdersOf([process.cwd()]).map(({ pid }) => pid)).toContain(process.pid);
  expect(holdersOf(['/nowhere/at/all'])).toEqual([]);
  const held = (...names: string[]) => inWords(names.map((name, pid) => ({ name, pid, path: '/' })));
  expect([held(), held('a'), held('a', 'b'), held('a', 'b', 'c', 'd')]).toEqual([null, 'a (0)', 'a (0) and b (1)', 'a (0), b (1), c (2) and 1 more']);
});
