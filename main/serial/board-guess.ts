/** What sits on a port, guessed from its USB ids. Only the board itself knows: this is for a list, never for a decision. */

/** By vendor and product, then by vendor alone. Source: the USB ids MicroPython's ports set, and those of common bridge chips. */
const KNOWN: Readonly<Record<string, string>> = {
  '2e8a:0005': 'Raspberry Pi Pico (MicroPython)',
  '2e8a': 'Raspberry Pi Pico family',
  'f055:9800': 'pyboard',
  f055: 'pyboard or another MicroPython board',
  '303a:4001': 'ESP32 (MicroPython)',
  '303a:1001': 'ESP32 with built-in USB',
  '303a': 'ESP32 family',
  '239a': 'Adafruit board',
  '2341': 'Arduino board',
  '1366': 'board with a J-Link debugger',
  '0d28:0204': 'BBC micro:bit',
  '16c0:0483': 'Teensy',
  '10c4:ea60': 'board with a CP210x bridge (often ESP32)',
  '1a86:7523': 'board with a CH340 bridge (often ESP8266 or ESP32)',
  '1a86:55d4': 'board with a CH9102 bridge (often ESP32)',
  '1a86': 'board with a WCH bridge',
  '0403': 'board with an FTDI bridge',
  '067b': 'board with a Prolific bridge',
};

/** Null when nothing is known. */
export function guessBoard(vendor: string | null, product: string | null): string | null {
  if (vendor === null) return null;
  return KNOWN[`${vendor}:${product ?? ''}`] ?? KNOWN[vendor] ?? null;
}
