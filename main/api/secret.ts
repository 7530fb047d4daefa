/** secret: passwords of destinations, suggested and taken in. */
import { suggestPhrase } from '../secret/phrase.ts';
import { openRepository } from '../store/vault/repository/open.ts';
import { proveSecret } from './archive-place.ts';
import { shortCall } from './calls.ts';
import { os } from './implementer.ts';
import { rememberPassword } from './passwords.ts';

export const secret = {
  suggest: os.secret.suggest.handler(() => suggestPhrase()),

  set: os.secret.set.handler(async ({ input: { destination, password, keep }, context: { context, destinations }, signal }) => {
    const call = shortCall(context, signal);
    context.redactor.register(password);
    const place = await destinations.folderPlace(destination);
    if (place?.format === 'archive') {
      await proveSecret(place, password, context, call);
      if (keep) await rememberPassword(context, place.address, password);
      return { address: place.address, secretStore: keep ? (await context.secrets).kind : null };
    }
    const storage = await destinations.storage(destination);
    const repository = await openRepository(storage, password, call);
    destinations.adopt(repository, password);
    if (!keep) return { address: storage.address, secretStore: null };
    await rememberPassword(context, storage.address, password);
    context.audited('key remember', storage.address);
    return { address: storage.address, secretStore: (await context.secrets).kind };
  }),
};
