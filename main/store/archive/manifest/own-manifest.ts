/** Our own manifest among what a container holds besides files. */
import { OWN_MANIFEST } from '../layout.ts';
import { BLB_MANIFEST, insideOf } from './blb-manifest.ts';

/** Null: the archive is none of ours. */
export function ownManifest(extra: readonly { name: string; bytes: Uint8Array }[]): Buffer | null {
  const own = extra.find(({ name }) => name === OWN_MANIFEST);
  if (own !== undefined) return Buffer.from(own.bytes);
  const blb = extra.find(({ name }) => name === BLB_MANIFEST);
  return blb === undefined ? null : insideOf(blb.bytes);
}
