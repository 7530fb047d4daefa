/**
 * A MicroPython board: 50 files, 500 kB, both ways, at 115200 baud and unthrottled. `node bench/device.mjs [--json]`, under Node 24.
 * The board is the simulated one of the tests (a real interpreter behind a pseudo terminal). The peer is the method of mpremote: 256 bytes
 * at a time as a Python literal, each an `exec` of its own in raw-paste mode, here without that program's pauses of 10 ms while it waits.
 */
import { createHash } from 'node:crypto';
import { connectBoard } from '../main/serial/connect.ts';
import { LIMITS } from '../main/serial/limits.ts';
import { RawRepl } from '../main/serial/raw-repl.ts';
import { openSerialLine } from '../main/serial/serial-line.ts';
import { startBoard } from '../test/fixture/board/board.ts';

const FILES = 50;
const BYTES = 500_000;
const PEER_CHUNK = 256;
const { signal } = new AbortController();
const quiet = { signal };

/** Always the same bytes, which no compressor makes smaller. */
function noise(length, seed) {
  const blocks = [];
  for (let at = 0; at < length; at += 32) blocks.push(createHash('sha256').update(`${seed}:${at}`).digest());
  return Buffer.concat(blocks).subarray(0, length);
}

const NAMES = ['sensor', 'network', 'config', 'display', 'button', 'timer', 'buffer', 'message', 'value', 'state', 'count', 'limit', 'pin', 'index', 'result'];
/** Something like a program: names, numbers, indentation. */
function program(length, seed) {
  const chance = noise(length, seed);
  const word = (at) => NAMES[chance[at % chance.length] % NAMES.length];
  let text = '';
  for (let at = 0; text.length < length; at += 5) {
    text += `def ${word(at)}_${word(at + 1)}(self, ${word(at + 2)}):\n    self.${word(at + 3)} = ${word(at + 2)} + ${chance.readUInt16LE(at % (length - 2))}\n    return self.${word(at + 4)}\n\n`;
  }
  return Buffer.from(text.slice(0, length));
}

/** `mixed`: four fifths programs, one fifth images and the like. */
function corpus(kind) {
  const size = BYTES / FILES;
  return Object.fromEntries(Array.from({ length: FILES }, (_, n) => [`file${n}.${kind === 'noise' || n % 5 === 0 ? 'bin' : 'py'}`, kind === 'noise' || n % 5 === 0 ? noise(size, n) : program(size, n)]));
}

async function timed(work) {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

function same(a, b, what) {
  if (!Buffer.from(a).equals(Buffer.from(b))) throw new Error(`${what} did not arrive as it was sent.`);
}

async function ours(port, baud, files) {
  const board = await connectBoard(port, { signal, baud: baud || 115_200 });
  const download = await timed(async () => {
    for (const [name, bytes] of Object.entries(files)) same(Buffer.concat(await Array.fromAsync(board.read(`/${name}`, quiet))), bytes, name);
  });
  const upload = await timed(async () => {
    await board.makeDirectory('/ours', quiet);
    for (const [name, bytes] of Object.entries(files)) await board.write(`/ours/${name}`, [bytes], quiet);
  });
  await board.close();
  return { download, upload };
}

const literal = (bytes) => `b"${[...bytes].map((byte) => (byte < 32 || byte > 126 || byte === 34 || byte === 92 ? `\\x${byte.toString(16).padStart(2, '0')}` : String.fromCharCode(byte))).join('')}"`;
/** A bytes literal as Python prints it. */
function parseLiteral(text) {
  const out = [];
  const body = text.slice(2, -1);
  for (const [, hex, short, plain] of body.matchAll(/\\x([0-9a-f]{2})|\\(.)|([^\\])/g)) {
    if (hex !== undefined) out.push(Number.parseInt(hex, 16));
    else if (short !== undefined) out.push({ n: 10, r: 13, t: 9 }[short] ?? short.charCodeAt(0));
    else out.push(plain.charCodeAt(0));
  }
  return Buffer.from(out);
}

async function peer(port, files) {
  const line = await openSerialLine(port, 115_200, signal);
  const repl = new RawRepl(line, LIMITS);
  await repl.enter(true, signal);
  const run = async (code) => {
    const { output, traceback } = await repl.run(code, 10_000, signal);
    if (traceback !== '') throw new Error(traceback);
    return output;
  };
  const download = await timed(async () => {
    for (const [name, bytes] of Object.entries(files)) {
      await run(`f=open('/${name}','rb')\nr=f.read`);
      const chunks = [];
      for (;;) {
        const chunk = parseLiteral((await run(`print(r(${PEER_CHUNK}))`)).trimEnd());
        if (chunk.length === 0) break;
        chunks.push(chunk);
      }
      await run('f.close()');
      same(Buffer.concat(chunks), bytes, name);
    }
  });
  const upload = await timed(async () => {
    await run("import os\nos.mkdir('/peer')");
    for (const [name, bytes] of Object.entries(files)) {
      await run(`f=open('/peer/${name}','wb')\nw=f.write`);
      for (let at = 0; at < bytes.length; at += PEER_CHUNK) await run(`w(${literal(bytes.subarray(at, at + PEER_CHUNK))})`);
      await run('f.close()');
    }
  });
  await repl.leave(false, signal);
  await line.close();
  return { download, upload };
}

const results = [];
for (const baud of [0, 115_200]) {
  for (const kind of ['mixed', 'noise']) {
    const files = corpus(kind);
    await using device = await startBoard({ files, baud, flashBytes: 4_000_000 });
    const us = await ours(device.port, baud, files);
    const them = await peer(device.port, files);
    for (const [name, bytes] of Object.entries(files)) for (const way of ['ours', 'peer']) same(Buffer.from(device.files()[`${way}/${name}`], 'latin1'), bytes, name);
    for (const way of ['download', 'upload']) {
      const linkUse = baud === 0 ? null : BYTES / us[way] / (baud / 10);
      results.push({ baud, kind, way, seconds: us[way], peerSeconds: them[way], ratio: them[way] / us[way], linkUse });
    }
  }
}
if (process.argv.includes('--json')) console.log(JSON.stringify(results, null, 2));
else {
  for (const { baud, kind, way, seconds, peerSeconds, ratio, linkUse } of results) {
    const use = linkUse === null ? '' : `, content is ${(100 * linkUse).toFixed(0)} % of what the wire carries`;
    console.log(`${baud || 'no limit'} baud, ${kind}, ${way}: ${seconds.toFixed(1)} s; peer ${peerSeconds.toFixed(1)} s, ${ratio.toFixed(1)} times as long${use}`);
  }
}
