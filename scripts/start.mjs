/** `npm start`: sets everything up when something changed; then, with arguments, it is the command line, and without them the window. */
import { setUp } from './set-up/set-up.mjs';
import { StepFailed, say } from './set-up/step.mjs';

/** npm runs its scripts in the project's folder; the user's relative paths mean the folder they typed them in. */
function goWhereTheUserIs() {
  const { INIT_CWD: typedIn, npm_lifecycle_event: script } = process.env;
  if (script === 'start' && typedIn !== undefined) process.chdir(typedIn);
}

async function commandLine(argv) {
  const { run } = await import('../main/cli/holdfast.js');
  await run(argv);
}

/** The desktop where its program can be had, else the same window in the browser. */
async function showWindow() {
  const { electronBinary, desktopCode } = await import('./set-up/electron.mjs');
  const binary = await electronBinary();
  if (binary !== null) process.exitCode = await desktopCode(binary);
  else {
    say('The desktop program cannot be had here: the same window opens in the browser.');
    await commandLine(['serve', '--open']);
  }
}

const argv = process.argv.slice(2);
try {
  await setUp();
  goWhereTheUserIs();
  await (argv.length === 0 ? showWindow() : commandLine(argv));
} catch (error) {
  say(error instanceof StepFailed ? error.message : String(error.stack));
  process.exitCode = 1;
}
