/** Drives made of folders, plugged in and pulled out by the test. What it says of them is what the real system would. */
import { existsSync, readdirSync } from 'node:fs';
import { Fault } from '../../main/base/fault.ts';
import type { DrivePlace } from '../../main/drive/connected.ts';
import type { Ejected } from '../../main/drive/eject.ts';
import { readMarker } from '../../main/drive/marker.ts';
import { isEmpty, type Connected, type DriveSystem, type Mounted } from '../../main/drive/system.ts';

export interface FakeDrive {
  /** Its mount point: a folder that is there. */
  path: string;
  device: string;
  uuid: string | null;
  label?: string;
  removable?: boolean;
  readOnly?: boolean;
  fileSystem?: string;
  /** Another one each time it is plugged in; absent: the system does not tell. */
  session?: string;
  /** What holds it: ejecting is refused with this name. */
  heldBy?: string;
}

export class FakeDrives implements DriveSystem {
  readonly plugged = new Map<string, FakeDrive>();
  readonly flushed: string[] = [];
  note: string | null = null;
  #wake: () => void = () => undefined;

  plug(drive: FakeDrive): void {
    this.plugged.set(drive.device, drive);
    this.#wake();
  }

  pull(device: string): void {
    this.plugged.delete(device);
    this.#wake();
  }

  async connected(): Promise<{ drives: Connected[]; note: string | null }> {
    return { drives: [...this.plugged.values()].map(connected), note: this.note };
  }

  mounted(): Mounted[] {
    return [...this.plugged.values()].map(({ path, device }) => ({ path, device }));
  }

  async fileSystemUuid({ device }: Mounted): Promise<string | null> {
    return this.plugged.get(device)?.uuid ?? null;
  }

  signature(): string {
    return JSON.stringify([...this.plugged.values()]);
  }

  /** When a drive comes or goes, and no earlier. */
  next(signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#wake = resolve;
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    return promise;
  }

  /** As a second of real time passing. */
  tick(): void {
    this.#wake();
  }

  async flush(path: string): Promise<void> {
    this.flushed.push(path);
  }

  async eject({ device, paths }: DrivePlace, name: string): Promise<Ejected> {
    const held = this.plugged.get(device ?? '')?.heldBy;
    if (held !== undefined) throw new Fault('busy', `"${name}" cannot be ejected: ${held} still uses it.`, { advice: 'Close what is open on it.' });
    this.pull(device ?? '');
    return { unmounted: paths, poweredOff: false };
  }
}

function connected({ path, device, uuid, session = '', label = null, removable = true, readOnly = false, fileSystem = 'ext4' }: Omit<FakeDrive, 'label'> & { label?: string | null }): Connected {
  const names = existsSync(path) ? readdirSync(path) : [];
  return {
    device, paths: [path], fileSystem, label, description: 'Fake Disk', removable, readOnly, totalBytes: 1000, marker: readMarker(path), fileSystemUuid: uuid,
    session, hardLinks: fileSystem === 'ext4', empty: isEmpty(names), space: { totalBytes: 1000, freeBytes: 500 },
  };
}
