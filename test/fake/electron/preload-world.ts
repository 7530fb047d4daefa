/** The world a preload runs in, as a script for the browser: `require('electron')`, messages, and real MessagePorts whose other ends are here. */

/** Name of the isolated world, and of the binding that only it can see. */
export const WORLD = 'Electron Isolated Context';
export const BINDING = 'toStandIn';

/** From the preload's world, as JSON. */
export type FromWorld =
  | { type: 'ipc'; channel: string; args: unknown[]; frame: { url: string; top: boolean } }
  | { type: 'port'; id: string; data: Packed }
  | { type: 'port-close'; id: string };
/** To it. */
export type ToWorld = { type: 'message'; channel: string; args: unknown[]; ports: string[] } | { type: 'port'; id: string; data: Packed } | { type: 'port-close'; id: string };

/** What a MessagePort carries here: text, bytes, or anything JSON can say. */
export type Packed = { text: string } | { bytes: string } | { json: unknown };

export function pack(data: unknown): Packed {
  if (typeof data === 'string') return { text: data };
  if (data instanceof Uint8Array) return { bytes: Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64') };
  if (data instanceof ArrayBuffer) return { bytes: Buffer.from(data).toString('base64') };
  return { json: data };
}

export function unpack(packed: Packed): unknown {
  if ('text' in packed) return packed.text;
  return 'bytes' in packed ? new Uint8Array(Buffer.from(packed.bytes, 'base64')) : packed.json;
}

/** Runs in the browser, in the page's top frame only, before any script of the page. */
export const worldScript = (preload: string): string => `(() => {
  if (window !== window.top) return;
  const say = (message) => globalThis.${BINDING}(JSON.stringify(message));
  const listeners = new Map();
  const ports = new Map();
  const pack = (data) => typeof data === 'string' ? { text: data }
    : data instanceof ArrayBuffer ? { bytes: new Uint8Array(data).toBase64() }
    : ArrayBuffer.isView(data) ? { bytes: new Uint8Array(data.buffer, data.byteOffset, data.byteLength).toBase64() } : { json: data };
  const unpack = (packed) => 'text' in packed ? packed.text : 'bytes' in packed ? Uint8Array.fromBase64(packed.bytes) : packed.json;
  const portOf = (id) => {
    const { port1, port2 } = new MessageChannel();
    ports.set(id, port2);
    port2.onmessage = ({ data }) => say({ type: 'port', id, data: pack(data) });
    port2.addEventListener('close', () => { if (ports.delete(id)) say({ type: 'port-close', id }); });
    return port1;
  };
  const hear = {
    message: ({ channel, args, ports: ids }) => {
      const event = { sender: ipcRenderer, ports: ids.map(portOf) };
      for (const listener of [...(listeners.get(channel) ?? [])]) listener(event, ...args);
    },
    port: ({ id, data }) => ports.get(id)?.postMessage(unpack(data)),
    'port-close': ({ id }) => { const port = ports.get(id); ports.delete(id); port?.close(); },
  };
  globalThis.fromStandIn = (text) => { const message = JSON.parse(text); hear[message.type](message); };
  const ipcRenderer = {
    on(channel, listener) { listeners.set(channel, [...(listeners.get(channel) ?? []), listener]); return ipcRenderer; },
    send(channel, ...args) { say({ type: 'ipc', channel, args, frame: { url: location.href, top: true } }); },
  };
  const require = (name) => {
    if (name === 'electron') return { ipcRenderer };
    throw new Error('module not found: ' + name);
  };
  const module = { exports: {} };
  (function (require, module, exports) {
${preload}
  })(require, module, module.exports);
})();`;
