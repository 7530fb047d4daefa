import { describe, expect, it } from 'vitest';
import { NewArchives } from '../../preload/contract/archive.ts';
import { compressionOf, formatAt, formatProblem, initOptions, isSealed, isStoring, kindOf, NEW_STORING, type Storing } from './format-model.ts';

const archive: Storing = { ...NEW_STORING, format: 'archive', container: 'zip' };

describe('a way of storing', () => {
  it('asks for a password where it encrypts', () => {
    expect([NEW_STORING, archive, { ...archive, encrypted: true }, { ...NEW_STORING, format: 'mirror' as const }].map(isSealed)).toEqual([true, false, true, false]);
    expect([NEW_STORING, archive, { ...archive, encrypted: true }].map(kindOf)).toEqual(['vault', 'archive', 'sealed-archive']);
  });

  it('needs what the place has', () => {
    expect((['vault', 'mirror', 'archive'] as const).map((format) => formatProblem(format, { kind: 'local', links: false }))).toEqual([null, 'links', null]);
    expect((['vault', 'mirror', 'archive'] as const).map((format) => formatProblem(format, { kind: 'sftp', links: null }))).toEqual([null, 'local', 'local']);
    expect([formatProblem('mirror', { kind: 'local', links: null }), formatProblem('mirror', { kind: 'local', links: true })]).toEqual([null, null]);
  });

  it('is what lies at a place already', () => {
    expect(['vault', 'mirror', 'archive', 'empty', 'other', 'missing'].map(formatAt)).toEqual(['vault', 'mirror', 'archive', null, null, null]);
  });

  it('says of what an archive is made, and nothing of what it is not', () => {
    expect(initOptions(NEW_STORING)).toEqual({ format: 'vault' });
    expect(initOptions(archive)).toEqual({ format: 'archive', archive: { container: 'zip', compression: 'gzip', encrypt: false, maxLinks: 14 } });
    expect(initOptions({ ...archive, container: 'tar', encrypted: true, volumeSize: 700_000_000, maxLinks: 3 }).archive).toEqual({ container: 'tar', compression: 'zstd', encrypt: true, maxLinks: 3, volumeSize: 700_000_000 });
  });

  it('is the contract\'s own where nothing was chosen', () => {
    const { recipients: _none, ...filledIn } = NewArchives.parse({});
    expect(initOptions({ ...NEW_STORING, format: 'archive' }).archive).toEqual({ ...filledIn, compression: 'zstd' }); // the contract leaves it to the container
  });

  it('packs as its container can', () => {
    expect([compressionOf(archive), compressionOf({ ...archive, compression: 'none' }), compressionOf({ container: 'tar', compression: 'gzip' })]).toEqual(['gzip', 'none', 'gzip']);
  });

  it('is known again when it was kept, and nothing else is', () => {
    expect(isStoring(JSON.parse(JSON.stringify(archive)))).toBe(true);
    expect([null, 'vault', {}, { ...archive, format: 'blob' }, { ...archive, maxLinks: 'x' }, { ...archive, compression: 'xz' }, { ...archive, volumeSize: '1' }].map(isStoring)).toEqual([false, false, false, false, false, false, false]);
  });
});
