/** What the engine's process and the window's process say to each other. Each side checks what it hears. */
import { z } from 'zod';

/** What the engine asks of the person's screen. */
export const DesktopRequest = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('pick-folder'), title: z.string(), startAt: z.string().nullable() }),
  z.strictObject({ what: z.literal('reveal'), path: z.string().min(1) }),
]);
export type DesktopRequest = z.infer<typeof DesktopRequest>;

/** Null: closed without a choice, or nothing to answer. */
export const DesktopAnswer = z.string().nullable();
export type DesktopAnswer = z.infer<typeof DesktopAnswer>;

const id = z.int().nonnegative();

export const ToEngine = z.discriminatedUnion('type', [
  /** Serve the contract over the port that comes with it. */
  z.strictObject({ type: z.literal('connect') }),
  /** Send the file behind a ticket over the port that comes with it. */
  z.strictObject({ type: z.literal('preview'), ticket: z.string().min(1).max(200) }),
  z.strictObject({ type: z.literal('answer'), id, answer: DesktopAnswer }),
  z.strictObject({ type: z.literal('refusal'), id, reason: z.string() }),
  /** Say whether a run is going on. */
  z.strictObject({ type: z.literal('busy?'), id }),
  /** Cancel what runs, close everything, end. */
  z.strictObject({ type: z.literal('close') }),
]);
export type ToEngine = z.infer<typeof ToEngine>;

/** Something to ask about a drive, for a person who does not look at the window. */
export const DriveNotice = z.strictObject({ kind: z.enum(['back-up', 'use', 'safe']), drive: z.string(), plans: z.array(z.string()) });
export type DriveNotice = z.infer<typeof DriveNotice>;

export const FromEngine = z.discriminatedUnion('type', [
  /** Whenever it changes, and when asked: then with the question's id. */
  z.strictObject({ type: z.literal('busy'), busy: z.boolean(), id: id.nullable() }),
  z.strictObject({ type: z.literal('request'), id, request: DesktopRequest }),
  z.strictObject({ type: z.literal('drive'), notice: DriveNotice }),
]);
export type FromEngine = z.infer<typeof FromEngine>;

/** Over the port of a preview, from the engine: the head or nothing, then bytes, one message for each `more`. */
export const PreviewMessage = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('none') }),
  z.strictObject({ type: z.literal('head'), mime: z.string(), size: z.int().nonnegative() }),
  z.strictObject({ type: z.literal('bytes'), bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array) }),
  z.strictObject({ type: z.literal('end') }),
  z.strictObject({ type: z.literal('failed'), message: z.string() }),
]);
export type PreviewMessage = z.infer<typeof PreviewMessage>;
export const MORE = 'more';

/** A MessagePort as both processes have it. */
export interface Port {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
  close(): void;
}
