/** Puts smaller forms beside the files of the window, so that the server need not make them. */
import { readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** The page itself is different in every answer. */
const KINDS = new Set(['.js', '.css', '.json', '.svg', '.txt', '.webmanifest']);
const SMALL = 1024;
const [br, gz] = [promisify(brotliCompress), promisify(gzip)];

export async function compressIn(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && KINDS.has(extname(entry.name)));
  await Promise.all(files.map((entry) => compress(join(entry.parentPath, entry.name))));
}

async function compress(path) {
  const bytes = await readFile(path);
  if (bytes.length < SMALL) return;
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  await Promise.all([writeFile(`${path}.br`, await br(bytes, { params })), writeFile(`${path}.gz`, await gz(bytes, { level: 9 }))]);
}
