/** What the window's page may load and do: one policy for every host that serves it. */

/** Stands in index.html where the nonce of the response goes. */
export const NONCE_PLACE = '__CSP_NONCE__';

/** Stands in index.html where the way to the engine goes: `socket` or `port`. */
export const TRANSPORT_PLACE = '__TRANSPORT__';

/**
 * The page runs its own scripts and styles and nothing else: no inline script, no other origin, no frames around it.
 * @param nonce fresh for every response; lets through the style elements that carry it.
 * @param connect what it may talk to besides its own origin, as CSP sources.
 */
export function contentSecurityPolicy(nonce: string, connect: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    ["connect-src 'self'", ...connect].join(' '),
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Of everything that comes from the window's origin. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), payment=(), display-capture=()',
};

/** Of a file out of a backup, shown beside the page: it may do nothing at all. */
export const SERVED_FILE_POLICY = "sandbox; default-src 'none'";
