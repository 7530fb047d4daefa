import { describe, expect, it } from 'vitest';
import { AS_VAULT, formatAt, formatProblem, initOptions, isSealed, kindOf, type Storing } from './format-model.ts';

const archive: Storing = { format: 'archive', container: 'zip', encrypted: false };

describe('a way of storing', () => {
  it('asks for a password where it encrypts', () => {
    expect([AS_VAULT, archive, { ...archive, encrypted: true }, { ...AS_VAULT, format: 'mirror' as const }].map(isSealed)).toEqual([true, false, true, false]);
    expect([AS_VAULT, archive, { ...archive, encrypted: true }].map(kindOf)).toEqual(['vault', 'archive', 'sealed-archive']);
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
    expect([initOptions(AS_VAULT), initOptions(archive)]).toEqual([{ format: 'vault' }, { format: 'archive', archive: { container: 'zip', encrypt: false } }]);
  });
});
