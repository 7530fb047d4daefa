/** `utilityProcess`: the real program in a process of its own, with a parent port. */
import { fork, type ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Channel } from './channel.ts';
import { launcher } from './launcher-line.ts';
import { PortRelay, type MessagePortMain } from './ports.ts';

const PARENT_PORT = new URL('./parent-port.ts', import.meta.url).href;

interface Options {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  stdio?: string[];
  serviceName?: string;
}

const running = new Set<ChildProcess>();
launcher.on('engines', () => [...running].map(({ pid }) => pid));

class UtilityProcess extends EventEmitter {
  readonly #child: ChildProcess;
  readonly #channel: Channel;
  readonly #relay: PortRelay;

  constructor(modulePath: string, args: readonly string[], { cwd, env, stdio = [] }: Options) {
    super();
    const [, stdout = 'inherit', stderr = 'inherit'] = stdio as ('inherit' | 'pipe' | 'ignore')[];
    const child = fork(fileURLToPath(new URL(modulePath, 'file:')), args, {
      serialization: 'advanced', execArgv: ['--import', PARENT_PORT], stdio: ['ignore', stdout, stderr, 'ipc'], ...(cwd === undefined ? {} : { cwd }), ...(env === undefined ? {} : { env }),
    });
    this.#child = child;
    running.add(child);
    this.#channel = new Channel(child as never);
    this.#relay = new PortRelay(this.#channel, 'parent-');
    this.#channel.on<unknown>('message', (data) => this.emit('message', data));
    child.on('spawn', () => this.emit('spawn'));
    child.on('close', (code) => {
      running.delete(child);
      this.#relay.closeAll();
      this.emit('exit', code);
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get stderr(): ChildProcess['stderr'] {
    return this.#child.stderr;
  }

  get stdout(): ChildProcess['stdout'] {
    return this.#child.stdout;
  }

  postMessage(data: unknown, transfer: readonly MessagePortMain[] = []): void {
    this.#channel.tell('message', { data, ports: transfer.map((port) => this.#relay.send(port)) });
  }

  kill(): boolean {
    return this.#child.kill();
  }
}

export const utilityProcess = {
  fork: (modulePath: string, args: readonly string[] = [], options: Options = {}): UtilityProcess => new UtilityProcess(modulePath, args, options),
};
