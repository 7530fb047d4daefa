/** A backup given whole, for a single run. Without a destination the default vault is used, and made with a password of its own the first time. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceSpec } from '../../preload/contract/folder-spec.ts';
import type { BackupSpec } from '../../preload/contract/plan.ts';
import type { ResultOf } from '../../preload/contract/run.ts';
import type { Call } from '../base/call.ts';
import { exclusivelyAwaited } from '../base/exclusive.ts';
import { Fault, toFault } from '../base/fault.ts';
import { identity } from '../base/platform.ts';
import { backUp, findParent } from '../engine/backup.ts';
import { findSnapshot } from '../engine/find-snapshot.ts';
import { generatePassword } from '../secret/password.ts';
import { FolderSource } from '../source/folder/folder-source.ts';
import { initRepository } from '../store/vault/repository/init.ts';
import type { Storage } from '../storage/storage.ts';
import { hasAny, isRepository } from '../store/vault/repository/open.ts';
import type { Store } from '../store/store.ts';
import { shortCall } from './calls.ts';
import type { Context } from './context.ts';
import { effortOf } from './effort.ts';
import { refuseUnfit, withoutOwnVault } from './fit-target.ts';
import type { Services } from './implementer.ts';
import { givenPassword, rememberPassword } from './passwords.ts';

export interface Started {
  runId: string;
  /** Set when this run is the first and made the default vault. */
  created: { address: string; secretStore: string } | null;
}

export async function startBackup(input: BackupSpec, services: Services, signal: AbortSignal | undefined): Promise<Started> {
  const source = folderSource(withoutOwnVault(input.source, services));
  source.checkPaths();
  const created = await createDefault(input, services, shortCall(services.context, signal));
  const destinations = input.destinations.length === 0 ? [undefined] : input.destinations;
  const address = (await Promise.all(destinations.map((ref) => nameOf(ref, services)))).join(', ');
  const runId = services.context.runner.start({
    kind: 'backup', destination: address, subject: source.paths.join(', '), items: input.items,
    perform: async (call, results) => {
      let failed: Fault | null = null;
      for (const ref of destinations) {
        try {
          results.push(await backUpTo(ref, source, input, services, call));
        } catch (error) {
          call.signal.throwIfAborted();
          failed ??= toFault(error, `The backup to ${services.destinations.address(ref)} failed`); // the other destinations still get theirs
        }
      }
      return { results, failed };
    },
  });
  return { runId, created };
}

/** As it is stored: a folder on a drive is the drive's. What cannot be reached now is called as it was written. */
const nameOf = async (ref: string | undefined, { destinations }: Services): Promise<string> =>
  destinations.locate(ref).then(({ folder, address }) => (folder === null ? destinations.address(ref) : address), () => destinations.address(ref));

export function folderSource({ paths, excludes }: SourceSpec): FolderSource {
  return new FolderSource({
    paths, exclude: excludes.patterns, iexclude: excludes.patternsIgnoreCase, excludeFile: excludes.files, excludeCaches: excludes.caches,
    excludeIfPresent: excludes.ifPresent, oneFileSystem: excludes.oneFileSystem, ...(excludes.largerThan === null ? {} : { excludeLargerThan: excludes.largerThan }),
  });
}

async function backUpTo(ref: string | undefined, source: FolderSource, input: BackupSpec, services: Services, call: Call): Promise<ResultOf<'backup'>> {
  const { destinations, context } = services;
  await refuseUnfit(ref, source, services);
  const limits = { upload: input.limitUpload, download: input.limitDownload };
  const effort = effortOf(input, context);
  await using _ahead = source.lookAhead();
  return await destinations.withStore(ref, call, async (vault) => {
    const request = { ...(await requestFor(vault, source, input, context.clock.now(), call)), effort, readConcurrency: input.readConcurrency };
    const { snapshot, summary } = await backUp(source, vault, request, call);
    if (snapshot !== null) context.audited('snapshot create', snapshot.id, { destination: vault.address, paths: [...source.paths] });
    return { kind: 'backup', destination: vault.address, snapshotId: snapshot?.id ?? null, parentId: request.parent?.id ?? null, dryRun: input.dryRun, summary };
  }, limits);
}

async function requestFor(vault: Store, source: FolderSource, input: BackupSpec, now: number, call: Call): Promise<Parameters<typeof backUp>[2]> {
  const { hostname, username } = identity();
  const time = input.time === undefined ? new Date(now) : new Date(input.time);
  if (Number.isNaN(time.getTime())) throw new Fault('invalid', `"${input.time}" is no time.`, { advice: 'Write it as 2026-11-21T14:02:00 or "2026-11-21 14:02:00".' });
  const base = { time, paths: source.paths, hostname: input.host ?? hostname, username, tags: input.tags, excludes: source.excludes, dryRun: input.dryRun, skipIfUnchanged: input.skipIfUnchanged, kind: input.type };
  if (input.force) return { ...base, parent: null };
  const snapshots = await vault.snapshots(call);
  return { ...base, parent: input.parent === undefined ? findParent(snapshots, base) : findSnapshot(snapshots, input.parent).snapshot };
}

/** Only where nobody named a place: an address that is mistyped must never become a new vault. */
async function createDefault(input: BackupSpec, { context, destinations }: Services, call: Call): Promise<{ address: string; secretStore: string } | null> {
  if (input.destinations.length > 0 || input.dryRun || destinations.address(undefined) !== context.defaultVault) return null;
  mkdirSync(context.folders.data, { recursive: true, mode: 0o700 });
  const storage = await destinations.storage(undefined);
  if (await isRepository(storage, call)) return null;
  return exclusivelyAwaited(join(context.folders.data, 'first-backup.lock'), () => makeVault(storage, context, call), call.signal);
}

/** Alone: of two first backups at once, one makes the vault and the other finds it. */
export async function makeVault(storage: Storage, context: Context, call: Call): Promise<{ address: string; secretStore: string } | null> {
  if (await isRepository(storage, call)) return null;
  await dropUnfinished(storage, call);
  const given = await givenPassword(context, call);
  const password = given?.password ?? generatePassword();
  context.redactor.register(password);
  await rememberPassword(context, storage.address, password); // kept before the vault exists: a vault without its password is lost
  const repository = await initRepository(storage, password, { ...identity(), clock: context.clock }, {}, call);
  context.audited('destination init', storage.address, { id: repository.id });
  return { address: storage.address, secretStore: (await context.secrets).kind };
}

/** Keys and nothing else are what a first backup leaves that is cut off before the vault is made. */
async function dropUnfinished(storage: Storage, call: Call): Promise<void> {
  if (await hasAny(storage, ['snapshots/', 'index/', 'data/'], call)) return;
  for await (const { key } of storage.list('keys/', call)) await storage.remove(key, call);
}
