/** Stores of archives as destinations: made, opened with whatever secret fits, tried, looked at chain by chain. */
import { NewArchives, type ArchiveCompression, type Chain, type Chains, type Container } from '../../preload/contract/archive.ts';
import type { Call } from '../base/call.ts';
import { Fault, isFault } from '../base/fault.ts';
import { parseAddress } from '../storage/address.ts';
import { ArchiveStore, type ArchiveOptions } from '../store/archive/archive.ts';
import { chainsOf } from '../store/archive/chain/chains.ts';
import { ArchiveFolder, isArchiveStore } from '../store/archive/folder.ts';
import { PROGRAM_VERSION, type Context } from './context.ts';
import type { FolderPlace } from './folder-place.ts';
import type { Services } from './implementer.ts';
import { requireLocal } from './mirror-place.ts';
import { givenPassword, rememberPassword, secretName } from './passwords.ts';

const optionsOf = (context: Context): ArchiveOptions => ({ holder: context.holder(), programVersion: PROGRAM_VERSION, lockReads: context.options.noLock !== true });

/** Tries what the user gave, what is kept, and what the person at the terminal types. @throws Fault `no-destination`, `wrong-password`. */
export async function openArchiveStore(root: string, address: string, context: Context, call: Call): Promise<ArchiveStore> {
  const { settings } = await ArchiveFolder.open(root, call);
  if (settings.encryption === null) return ArchiveStore.open(root, { ...optionsOf(context), address }, call);
  let failure: unknown = null;
  for await (const secret of secretsFor(address, settings.encryption.recipients.length > 0, context, call)) {
    try {
      return await ArchiveStore.open(root, { ...optionsOf(context), address, secret }, call);
    } catch (error) {
      if (!isFault(error, 'wrong-password')) throw error;
      failure = error;
    }
  }
  throw failure;
}

/** @param forRecipients then it can be written to without any secret, which is tried last. */
async function* secretsFor(address: string, forRecipients: boolean, context: Context, call: Call): AsyncGenerator<string | null> {
  const given = await givenPassword(context, call);
  if (given !== null) yield given.password;
  const kept = await (await context.secrets).get(secretName(address));
  if (kept !== null) {
    context.redactor.register(kept);
    if (kept !== given?.password) yield kept;
  }
  const { ask } = context.options;
  if (!forRecipients && ask !== undefined && given === null) for (let tries = 0; tries < 3; tries++) yield ask(`Passphrase of the archives at ${address}: `, { secret: true });
  if (given === null) yield null;
}

/** Whether it opens, said by its faults. @throws Fault `wrong-password`, `no-destination`. */
export async function proveSecret({ folder, address }: FolderPlace, secret: string, context: Context, call: Call): Promise<void> {
  const store = await ArchiveStore.open(folder, { ...optionsOf(context), address, secret }, call);
  await store.close();
}

export interface GivenPassphrase {
  /** Absent: asked for as the host can. */
  password?: string | undefined;
  keep: boolean;
}

export async function initArchives(destination: string, wanted: NewArchives | undefined, { password, keep }: GivenPassphrase, { context, destinations }: Services, call: Call): Promise<{ id: string; address: string }> {
  const parsed = parseAddress(destinations.address(destination), destinations.around);
  requireLocal(parsed, 'archive');
  const { address, folder } = await destinations.locate(destination);
  const root = folder ?? parsed.path;
  const { encrypt, recipients, volumeSize = null, container, maxLinks, ...chosen } = wanted ?? NewArchives.parse({});
  const compression = compressionFor(container, chosen.compression);
  if (encrypt && recipients.length > 0) throw new Fault('invalid', 'Archives are encrypted under a passphrase or for recipients, not both: the age format has them apart.', { advice: 'Leave out --encrypt, or --recipient.' });
  if (isArchiveStore(root)) throw new Fault('exists', `There is an archive store at ${address} already.`, { advice: 'Use it as it is, or choose another place.' });
  const passphrase = encrypt ? (password ?? (await passphraseFor(address, context, call))) : null;
  if (passphrase !== null) context.redactor.register(passphrase);
  const encryption = recipients.length > 0 ? { recipients } : passphrase === null ? null : { passphrase };
  const store = await ArchiveStore.make(root, { container, compression, maxLinks, volumeSize, encryption }, { ...optionsOf(context), address }, call);
  if (passphrase !== null && password !== undefined && keep) await rememberPassword(context, address, passphrase);
  context.audited('destination init', store.address, { id: store.id, format: 'archive' });
  return { id: store.id, address: store.address };
}

/** Of each container: what it can have, its own way first. */
const COMPRESSIONS = { tar: ['zstd', 'gzip', 'none'], zip: ['gzip', 'none'], blb: ['gzip'] } as const satisfies Record<Container, readonly ArchiveCompression[]>;

/** @throws Fault `invalid` for one it cannot have. */
function compressionFor(container: Container, wanted: ArchiveCompression | undefined): ArchiveCompression {
  const [own, ...others] = COMPRESSIONS[container];
  if (wanted === undefined) return own;
  const found = [own, ...others].find((known) => known === wanted);
  if (found !== undefined) return found;
  throw new Fault('invalid', `A ${container} cannot be compressed with "${wanted}": it takes ${[own, ...others].join(' or ')}.`, { advice: 'Leave out --compression, or choose --container tar.' });
}

/** Given, or typed twice. None is made up: nobody could tell it to age. */
async function passphraseFor(address: string, context: Context, call: Call): Promise<string> {
  const given = await givenPassword(context, call);
  if (given !== null) return given.password;
  const { ask } = context.options;
  if (ask === undefined) throw new Fault('invalid', `No passphrase is given for the new archives at ${address}.`, { advice: 'Give it with --password-file, --password-command or HOLDFAST_PASSWORD.' });
  const passphrase = await ask(`Passphrase for the new archives at ${address}: `, { secret: true });
  if (passphrase === '') throw new Fault('invalid', 'An empty passphrase protects nothing.', { advice: 'Give a passphrase.' });
  if ((await ask('The same passphrase again: ', { secret: true })) !== passphrase) throw new Fault('invalid', 'The two passphrases are not the same.', { advice: 'Run it again and type the same passphrase twice.' });
  await rememberPassword(context, address, passphrase);
  return passphrase;
}

export async function showChains(store: ArchiveStore, call: Call): Promise<Chains> {
  const { chains, problems, notes } = await chainsOf(store, call);
  return { problems, notes, chains: chains.map(({ links, ...chain }): Chain => ({ ...chain, links: links.map((link) => ({ ...link, files: link.files.map(({ name, size }) => ({ name, bytes: size })) })) })) };
}
