/** What boards may be called, and how one is meant. */
import { z } from 'zod';

/** A name can be told from a port at a glance: no slash, no colon. */
export const DeviceName = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}._ -]{0,63}$/u, {
  error: 'must begin with a letter or digit and hold only letters, digits, ".", "_", "-" and spaces, 64 characters at most',
});

/** Path of a port, or the id or name of a known board. */
export const DeviceRef = z.string().min(1);
