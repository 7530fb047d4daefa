/** A keyring in memory. Like real ones it holds one string under a name, and can be away. */
import type { OpenEntry } from '../../main/secret/keyring.ts';

export function fakeKeyring(entries = new Map<string, string>()): OpenEntry {
  return (name) => ({
    getPassword: async () => entries.get(name) ?? null,
    setPassword: async (secret) => { entries.set(name, secret); },
    deleteCredential: async () => entries.delete(name),
  });
}

/** One that refuses everything, as the Secret Service does without a session bus. */
export const brokenKeyring: OpenEntry = () => {
  const refuse = async (): Promise<never> => { throw new Error('no session bus'); };
  return { getPassword: refuse, setPassword: refuse, deleteCredential: refuse };
};
