/** Which link an archive says it is, by the copy of the manifest it holds: for files that lie where others should. */
import type { Call } from '../../../base/call.ts';
import { FileSource } from '../container/bytes/file-source.ts';
import { openContainer } from '../container/open-container.ts';
import { ownManifest } from '../manifest/own-manifest.ts';
import type { Link } from '../manifest/link.ts';
import { decodeHead } from '../manifest/sidecar-file.ts';

/** Null: it is encrypted, not whole, a volume, or none of ours. */
export async function linkInside(path: string, call: Call): Promise<Link | null> {
  try {
    const source = await FileSource.open(path);
    try {
      const { reader } = await openContainer(source, call);
      const manifest = ownManifest((await reader.extra(call)) ?? []);
      return manifest === null ? null : (await decodeHead(manifest, null)).link;
    } finally {
      await source.close();
    }
  } catch {
    call.signal.throwIfAborted();
    return null; // whatever it is: it does not say that it is one of ours
  }
}
