/** The open-source notices: every package that runs here or is part of the window, with its license, read from what is installed. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { root } from '../set-up/place.mjs';

/** Characters of a license that are kept; the longest in common use (GPL) has 35,000. */
const LONGEST = 40_000;
const LICENSE_FILE = /^(?:licen[cs]e|copying|notice)(?:[.-].*)?$/i;
const MODULES = `node_modules${sep}`;

/**
 * @param moduleIds paths of the modules that became part of the window.
 * @returns {{ name: string, version: string, license: string, text: string }[]} in name order.
 */
export function notices(moduleIds) {
  const folders = new Set(moduleIds.map(packageOf).filter((folder) => folder !== null));
  addTree(root, folders);
  const found = [...folders].map(describe).filter(({ name }) => name !== undefined);
  const byName = new Map(found.map((notice) => [`${notice.name}@${notice.version}`, notice]));
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** The folder of the package a module lies in; null for our own. */
function packageOf(id) {
  const path = id.replace(/^\0+/, '').replace(/[?#].*$/, '');
  const at = path.lastIndexOf(MODULES);
  if (at < 0) return null;
  const [first, second] = path.slice(at + MODULES.length).split(sep);
  return path.slice(0, at) + MODULES + (first.startsWith('@') ? first + sep + second : first);
}

/** Adds the production dependencies of a package, and theirs. */
function addTree(folder, folders) {
  const { dependencies = {}, optionalDependencies = {} } = manifestOf(folder);
  for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
    const found = resolve(name, folder);
    if (found === null || folders.has(found)) continue; // optional ones of other platforms are not installed
    folders.add(found);
    addTree(found, folders);
  }
}

/** As Node finds it: in the node_modules beside or above. */
function resolve(name, from) {
  const found = join(from, 'node_modules', name);
  if (existsSync(join(found, 'package.json'))) return found;
  return from === root || dirname(from) === from ? null : resolve(name, dirname(from));
}

const manifestOf = (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

function describe(folder) {
  const { name, version, license, licenses } = manifestOf(folder);
  const file = readdirSync(folder).sort().find((entry) => LICENSE_FILE.test(entry));
  const text = file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim().slice(0, LONGEST);
  return { name, version, license: nameOf(license) ?? licenses?.map(nameOf).join(' OR ') ?? 'see text', text };
}

const nameOf = (license) => (typeof license === 'object' ? license?.type : license);
