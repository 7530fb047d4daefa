/** destination.key: the passwords that open a vault. */
import type { Call } from '../base/call.ts';
import { Fault } from '../base/fault.ts';
import { identity } from '../base/platform.ts';
import { addKey, changePassword, listKeys, removeKey, type VaultKey } from '../store/vault/repository/keys.ts';
import { openRepository, requireRepository } from '../store/vault/repository/open.ts';
import { shortCall } from './calls.ts';
import { os } from './implementer.ts';
import type { Services } from './implementer.ts';
import { givenPassword, rememberPassword, secretName } from './passwords.ts';

export const key = {
  list: os.destination.key.list.handler(async ({ input, context: { context, destinations }, signal }) => {
    const call = shortCall(context, signal);
    const keys = await destinations.withVault(input.destination, call, (vault) => listKeys(vault.repository, call));
    return keys.map(({ id, current, username, hostname, created }: VaultKey) => ({ id, current, userName: username, hostName: hostname, created }));
  }),

  add: os.destination.key.add.handler(async ({ input, context: { context, destinations }, signal }) => {
    const call = shortCall(context, signal);
    context.redactor.register(input.newPassword);
    return destinations.withVault(input.destination, call, async (vault) => {
      const id = await addKey(vault.repository, input.newPassword, { ...identity(), clock: context.clock }, call);
      context.audited('key add', id, { destination: vault.address });
      return { id };
    });
  }),

  remove: os.destination.key.remove.handler(async ({ input, context: { context, destinations }, signal }) => {
    const call = shortCall(context, signal);
    return destinations.withVault(input.destination, call, async (vault) => {
      const id = await vault.exclusively(call, (guarded) => removeKey(vault.repository, input.id, guarded));
      context.audited('key remove', id, { destination: vault.address });
      return { id };
    });
  }),

  passwd: os.destination.key.passwd.handler(async ({ input, context: services, signal }) => {
    const call = shortCall(services.context, signal);
    services.context.redactor.register(input.newPassword);
    return services.destinations.withVault(input.destination, call, async (vault) => {
      const id = await vault.exclusively(call, (guarded) => changePassword(vault.repository, input.newPassword, { ...identity(), clock: services.context.clock }, guarded));
      services.destinations.usePassword(vault.address, input.newPassword);
      await keepNewPassword(services, vault.address, input.newPassword);
      services.context.audited('key passwd', id, { destination: vault.address });
      return { id };
    });
  }),

  remember: os.destination.key.remember.handler(async ({ input, context: { context, destinations }, signal }) => {
    const call = shortCall(context, signal);
    const storage = await destinations.storage(input.destination);
    await requireRepository(storage, call);
    const password = (await givenPassword(context, call))?.password ?? (await context.options.ask?.(`Password of the vault at ${storage.address}: `, { secret: true }));
    if (password === undefined) {
      throw new Fault('invalid', `No password is given for the vault at ${storage.address}.`, { advice: 'Give it with --password-file, --password-command or HOLDFAST_PASSWORD.' });
    }
    context.redactor.register(password);
    await openRepository(storage, password, call);
    await rememberPassword(context, storage.address, password);
    context.audited('key remember', storage.address);
    return { address: storage.address, secretStore: (await context.secrets).kind };
  }),

  show: os.destination.key.show.handler(async ({ input, context: services, signal }) => {
    const call: Call = shortCall(services.context, signal);
    const storage = await services.destinations.storage(input.destination);
    const password = await (await services.context.secrets).get(secretName(storage.address));
    if (password === null) {
      throw new Fault('missing', `Holdfast keeps no password for the vault at ${storage.address}.`, { advice: 'It is the one you give it each time; Holdfast keeps only passwords it made or was asked to keep.' });
    }
    services.context.audited('key show', storage.address);
    call.signal.throwIfAborted();
    return { address: storage.address, password };
  }),
};

/** A kept password that no longer opens the vault would be worse than none. */
async function keepNewPassword({ context }: Services, address: string, password: string): Promise<void> {
  if ((await (await context.secrets).get(secretName(address))) !== null) await rememberPassword(context, address, password);
}
