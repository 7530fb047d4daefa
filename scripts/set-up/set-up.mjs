/** All set-up the program needs: dependencies, then the build; each only when it is not current. */
import { join } from 'node:path';
import { build, buildIsCurrent } from './build.mjs';
import { dependenciesAreCurrent, installDependencies } from './dependencies.mjs';
import { setUpFolder } from './place.mjs';
import { say } from './step.mjs';
import { withLock } from './lock.mjs';

const isReady = () => dependenciesAreCurrent() && buildIsCurrent();

export async function setUp() {
  if (!isReady()) await locked(makeReady);
}

export async function setUpDependencies() {
  if (!dependenciesAreCurrent()) await locked(makeDependenciesReady);
}

const locked = (work) => withLock(join(setUpFolder, 'lock'), work, () => say('Another start is setting Holdfast up: waiting for it …'));

/** Looks again at each part: whoever held the lock before may have made it. */
async function makeReady() {
  await makeDependenciesReady();
  if (!buildIsCurrent()) await build();
}

async function makeDependenciesReady() {
  if (!dependenciesAreCurrent()) await installDependencies();
}
