/** Any archive at a path, whoever made it: in volumes or not, encrypted or not. */
import type { Call } from '../../../base/call.ts';
import { Fault } from '../../../base/fault.ts';
import { AgeSource, isAge } from './age/age-source.ts';
import { FileSource } from './bytes/file-source.ts';
import type { ClosableSource } from './bytes/file-source.ts';
import { findVolumes, volumeOf, VolumeSource } from './bytes/volumes.ts';
import { openContainer } from './open-container.ts';
import type { Opened } from './open-container.ts';

export interface OpenedArchive extends Opened {
  isEncrypted: boolean;
  close(): Promise<void>;
}

/**
 * @param path of the archive, or of its first volume. @param secret passphrase or identities; null: there is none to be had.
 * @throws Fault `wrong-password` where one is needed, `damaged`, `missing` (a volume), `unsupported` with what to do about it.
 */
export async function openArchive(path: string, secret: string | null, call: Pick<Call, 'signal'>): Promise<OpenedArchive> {
  const file = await openBytes(path);
  try {
    const [head = new Uint8Array(0)] = await Array.fromAsync(file.read(0, Math.min(64, file.size), call));
    const isEncrypted = isAge(head);
    const source = isEncrypted ? await decrypted(file, path, secret, call) : file;
    return { ...(await openContainer(source, call)), isEncrypted, close: () => file.close() };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function openBytes(path: string): Promise<ClosableSource> {
  const volume = volumeOf(path);
  if (volume === null) return FileSource.open(path);
  if (volume.number !== 1)
    throw new Fault('invalid', `"${path}" is not the first volume of its archive.`, {
      context: { path },
      advice: 'Name the first one: it ends in .001.',
    });
  return VolumeSource.open(await findVolumes(path));
}

async function decrypted(file: ClosableSource, path: string, secret: string | null, call: Pick<Call, 'signal'>): Promise<ClosableSource> {
  if (secret !== null) return AgeSource.open(file, secret, call);
  throw new Fault('wrong-password', `"${path}" is encrypted, and no passphrase or secret key was given.`, { context: { path } });
}
