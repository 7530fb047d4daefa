import { describe, expect, it } from 'vitest';
import { backupCommand, forgetCommand, setUpCommand } from './backup-command.ts';
import { NO_EXCLUDES } from './exclude-model.ts';
import { NEW_STORING } from './format-model.ts';
import { NO_RULES, PRESETS } from './retention-model.ts';

const plan = { id: 'documents', sources: [{ kind: 'folder' as const, paths: ['/home/ann/My files'] }], destinations: ['Photos drive'], retention: PRESETS.year };

describe('the equivalent command', () => {
  it('of a saved plan is its run', () => {
    expect(backupCommand(plan)).toBe('holdfast plan run documents');
  });

  it('of one that is not saved yet names what and where', () => {
    expect(backupCommand({ ...plan, id: undefined })).toBe("holdfast backup '/home/ann/My files' --to 'Photos drive'");
  });

  it('has every exclude', () => {
    const excludes = { ...NO_EXCLUDES, patterns: ['*.tmp'], patternsIgnoreCase: ['*.ISO'], caches: true, oneFileSystem: true, largerThan: 1024 * 1024 };
    expect(backupCommand({ sources: [{ kind: 'folder', paths: ['/a'], excludes }], destinations: ['nas'] }))
      .toBe("holdfast backup /a --to nas --exclude '*.tmp' --iexclude '*.ISO' --exclude-caches --one-file-system --exclude-larger-than 1024k");
  });

  it('is one line for each source', () => {
    expect(backupCommand({ ...plan, id: undefined, sources: [...plan.sources, { kind: 'folder', paths: ['/b'] }] }).split('\n')).toHaveLength(2);
  });

  it('makes a vault only where there is none', () => {
    expect(setUpCommand('nas', '/mnt/nas', true)).toBe('holdfast init /mnt/nas\nholdfast destination add nas /mnt/nas');
    expect(setUpCommand('nas', '/mnt/nas', false)).toBe('holdfast destination add nas /mnt/nas');
  });

  it('says how a new place stores, and makes its drive known first', () => {
    expect(setUpCommand('Stick', '/media/STICK/Holdfast', true, { ...NEW_STORING, format: 'archive', container: 'zip' }, '/media/STICK').split('\n')).toEqual([
      'holdfast drive adopt /media/STICK', 'holdfast init --format archive --container zip /media/STICK/Holdfast', 'holdfast destination add Stick /media/STICK/Holdfast --format archive',
    ]);
    expect(setUpCommand('Disk', '/disk', true, { ...NEW_STORING, format: 'mirror' })).toBe('holdfast init --format mirror /disk\nholdfast destination add Disk /disk --format mirror');
  });

  it('names of archives what was chosen otherwise', () => {
    expect(setUpCommand('A', '/a', true, { ...NEW_STORING, format: 'archive', compression: 'none', encrypted: true, volumeSize: 700_000_000, maxLinks: 3 }).split('\n')[0])
      .toBe('holdfast init --format archive --container tar --compression none --encrypt --volume-size 700000000 --max-links 3 /a');
  });

  it('of keeping is the policy on this plan only, and none where everything is kept', () => {
    expect(forgetCommand(plan)).toBe("holdfast forget -r 'Photos drive' --tag plan:documents --keep-daily 7 --keep-weekly 4 --keep-monthly 12");
    expect(forgetCommand({ ...plan, retention: { ...NO_RULES, yearly: -1, withinDaily: '2m' } })).toContain('--keep-yearly unlimited --keep-within-daily 2m');
    expect(forgetCommand({ ...plan, retention: null })).toBeNull();
  });
});
