/** The window's files, all in memory: a request names one of them or nothing, and no path of a request ever reaches the disk. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { sha256Hex } from '../base/ids.ts';

export type Encoding = 'br' | 'gzip' | 'identity';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml', '.png': 'image/png', '.ico': 'image/x-icon', '.webp': 'image/webp', '.woff2': 'font/woff2', '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json', '.map': 'application/json; charset=utf-8',
};
/** What gets smaller. */
const COMPRESSIBLE = new Set(['.html', '.js', '.css', '.json', '.svg', '.txt', '.webmanifest', '.map']);
/** Made by the build beside the file it is a smaller form of. */
const SUFFIXES = { br: '.br', gzip: '.gz' } as const;
/** The build puts a hash of the content into these names, so that what one of them stands for never changes. */
const HASHED = /^\/assets\/.*-[\w-]{8}\.\w+$/;
const SMALL = 1024;

export class WindowFile {
  readonly type: string;
  readonly etag: string;
  readonly immutable: boolean;
  readonly plain: Buffer;
  readonly #compressible: boolean;
  readonly #forms = new Map<Encoding, Promise<Buffer>>();

  /** @param path as in a URL. */
  constructor(path: string, plain: Buffer, forms: ReadonlyMap<Encoding, Buffer> = new Map()) {
    this.plain = plain;
    this.type = TYPES[extname(path)] ?? 'application/octet-stream';
    this.etag = `"${sha256Hex(plain).slice(0, 32)}"`;
    this.immutable = HASHED.test(path);
    this.#compressible = COMPRESSIBLE.has(extname(path)) && plain.length >= SMALL;
    for (const [encoding, bytes] of forms) this.#forms.set(encoding, Promise.resolve(bytes));
  }

  /** The best form the client takes. Compressed at the first request, unless the build has done it. */
  async form(accepted: string): Promise<{ encoding: Encoding; bytes: Buffer }> {
    const encoding = this.#compressible ? (preferred(accepted)) : 'identity';
    if (encoding === 'identity') return { encoding, bytes: this.plain };
    const made = this.#forms.get(encoding) ?? compress[encoding](this.plain);
    this.#forms.set(encoding, made);
    return { encoding, bytes: await made };
  }
}

const preferred = (accepted: string): Encoding => {
  const takes = (name: string): boolean => accepted.split(',').some((part) => part.trim().split(';')[0] === name && !/;\s*q=0(?:\.0*)?$/.test(part.trim()));
  return takes('br') ? 'br' : takes('gzip') ? 'gzip' : 'identity';
};

/** Quick rather than small: this is for builds that did not compress. */
const compress = {
  br: (bytes: Buffer) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: (bytes: Buffer) => promisify(gzip)(bytes),
};

/** By path as in a URL (`/assets/x.js`); empty when the window has not been built. */
export type WindowFiles = ReadonlyMap<string, WindowFile>;

export function loadWindow(folder: string = windowFolder()): WindowFiles {
  if (!existsSync(join(folder, 'index.html'))) return new Map();
  const names = new Set(readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)));
  const files = new Map<string, WindowFile>();
  for (const name of names) {
    if (isForm(name, names) || name.endsWith('.map')) continue;
    const path = name.slice(folder.length).replaceAll('\\', '/').replace(/^\/?/, '/');
    const forms = (['br', 'gzip'] as const).filter((encoding) => names.has(name + SUFFIXES[encoding])).map((encoding) => [encoding, readFileSync(name + SUFFIXES[encoding])] as const);
    files.set(path, new WindowFile(path, readFileSync(name), new Map<Encoding, Buffer>(forms)));
  }
  return files;
}

const isForm = (name: string, names: ReadonlySet<string>): boolean => Object.values(SUFFIXES).some((suffix) => name.endsWith(suffix) && names.has(name.slice(0, -suffix.length)));

/** Beside the built program, which is one flat folder; from source, where the build puts it. */
export const windowFolder = (from: string = import.meta.url): string => fileURLToPath(new URL(from.endsWith('.ts') ? '../../dist/renderer' : '../renderer', from));
