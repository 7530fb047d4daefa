/** Loaded into a program before anything else: its clock is off by as much as the environment says, so that it lives on another day. */

const OFFSET = Number(process.env['HOLDFAST_TEST_CLOCK'] ?? 0);
const RealDate = Date;

/** `new Date()` and `Date.now()` are off, all else is as ever. */
globalThis.Date = new Proxy(RealDate, {
  construct: (target, args: [], caller) => Reflect.construct(target, args.length === 0 ? [RealDate.now() + OFFSET] : args, caller) as Date,
  get: (target, name) => (name === 'now' ? () => RealDate.now() + OFFSET : Reflect.get(target, name) as unknown),
});
