/** What is used of pino-roll, which brings no types. */
declare module 'pino-roll' {
  import type { DestinationStream } from 'pino';

  interface RollOptions {
    file: string;
    extension: string;
    /** A number and a unit; `b` is bytes. */
    size: string;
    /** `count`: files kept, the current one included, when `removeOtherLogFiles` is set. */
    limit: { count: number; removeOtherLogFiles: boolean };
    sync: boolean;
    mode: number;
  }

  interface RollStream extends DestinationStream {
    on(event: 'error', listener: (error: unknown) => void): this;
    end(): void;
  }

  export default function roll(options: RollOptions): Promise<RollStream>;
}
