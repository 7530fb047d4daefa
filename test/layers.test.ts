/** The import table of the house, executed. There is no other list of allowed imports: to change it, change it here and say why. */
import { describe, expect, it } from 'vitest';
import { callsInto } from './invariant/references.ts';
import { breaches, driverOf, type Design } from './invariant/layers.ts';
import { readProjectFile, sourceFiles } from './invariant/source-file.ts';

const DESIGN: Design = {
  rooms: [
    { at: 'preload/contract', node: false },
    { at: 'preload/bridge.ts', only: ['preload/contract'], node: false, closed: true },
    { at: 'main/base' },
    { at: 'main/entry' }, // what source and store both speak of
    { at: 'main/storage' },
    { at: 'main/drive' },
    { at: 'main/serial' },
    { at: 'main/secret' },
    { at: 'main/state' },
    { at: 'main/source' },
    { at: 'main/store' },
    { at: 'main/engine' },
    { at: 'main/plan' },
    { at: 'main/run' },
    { at: 'main/monitor' },
    { at: 'main/runbook' },
    { at: 'main/api' },
    { at: 'main/electron', closed: true },
    { at: 'main/serve' },
    { at: 'main/cli' },
    { at: 'renderer', only: ['preload/contract'], node: false, closed: true },
    { at: 'scripts', only: ['main/base', 'main/cli'] },
    { at: 'test', only: ['*'] },
  ],
  apart: [['main/source', 'main/store']],
  drivers: ['main/storage', 'main/source', 'main/store'],
  shared: ['main/store/lock', 'main/store/tree', 'main/store/worker'], // what formats have in common
  packages: {
    '@mantine/core': ['renderer'],
    '@mantine/hooks': ['renderer'],
    '@napi-rs/keyring': ['main/secret'],
    '@noble/ciphers': ['main/store/archive'],
    '@orpc/client': ['main/api', 'renderer', 'test'],
    '@orpc/contract': ['preload/contract', 'main/api', 'renderer', 'test'],
    '@orpc/server': ['main/api', 'main/electron', 'main/serve', 'test'],
    '@scure/bip39': ['main/secret'],
    '@tabler/icons-react': ['renderer'],
    '@tanstack/react-query': ['renderer'],
    '@tanstack/react-router': ['renderer'],
    '@tanstack/react-virtual': ['renderer'],
    '@zxcvbn-ts/core': ['renderer/form'],
    '@zxcvbn-ts/language-common': ['renderer/form'],
    '@zxcvbn-ts/language-en': ['renderer/form'],
    'age-encryption': ['main/store/archive'],
    archiver: ['test'],
    assemblyscript: ['scripts'],
    commander: ['main/cli'],
    conf: ['main/state'],
    drivelist: ['main/drive'],
    diff: ['renderer/ui/diff'],
    electron: ['main/electron', 'preload/bridge.ts'],
    'fast-check': ['test'],
    koffi: ['main/base/c-library.ts', 'main/entry'],
    '@micropython/micropython-webassembly-pyscript': ['test'],
    serialport: ['main/serial'],
    'playwright-core': ['scripts', 'test'],
    pino: ['main/base'],
    'pino-roll': ['main/base'],
    react: ['renderer'],
    'react-dom': ['renderer'],
    unzipper: ['test'],
    vite: ['scripts', 'test'],
    vitest: ['test'],
    ws: ['main/serve', 'test'],
    zod: ['preload/contract', 'main', 'test'],
  },
  computed: ['main/cli/holdfast.js'], // finds the built program or its source
};

/** Where every driver folder of a room finds its conformance suite. */
const SUITES = {
  'main/storage': 'test/contract/storage.ts',
  'main/source': 'test/contract/source.ts',
  'main/store': 'test/contract/store.ts',
};

describe('the house', () => {
  it('has every import go up the table, and every package stay where it belongs', () => {
    expect(breaches(sourceFiles(['main', 'preload', 'renderer', 'scripts', 'test']), DESIGN)).toEqual([]);
  });

  it('has a place for every package the program brings along', () => {
    const { dependencies } = JSON.parse(readProjectFile('package.json')) as { dependencies: Record<string, string> };
    expect(Object.keys(DESIGN.packages)).toEqual(expect.arrayContaining(Object.keys(dependencies)));
  });

  it.each(Object.entries(SUITES))('has every driver of %s run the suite in %s', (room, suite) => {
    const files = sourceFiles([room]);
    const drivers = new Set(files.map(({ path }) => driverOf(path, { drivers: [room], shared: DESIGN.shared })).filter((driver) => driver !== null));
    const tests = files.filter(({ path }) => path.endsWith('.test.ts'));
    const untested = [...drivers].filter((driver) => !tests.some((file) => file.path.startsWith(`${driver}/`) && callsInto(file, suite)));
    expect(untested).toEqual([]);
  });
});
