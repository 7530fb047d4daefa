/** Names may hold anything but a slash: what would break a line or turn the direction is shown as a sign. */

/** Control characters have signs of their own in Unicode; the marks that turn the direction are left out. */
const CONTROL = /[\u0000-\u001f\u007f]/g; // oxlint-disable-line no-control-regex
const TURNING = /[\u202a-\u202e\u2066-\u2069]/g;

export const visible = (text: string): string =>
  text.replace(CONTROL, (sign) => (sign === '\u007f' ? '\u2421' : String.fromCharCode(0x2400 + sign.charCodeAt(0)))).replace(TURNING, '\u{fffd}');
