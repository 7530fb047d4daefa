/** `npm start`: sets everything up when something changed, then is the command line, in this process. */
import { setUp } from './set-up/set-up.mjs';
import { StepFailed, say } from './set-up/step.mjs';

/** npm runs its scripts in the project's folder; the user's relative paths mean the folder they typed them in. */
function goWhereTheUserIs() {
  const { INIT_CWD: typedIn, npm_lifecycle_event: script } = process.env;
  if (script === 'start' && typedIn !== undefined) process.chdir(typedIn);
}

try {
  await setUp();
  goWhereTheUserIs();
  const { run } = await import('../main/cli/holdfast.js');
  await run(process.argv.slice(2));
} catch (error) {
  say(error instanceof StepFailed ? error.message : String(error.stack));
  process.exitCode = 1;
}
