/** destination: where backups go, and the care they need. */
import type { Format } from '../../preload/contract/format.ts';
import { raceAbort } from '../base/abort.ts';
import type { Call } from '../base/call.ts';
import { Fault, isFault } from '../base/fault.ts';
import { newId } from '../base/ids.ts';
import { identity } from '../base/platform.ts';
import { filterSnapshots } from '../engine/find-snapshot.ts';
import { generatePassword } from '../secret/password.ts';
import { showAddress } from '../storage/address-show.ts';
import { parseAddress, type Address } from '../storage/address.ts';
import { openStorage } from '../storage/registry.ts';
import type { Storage } from '../storage/storage.ts';
import { planPrune, applyPrune, type PrunePlan } from '../store/vault/maintain/prune.ts';
import { initRepository, requireNoRepository } from '../store/vault/repository/init.ts';
import type { Repository } from '../store/vault/repository/repository.ts';
import { shortCall } from './calls.ts';
import { deviceWork } from './device-work.ts';
import { refuseUnfit } from './fit-target.ts';
import type { Services } from './implementer.ts';
import { inspectFolder } from './inspect-place.ts';
import { os } from './implementer.ts';
import { formatAt, testFolderStore } from './folder-place.ts';
import { initMirror, requireLocal } from './mirror-place.ts';
import { initArchives, showChains } from './archive-place.ts';
import { key } from './key.ts';
import { givenPassword, rememberPassword, secretName } from './passwords.ts';
import { pruneResult } from './prune-result.ts';
import { repairChain, repairChainPreview } from './repair-chain.ts';
import { repairVault } from './repair.ts';
import { statsOf, unlockStore } from './store-upkeep.ts';

