/** Where the window's pages live, and whether something comes from there. */

export const SCHEME = 'app';
const HOST = 'holdfast';
/** The only origin the window ever shows. */
export const ORIGIN = `${SCHEME}://${HOST}`;

/** What a sender of a message is judged by; a frame that is gone already is null. */
export interface Frame {
  url: string;
  parent: unknown;
}

export function isOwnAddress(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && url.protocol === `${SCHEME}:` && url.host === HOST && url.username === '' && url.password === '';
}

/** Only the page itself is listened to: no frame inside it, no page from elsewhere. */
export const isOwnPage = (frame: Frame | null): boolean => frame !== null && frame.parent === null && isOwnAddress(frame.url);
