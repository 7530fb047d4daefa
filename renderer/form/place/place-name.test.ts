import { describe, expect, it } from 'vitest';
import { suggestedPlaceName } from './place-name.ts';

describe('the name of a place', () => {
  const drive = { kind: 'volume' as const, name: 'Photos: drive', path: '/media/ann/Photos', freeBytes: null, totalBytes: null, fileSystem: null };

  it('is the drive\'s, in letters a name may have', () => {
    expect(suggestedPlaceName('/media/ann/Photos/Holdfast', [drive], [])).toBe('Photos drive');
    expect(suggestedPlaceName('/media/ann/Photos/Holdfast', [drive], ['Photos drive'])).toBe('Photos drive 2');
  });

  it('is the folder\'s, or what it lies in where that says more', () => {
    expect(suggestedPlaceName('/mnt/nas/ann', [], [])).toBe('ann');
    expect(suggestedPlaceName('/mnt/nas/Holdfast', [], [])).toBe('nas Holdfast');
    expect(suggestedPlaceName('/data/vault', [], [], { address: '/data/vault', name: 'This computer' })).toBe('This computer');
    expect(suggestedPlaceName('/mnt/\n…', [], [])).toBe('Backups');
    expect(suggestedPlaceName('/mnt/גיבוי', [], [])).toBe('גיבוי');
  });
});