export const destination = {
  key,

  list: os.destination.list.handler(async ({ context: { context } }) => {
    const { destinations, defaultDestination } = context.settings.read();
    return destinations.map((known) => ({ ...known, isDefault: known.name === defaultDestination }));
  }),

  save: os.destination.save.handler(async ({ input, context: { context } }) => {
    const { cwd, env } = context.options;
    const parsed = parseAddress(input.address, { cwd, home: env.home ?? '/' });
    if (holdsPassword(parsed)) throw new Fault('invalid', `The address ${showAddress(parsed)} was given with a password, and the settings keep none.`, { advice: 'Leave the password out of the address.' });
    const format = formatAt(parsed) ?? input.format;
    if (format !== 'vault') requireLocal(parsed, format);
    const { address } = await context.drivePlaces.locate(parsed); // on an adopted drive it follows the drive
    const entry = { name: input.name, format, address, addedAt: new Date(context.clock.now()).toISOString() };
    await context.settings.update((before) => {
      if (before.destinations.some(({ name }) => name === input.name)) throw new Fault('exists', `There is a destination named "${input.name}" already.`, { advice: 'Choose another name, or remove it first.' });
      return { ...before, destinations: [...before.destinations, entry], ...(input.makeDefault ? { defaultDestination: input.name } : {}) };
    });
    context.audited('destination add', input.name, { address });
    return { ...entry, isDefault: input.makeDefault };
  }),

  remove: os.destination.remove.handler(async ({ input, context: { context } }) => {
    const board = deviceWork(context).known.read().find(({ care }) => care?.destination === input.name);
    if (board !== undefined) throw new Fault('invalid', `The board "${board.name ?? board.id}" is backed up to "${input.name}".`, { advice: 'Choose another place for it first: "holdfast device protect BOARD --to PLACE".' });
    await context.settings.update((before) => {
      const destinations = before.destinations.filter(({ name }) => name !== input.name);
      if (destinations.length === before.destinations.length) throw new Fault('missing', `There is no destination named "${input.name}".`, { advice: 'See "holdfast destination list".' });
      const { defaultDestination, ...rest } = before;
      return { ...rest, destinations, ...(defaultDestination === undefined || defaultDestination === input.name ? {} : { defaultDestination }) };
    });
    context.audited('destination remove', input.name);
    return { removed: input.name };
  }),

  test: os.destination.test.handler(async ({ input, context: { context, destinations }, signal }) => {
    const call = shortCall(context, signal);
    const place = await destinations.folderPlace(input.destination);
    if (place !== null) return testFolderStore(place, { context, destinations }, call);
    return destinations.withVault(input.destination, call, async (vault) => {
      const { storage, config } = vault.repository;
      const snapshots = await vault.snapshots(call);
      return { format: 'vault' as const, address: storage.address, id: vault.id, version: config.version, writable: await isWritable(storage, call), freeBytes: await storage.free(call), snapshots: snapshots.length };
    });
  }),

  inspect: os.destination.inspect.handler(async ({ input, context: { context, destinations }, signal }) => {
    const { around } = destinations;
    const address = parseAddress(input.address, around);
    const path = address.kind === 'drive' ? (await context.drivePlaces.locate(address)).folder : address.kind === 'local' ? address.path : null;
    if (path !== null) return raceAbort(inspectFolder(path, input.sources), shortCall(context, signal).signal); // a dead network mount answers nobody
    const { kind } = await openStorage(input.address, around); // says what this version cannot reach
    return { address: showAddress(address), kind, state: 'missing', inside: null, sameDisk: null, freeBytes: null, totalBytes: null, fileSystem: null, links: false, writable: false, suggestion: null, refusal: null };
  }),

  init: os.destination.init.handler(async ({ input, context: services, signal }) => {
    const { context, destinations } = services;
    const call = shortCall(context, signal);
    refuseForeignOptions(input);
    await refuseUnfit(input.destination, null, services);
    if (input.format === 'mirror') return initMirror(input.destination, services, call);
    if (input.format === 'archive') return initArchives(input.destination, input.archive, input, services, call);
    const storage = await destinations.storage(input.destination);
    const polynomial = input.chunkerFrom === undefined ? {} : { polynomial: await destinations.withVault(input.chunkerFrom, call, async (vault) => vault.repository.config.chunker_polynomial) };
    const make = (password: string): Promise<Repository> => initRepository(storage, password, { ...identity(), clock: context.clock }, polynomial, call);
    const repository = input.password === undefined ? await make((await passwordForInit(services, storage, call)).password) : await initWith(input.password, input.keep, storage, services, make, call);
    context.audited('destination init', storage.address, { id: repository.id });
    return { id: repository.id, address: storage.address };
  }),

  unlock: os.destination.unlock.handler(async ({ input, context: { context, destinations }, signal }) => {
    const call = shortCall(context, signal);
    return destinations.withStore(input.destination, call, async (store) => {
      const { removed, kept } = await unlockStore(store, input, call);
      if (removed.length > 0) context.audited('destination unlock', store.address, { removed: removed.map(({ id }) => id) });
      return { removed: removed.map(({ id }) => id), kept: kept.map(({ id }) => id) };
    });
  }),

  chains: os.destination.chains.handler(async ({ input, context: { context, destinations }, signal }) => {
    const call = shortCall(context, signal);
    return destinations.withArchives(input.destination, call, (store) => showChains(store, call));
  }),

  usage: os.destination.usage.handler(async ({ input, context: { context, destinations }, signal }) => {
    const call = shortCall(context, signal);
    return destinations.withStore(input.destination, call, async (store) => statsOf(store, filterSnapshots(await store.snapshots(call), input.filter), input.mode, call));
  }),

  repairChainPreview, repairChain,
  repair: os.destination.repair.handler(async ({ input, context: services }) => ({ runId: repairVault(input, services) })),

  prunePreview: os.destination.prunePreview.handler(async ({ input, context: { context, destinations }, signal }) => {
    const call = shortCall(context, signal);
    const options = { maxUnused: input.maxUnused, ...(input.maxRepackSize === undefined ? {} : { maxRepackSize: bytesOf(input.maxRepackSize) }) };
    const place = await destinations.folderPlace(input.destination);
    if (place !== null) throw new Fault('unsupported', `${place.address} has nothing to prune: the space of a snapshot is free once it is forgotten.`, { advice: 'Nothing to do.' });
    const plan = await destinations.withVault(input.destination, call, (vault) => planPrune(vault, options, call));
    return { token: context.previews.add('prune', plan), plan: pruneResult(plan, true) };
  }),

  prune: os.destination.prune.handler(async ({ input, context: { context, destinations } }) => {
    const plan = context.previews.take<PrunePlan>('prune', input.token);
    const address = destinations.address(input.destination);
    const runId = context.runner.start({
      kind: 'prune', destination: address, subject: 'unused data',
      perform: (call) => destinations.withVault(input.destination, call, async (vault) => {
        await applyPrune(vault, plan, call);
        const result = pruneResult(plan, false);
        context.audited('destination prune', vault.address, { removed: result.remove.bytes, packs: result.remove.packs });
        return { results: [result] };
      }),
    });
    return { runId };
  }),
};

