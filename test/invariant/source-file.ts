/** The project's own sources as the executed design sees them: a path from the root, and what is in it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface SourceFile {
  /** From the project's root, `/`-separated. */
  readonly path: string;
  readonly text: string;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/** AssemblyScript looks like TypeScript and is another language; it imports nothing. */
const OTHER_LANGUAGE = '/assembly/';

export function sourceFiles(folders: readonly string[]): SourceFile[] {
  return folders.flatMap((folder) => paths(folder)).map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

export const readProjectFile = (path: string): string => readFileSync(join(root, path), 'utf8');

export const isTest = ({ path }: SourceFile): boolean => path.startsWith('test/') || /\.test\.tsx?$/.test(path);

function paths(folder: string): string[] {
  return entriesOf(folder)
    .filter((entry) => entry.isFile() && /\.(ts|tsx|js|mjs)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length).replaceAll('\\', '/'))
    .filter((path) => !path.includes(OTHER_LANGUAGE))
    .toSorted();
}

function entriesOf(folder: string) {
  try {
    return readdirSync(join(root, folder), { withFileTypes: true, recursive: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []; // a room that is not built yet
    throw error;
  }
}
