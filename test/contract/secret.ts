/** What every SecretStore promises. A store's own test calls this once. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SecretStore } from '../../main/secret/secret.ts';

/** Two connections to one fresh, empty place. */
export type OpenPair = () => Promise<readonly [writer: SecretStore, reader: SecretStore]>;

export function secretContract(name: string, open: OpenPair): void {
  describe(`secret contract: ${name}`, () => {
    it('has nothing under a name nobody used, not even one every object knows', async () => {
      const [store] = await open();
      for (const unused of ['vault', 'toString', '__proto__', 'constructor']) expect(await store.get(unused)).toBeNull();
    });

    it('shows a secret to a second connection at once', async () => {
      const [writer, reader] = await open();
      await writer.set('vault:1', 'correct horse');
      expect(await reader.get('vault:1')).toBe('correct horse');
    });

    it('replaces, and keeps names apart', async () => {
      const [writer, reader] = await open();
      await writer.set('a', 'one');
      await writer.set('b', 'two');
      await writer.set('a', 'three');
      expect([await reader.get('a'), await reader.get('b')]).toEqual(['three', 'two']);
    });

    it('deletes one, says whether it was there, and does not mind asking twice', async () => {
      const [writer, reader] = await open();
      await writer.set('a', 'one');
      await writer.set('b', 'two');
      expect([await writer.delete('a'), await writer.delete('a'), await writer.delete('never')]).toEqual([true, false, false]);
      expect([await reader.get('a'), await reader.get('b')]).toEqual([null, 'two']);
    });

    it('keeps every character of names and secrets', async () => {
      const [writer, reader] = await open();
      const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
      await fc.assert(fc.asyncProperty(text, text, async (key, secret) => {
        await writer.set(key, secret);
        expect(await reader.get(key)).toBe(secret);
      }), { numRuns: 20 });
    });
  });
}
