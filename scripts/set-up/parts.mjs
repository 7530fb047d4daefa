/** The parts of the program that are built, each by itself, and what each is made from. */
const COMMON = ['scripts/build.mjs', 'scripts/build', 'package.json', 'package-lock.json'];

export const PARTS = {
  main: { config: 'vite.config.ts', sources: [...COMMON, 'scripts/build-kernel.mjs', 'main', 'preload/contract'] },
  preload: { config: 'vite.preload.config.ts', sources: [...COMMON, 'preload'] },
  renderer: { config: 'vite.renderer.config.ts', sources: [...COMMON, 'renderer', 'assets', 'preload/contract'] },
};