/** With a password that came along: kept before the vault exists, because a vault without its password is lost. */
async function initWith(password: string, keep: boolean, storage: Storage, { context, destinations }: Services, make: (password: string) => Promise<Repository>, call: Call): Promise<Repository> {
  await requireNoRepository(storage, call); // its password must not be replaced by this one
  context.redactor.register(password);
  const secrets = await context.secrets;
  const name = secretName(storage.address);
  const before = keep ? await secrets.get(name) : null;
  if (keep) await rememberPassword(context, storage.address, password);
  try {
    const repository = await make(password);
    destinations.adopt(repository, password);
    return repository;
  } catch (error) {
    // Somebody else made it just now: it keeps the password it has.
    if (keep && isFault(error, 'exists')) await (before === null ? secrets.delete(name) : secrets.set(name, before));
    throw error;
  }
}

/** Given, typed twice, or for want of somebody to type it: made and kept. */
async function passwordForInit({ context }: Services, storage: Storage, call: Call): Promise<{ password: string }> {
  const given = await givenPassword(context, call);
  if (given !== null) return given;
  const { ask } = context.options;
  if (ask === undefined) {
    throw new Fault('invalid', `No password is given for the new vault at ${storage.address}.`, { advice: 'Give it with --password-file, --password-command or HOLDFAST_PASSWORD.' });
  }
  const password = await ask(`Password for the new vault at ${storage.address} (empty: one is made and kept for you): `, { secret: true });
  if (password === '') {
    const made = generatePassword();
    await rememberPassword(context, storage.address, made);
    return { password: made };
  }
  if ((await ask('The same password again: ', { secret: true })) !== password) throw new Fault('invalid', 'The two passwords are not the same.', { advice: 'Run it again and type the same password twice.' });
  await rememberPassword(context, storage.address, password);
  return { password };
}

const holdsPassword = (address: Address): boolean => (address.kind === 'sftp' ? Boolean(address.password) : 'url' in address && address.url.password !== '');

/** Proved by writing and removing a small object beside the vault's own. */
async function isWritable(storage: Storage, call: Call): Promise<boolean> {
  const name = `test-${newId()}`;
  try {
    await storage.put(name, new Uint8Array(16), call);
    await storage.remove(name, call);
    return true;
  } catch (error) {
    if (isFault(error, 'denied') || isFault(error, 'full')) return false;
    throw error;
  }
}

function bytesOf(text: string): number {
  const match = /^(\d+)([kmgt]?)i?b?$/i.exec(text);
  if (match === null) throw new Fault('invalid', `"${text}" is no size.`, { advice: 'Write it as 500M or 2G.' });
  return Number(match[1]) * 1024 ** ' kmgt'.indexOf((match[2] || ' ').toLowerCase());
}

/** What means nothing for a format is refused, not passed over: a mirror somebody took for encrypted would be read by anybody. @throws Fault `invalid`. */
function refuseForeignOptions({ format, archive, chunkerFrom }: { format: Format; archive?: object | undefined; chunkerFrom?: string | undefined }): void {
  const foreign = [...(format === 'archive' ? [] : Object.keys(archive ?? {})), ...(format === 'vault' || chunkerFrom === undefined ? [] : ['chunkerFrom'])];
  if (foreign.length > 0) throw new Fault('invalid', `${foreign.length === 1 ? 'The option' : 'The options'} ${foreign.join(', ')} mean${foreign.length === 1 ? 's' : ''} nothing for the format "${format}".`, { advice: 'Leave it out, or choose the format it is for.' });
}
