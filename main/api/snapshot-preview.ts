/** snapshot.preview: what of a file can be shown, and where its bytes are served for a while. */
import type { FilePreview } from '../../preload/contract/snapshot-procedures.ts';
import type { Call } from '../base/call.ts';
import { beginning, previewOf, type Shown } from '../engine/preview.ts';
import type { StoredEntry } from '../entry/entry.ts';
import type { SnapshotReader } from '../store/store.ts';
import { shortCall } from './calls.ts';
import { os, type Services } from './implementer.ts';
import type { ServedFile } from './served-files.ts';
import { BrowsedSnapshot, fileAt, pathBelow, presentSnapshot } from './snapshot-place.ts';

const TEXT = 'text/plain; charset=utf-8';

/** What a served file is found again by: nothing is kept open for it. */
interface Wanted {
  destination: string | undefined;
  snapshot: string;
  path: string;
}

export const preview = os.snapshot.preview.handler(async ({ input, context: services, signal }): Promise<FilePreview> => {
  const call = shortCall(services.context, signal);
  return services.destinations.withStore(input.destination, call, async (vault) => {
    const { snapshot, path: under } = await presentSnapshot(vault, input.snapshot, null, call);
    const browsed = new BrowsedSnapshot(snapshot, vault, services.destinations, call);
    const path = pathBelow(under, input.path);
    const { entry } = await fileAt(browsed, path);
    const shown = await previewOf(await browsed.reader(), entry, call);
    const common = { kind: shown.kind, size: entry.size, truncated: shown.kind === 'text' && shown.truncated };
    if (shown.kind === 'binary' || shown.kind === 'too-large') return { ...common, mime: shown.mime, url: null };
    const mime = shown.kind === 'text' ? TEXT : shown.mime;
    const size = shown.kind === 'text' ? (await textOf(await browsed.reader(), entry, shown, call)).length : entry.size;
    const wanted = { destination: services.destinations.address(input.destination), snapshot: snapshot.id, path };
    return { ...common, mime, url: services.context.servedFiles.offer(async (ended) => served(services, wanted, shown, { mime, size }, ended)) };
  });
});

/** Its bytes open the vault when they are asked for, and close it when they end, are left or are cut off. */
function served(services: Services, wanted: Wanted, shown: Shown, { mime, size }: { mime: string; size: number }, signal: AbortSignal): ServedFile {
  return { mime, size, bytes: bytesOf(services, wanted, shown, signal) };
}

async function* bytesOf({ context, destinations }: Services, { destination, snapshot, path }: Wanted, shown: Shown, signal: AbortSignal): AsyncGenerator<Uint8Array, void> {
  const call = shortCall(context, signal);
  const vault = await destinations.store(destination, call);
  const close = (): void => void vault.close();
  signal.addEventListener('abort', close, { once: true }); // whoever is cut off may never ask for the next piece
  try {
    const found = await presentSnapshot(vault, snapshot, null, call);
    const browsed = new BrowsedSnapshot(found.snapshot, vault, destinations, call);
    const { entry } = await fileAt(browsed, path);
    const reader = await browsed.reader();
    if (shown.kind === 'text') yield await textOf(reader, entry, shown, call);
    else yield* reader.read(entry, call);
  } finally {
    signal.removeEventListener('abort', close);
    await vault.close();
  }
}

/** As UTF-8, whatever it was. */
async function textOf(reader: SnapshotReader, entry: StoredEntry, { encoding, length }: Extract<Shown, { kind: 'text' }>, call: Call): Promise<Uint8Array> {
  const bytes = await beginning(reader, entry, length, call);
  return encoding === 'utf-8' ? bytes : Buffer.from(new TextDecoder(encoding).decode(bytes), 'utf8');
}
