/** `npm run build`: set-up alone, as `npm start` does it first. */
import { setUp } from './set-up/set-up.mjs';
import { StepFailed, say } from './set-up/step.mjs';

try {
  await setUp();
  say('Holdfast is set up.');
} catch (error) {
  say(error instanceof StepFailed ? error.message : String(error.stack));
  process.exitCode = 1;
}
