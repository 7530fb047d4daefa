#!/usr/bin/env node
/**
 * The command `holdfast`: finds a Node new enough and the built program, and hands over.
 * Plain syntax on purpose: an old Node must be able to read this file, or it could not say what it needs.
 */
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import * as modules from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const NODE_NEEDED = 24;
const self = fileURLToPath(import.meta.url);
const root = join(dirname(self), '..', '..');
const bundledNode = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
/**
 * The part of V8's heap where objects are born stays as small as it begins; left to itself it grows to 64 MB. Told on the command line because Node's
 * own modules lie compiled in its binary, and are compiled anew, here and in every worker, once any other flag was set, or this one later.
 */
const HEAP = ['--semi-space-growth-factor=1'];
/** The built program first; its source runs as it is on a Node that strips types. */
const programs = [join(root, 'dist', 'main', 'cli.js'), join(root, 'main', 'cli', 'main.ts')];

/** Runs the command line with these arguments. The outcome is in `process.exitCode` when the promise resolves. */
export function run(argv) {
  if (argv.length === 1 && argv[0] === '--version') return printVersion();
  return Number(process.versions.node.split('.')[0]) >= NODE_NEEDED ? runHere(argv) : runUnderBundledNode(argv);
}

/** Answered before anything is loaded or started: scripts ask for it often. */
function printVersion() {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  process.stdout.write('holdfast ' + version + '\n');
  return Promise.resolve();
}

function runHere(argv) {
  const program = programs.find((path) => existsSync(path));
  if (program === undefined) return refuse('The program has not been built yet: run "npm start" once in ' + root + '.');
  modules.enableCompileCache(join(root, 'dist', 'compiled')); // where that cannot be written, it is compiled anew each time
  return import(pathToFileURL(program).href).then(
    (loaded) =>
      loaded.main(argv).then((code) => {
        process.exitCode = code;
      }),
    (error) => {
      if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
      return refuse('A part of the program is missing (' + error.message + '): run "npm start" once in ' + root + '.');
    },
  );
}

function runUnderBundledNode(argv) {
  if (!existsSync(bundledNode) || realpathSync(process.execPath) === realpathSync(bundledNode)) {
    return refuse(
      'Node ' +
        NODE_NEEDED +
        ' or newer is needed, this is ' +
        process.versions.node +
        ', and none is bundled here: run "npm start" once in ' +
        root +
        ', or install Node ' +
        NODE_NEEDED +
        '.',
    );
  }
  const args = HEAP.concat(self, argv);
  becomeBundledNode([bundledNode].concat(args));
  return import('node:child_process').then(({ spawn }) => waitForChild(spawn, args));
}

function waitForChild(spawn, args) {
  return new Promise((resolve) => {
    const child = spawn(bundledNode, args, { stdio: 'inherit' });
    const release = passSignalsTo(child);
    child.on('error', (error) => {
      release();
      resolve(refuse('The bundled Node cannot be started (' + error.message + '): remove node_modules in ' + root + ' and run "npm start" there.'));
    });
    child.on('exit', (code, signal) => {
      release();
      if (signal === null) process.exitCode = code;
      else process.kill(process.pid, signal);
      resolve();
    });
  });
}

/**
 * This process becomes the other: a second one would take 40 MB for nothing but waiting. Returns where that cannot be done; then the other
 * is started as a child.
 */
function becomeBundledNode(args) {
  if (process.platform !== 'linux' || process.send !== undefined) return;
  try {
    const libc = modules.createRequire(import.meta.url)('koffi').load(null);
    const fcntl = libc.func('int fcntl(int fd, int command, ...)');
    const execv = libc.func('int execv(const char *path, const char **args)');
    const [setFlags, closeOnExec] = [2, 1]; // Node has marked its own standard streams so
    [0, 1, 2].forEach((fd) => fcntl(fd, setFlags, 'int', 0));
    execv(args[0], args.concat(null));
    [0, 1, 2].forEach((fd) => fcntl(fd, setFlags, 'int', closeOnExec)); // it came back: it was refused
  } catch {
    // no koffi for this machine: a child does as well
  }
}

/**
 * The child decides what a signal means. Ctrl-C in a terminal reaches it without us, so that passing it on would double it;
 * without a terminal nobody else does.
 */
function passSignalsTo(child) {
  const attached = [process.stdin, process.stdout, process.stderr].some((stream) => stream.isTTY);
  const handlers = ['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => [
    signal,
    () => {
      if (signal !== 'SIGINT' || !attached) child.kill(signal);
    },
  ]);
  handlers.forEach(([signal, handler]) => process.on(signal, handler));
  return () => handlers.forEach(([signal, handler]) => process.removeListener(signal, handler));
}

function refuse(sentence) {
  process.stderr.write('holdfast: ' + sentence + '\n');
  process.exitCode = 1;
  return Promise.resolve();
}

const startedHere = process.argv[1] !== undefined && existsSync(process.argv[1]) && realpathSync(process.argv[1]) === realpathSync(self);
if (startedHere) {
  run(process.argv.slice(2)).catch((error) => {
    process.stderr.write('holdfast: ' + (error && error.stack ? error.stack : String(error)) + '\n');
    process.exitCode = 1;
  });
}
