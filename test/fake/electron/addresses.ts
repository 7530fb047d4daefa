/** Custom schemes under the names a browser can be made to load: app://holdfast/x is http://holdfast.localhost/x. */

/**
 * A name under .localhost is a secure context with an origin of its own, and plain HTTP carries headers and streams as they are. The
 * differences to the real thing: `location.protocol` is http:, and the scheme is known by the host alone.
 */
export const toBrowser = (url: string, scheme: string): string => url.replace(new RegExp(`^${scheme}://([^/?#]+)`), 'http://$1.localhost');
export const fromBrowser = (url: string, scheme: string): string => url.replace(/^http:\/\/([^/?#.]+)\.localhost(?::80)?(?=[/?#]|$)/, `${scheme}://$1`);
