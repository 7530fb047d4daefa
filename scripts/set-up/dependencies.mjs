/** Dependencies: `npm ci`, when what is installed is not what the lock file says. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasBundledNode, inRoot, root, setUpFolder } from './place.mjs';
import { step } from './step.mjs';

/** npm writes its own list of what it installed as its very last act: a cut-off install has none. */
export function dependenciesAreCurrent() {
  const installedList = inRoot('node_modules', '.package-lock.json');
  if (!existsSync(installedList) || !hasBundledNode()) return false;
  const wanted = packagesIn(inRoot('package-lock.json'));
  const installed = packagesIn(installedList);
  return Object.keys(wanted).every((place) => place === '' || isSatisfied(wanted[place], installed[place]));
}

/** Optional packages are those of other platforms: absent here for a reason. */
const isSatisfied = (wanted, found) =>
  found === undefined ? wanted.optional === true : found.version === wanted.version && found.integrity === wanted.integrity;

const packagesIn = (path) => JSON.parse(readFileSync(path, 'utf8')).packages;

/** Said outright, because `npm start --silent` and a production setting reach us through the environment. */
const CI = ['ci', '--include=dev', '--include=optional', '--loglevel=warn'];

export function installDependencies() {
  const npm = process.env.npm_execpath;
  const [command, ...first] = npm !== undefined && /\.c?js$/.test(npm) ? [process.execPath, npm] : ['npm'];
  return step('Setting up: installing dependencies (once, a minute or so) …', command, [...first, ...CI], {
    cwd: root,
    log: join(setUpFolder, 'npm-ci.log'),
    failed: 'The dependencies could not be installed: is this machine online?',
  });
}
