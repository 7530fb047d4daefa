/** What destinations may be called, and what may stand in their addresses. */
import { z } from 'zod';

/** A name can be told from an address at a glance: no slash, no colon. */
export const DestinationName = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}._ -]{0,63}$/u, {
  error: 'must begin with a letter or digit and hold only letters, digits, ".", "_", "-" and spaces, 64 characters at most',
});

const PASSWORD_IN_URL = /:\/\/[^/?#@]*:[^/?#]*@/;
const SECRET_IN_QUERY = /[?&][^=&#]*(?:password|passphrase|secret|token|credential)[^=&#]*=[^&#]/i;

/** Whether an address carries a password or another secret, which belongs in the secret store. */
export const hasSecret = (address: string): boolean => PASSWORD_IN_URL.test(address) || SECRET_IN_QUERY.test(address);

export const DestinationAddress = z.string().min(1, { error: 'must not be empty' }).refine((address) => !hasSecret(address), {
  error: 'must not contain a password or another secret: those are kept in the keyring or the secret file',
});
