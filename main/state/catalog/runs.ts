/** The history of runs. A run is written when it starts and once more when it ends, so that one that was cut off shows. */
import { hostname } from 'node:os';
import type { DatabaseSync } from 'node:sqlite';
import type { RunKind, RunOutcome, RunProblem } from '../../../preload/contract/run.ts';
import { systemClock, type Clock } from '../../base/clock.ts';
import { Fault } from '../../base/fault.ts';
import { newId } from '../../base/ids.ts';
import { readCursor } from './cursor.ts';
import type { CatalogDatabase } from './database.ts';

/** Problems kept of one run; the count says how many there were. */
export const PROBLEMS_KEPT = 500;

export interface RunStart {
  kind: RunKind;
  plan?: string;
  destination?: string;
  source?: string;
}

export interface RunResult {
  /** Whatever the operation tells of itself; must survive JSON. */
  summary?: unknown;
  problems?: readonly RunProblem[];
  /** How many there were, where `problems` are not all. */
  problemCount?: number;
  /** When it ended: milliseconds since the epoch; default now. */
  at?: number;
}

/** Which runs are meant: every condition given must hold. */
export interface RunsWanted {
  plan?: string | undefined;
  kinds?: readonly RunKind[];
  outcomes?: readonly RunOutcome[];
  /** Milliseconds since the epoch: started at or after, and before. */
  since?: number | undefined;
  until?: number | undefined;
}

/** A backup of a plan that left a snapshot. */
export interface PlanBackup {
  runId: string;
  /** Place of its run in history: greater is newer. */
  seq: number;
  /** RFC 3339, when the run ended. */
  endedAt: string;
  destination: string;
  files: number;
  bytes: number;
}

/** A transfer after which its destination held what the one before it did. */
export interface PlanTransferred extends Pick<PlanBackup, 'seq' | 'endedAt'> {
  /** Address. */
  to: string;
  /** It brought something; else all was there. */
  copied: boolean;
  /** Files of it that were read back and compared. */
  verified: number;
}

/** What is known of a run; dates are RFC 3339 in UTC. */
export interface RunRecord {
  id: string;
  kind: RunKind;
  plan: string | null;
  destination: string | null;
  source: string | null;
  startedAt: string;
  endedAt: string | null;
  /** Null while it runs. */
  outcome: RunOutcome | null;
  pid: number;
  host: string;
  summary: unknown;
  /** The first PROBLEMS_KEPT. */
  problems: RunProblem[];
  problemCount: number;
}

export interface RunPage {
  /** Newest first. */
  runs: RunRecord[];
  /** Where the next page begins; null after the last. */
  next: string | null;
}

interface Row {
  seq: number; id: string; kind: RunKind; plan: string | null; destination: string | null; source: string | null;
  started_at: number; ended_at: number | null; outcome: RunOutcome | null; pid: number; host: string;
  summary: string; problems: string; problem_count: number;
}

export class Runs {
  readonly #database: CatalogDatabase;
  readonly #clock: Clock;
  readonly #host: string;
  /** Runs this process itself started and has not ended. */
  readonly #own = new Set<string>();

  constructor(database: CatalogDatabase, clock: Clock = systemClock, host: string = hostname()) {
    this.#database = database;
    this.#clock = clock;
    this.#host = host;
  }

  /**
   * @param isAlive given, the run is refused while another one of the same plan goes on in any process of this machine.
   * @returns the id of the run.
   * @throws Fault `busy` with the other run's id as `runId` in its context.
   */
  start({ kind, plan, destination, source }: RunStart, isAlive?: (pid: number) => boolean): string {
    const id = newId();
    this.#database.transaction((database) => {
      const other = isAlive === undefined || plan === undefined ? null : this.#running(database, plan, isAlive);
      if (other !== null) {
        throw new Fault('busy', `The plan is being worked on already, by the run ${other.id}.`, {
          context: { runId: other.id }, advice: `Wait until it has ended. "holdfast run show ${other.id.slice(0, 8)}" tells of it.`,
        });
      }
      database
        .prepare('INSERT INTO runs (id, kind, plan, destination, source, started_at, pid, host) VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
        .run(id, kind, plan ?? null, destination ?? null, source ?? null, this.#clock.now(), process.pid, this.#host);
    });
    this.#own.add(id);
    return id;
  }

  #running(database: DatabaseSync, plan: string, isAlive: (pid: number) => boolean): Row | null {
    const open = database.prepare('SELECT * FROM runs WHERE plan = ? AND outcome IS NULL AND host = ? ORDER BY seq DESC').all(plan, this.#host) as unknown as Row[];
    return open.find((row) => this.#runs(row, isAlive, 0)) ?? null;
  }

  /** The first ending stands: a run that has ended already is left as it is. */
  end(id: string, outcome: RunOutcome, { summary = null, problems = [], problemCount = problems.length, at = this.#clock.now() }: RunResult = {}): void {
    const kept = JSON.stringify(problems.slice(0, PROBLEMS_KEPT));
    this.#database.use((database) => database
      .prepare('UPDATE runs SET ended_at = ?, outcome = ?, summary = ?, problems = ?, problem_count = ? WHERE id = ? AND outcome IS NULL')
      .run(at, outcome, JSON.stringify(summary) ?? 'null', kept, problemCount, id));
    this.#own.delete(id);
  }

  /**
   * @param limit runs a page, 1 or more.
   * @param cursor `next` of the page before.
   */
  list({ limit = 50, cursor, ...wanted }: RunsWanted & { limit?: number; cursor?: string | undefined } = {}): RunPage {
    const { where, values } = conditions(wanted);
    const rows = this.#database.use((database) => database
      .prepare(`SELECT * FROM runs WHERE seq < ?${where} ORDER BY seq DESC LIMIT ?`).all(readCursor(cursor), ...values, limit + 1)) as unknown as Row[];
    const last = rows[limit - 1];
    return { runs: rows.slice(0, limit).map(toRecord), next: rows.length > limit && last !== undefined ? String(last.seq) : null };
  }

  /** The newest run of a plan that ended. */
  lastOf(plan: string): RunRecord | null {
    const row = this.#database.use((database) => database
      .prepare('SELECT * FROM runs WHERE plan = ? AND outcome IS NOT NULL ORDER BY seq DESC LIMIT 1').get(plan)) as Row | undefined;
    return row === undefined ? null : toRecord(row);
  }

  /** What the plan's runs have stored, newest run first, as far as somebody asks on. Reads no more of history than is asked for. */
  backupsOf<T>(plan: string, look: (backups: Iterable<PlanBackup>) => T): T {
    return this.#database.use((database) => look(backups(database.prepare(BACKUPS_OF_PLAN).iterate(plan))));
  }

  /** What reached a plan's destinations by transfer, newest run first, as far as somebody asks on. */
  transfersOf<T>(plan: string, look: (transfers: Iterable<PlanTransferred>) => T): T {
    return this.#database.use((database) => look(transfers(database.prepare(TRANSFERS_OF_PLAN).iterate(plan))));
  }

  /** @throws Fault `missing`. */
  get(id: string): RunRecord {
    const row = this.#database.use((database) => database.prepare('SELECT * FROM runs WHERE id = ?').get(id)) as Row | undefined;
    if (row === undefined) throw new Fault('missing', `There is no run ${id}.`, { context: { id }, advice: 'See the runs there are with "holdfast run list".' });
    return toRecord(row);
  }

  /**
   * Marks the runs of this machine whose process is gone as `interrupted`; to be called at every start.
   * @param isAlive whether a process with this id runs.
   * @param bootedAt milliseconds since the epoch: what began before it cannot be alive, whatever has its process id now.
   * @returns the runs that were marked.
   */
  markInterrupted(isAlive: (pid: number) => boolean, bootedAt = 0): RunRecord[] {
    return this.#database.transaction((database) => {
      const open = database.prepare('SELECT * FROM runs WHERE outcome IS NULL AND host = ? ORDER BY seq').all(this.#host) as unknown as Row[];
      const dead = open.filter((row) => !this.#runs(row, isAlive, bootedAt));
      const end = database.prepare("UPDATE runs SET ended_at = ?, outcome = 'interrupted' WHERE seq = ?");
      const now = this.#clock.now();
      for (const { seq } of dead) end.run(now, seq);
      return dead.map((row) => toRecord({ ...row, ended_at: now, outcome: 'interrupted' }));
    });
  }

  /** Our own process id on a run we did not start means the id was given out again; in a container it always is 1. */
  #runs({ id, pid, started_at }: Row, isAlive: (pid: number) => boolean, bootedAt: number): boolean {
    if (this.#own.has(id)) return true;
    return pid !== process.pid && started_at >= bootedAt && isAlive(pid);
  }
}

/** Results are kept as the contract has them; a dry run leaves no snapshot. */
const BACKUPS_OF_PLAN = `
  SELECT runs.id, runs.seq, runs.ended_at, result.value ->> '$.destination' AS destination,
    result.value ->> '$.summary.total_files_processed' AS files, result.value ->> '$.summary.total_bytes_processed' AS bytes
  FROM runs, json_each(runs.summary, '$.results') AS result
  WHERE runs.plan = ? AND runs.outcome IS NOT NULL
    AND result.value ->> '$.kind' = 'backup' AND result.value ->> '$.snapshotId' IS NOT NULL AND result.value ->> '$.dryRun' = 0
  ORDER BY runs.seq DESC`;

const TRANSFERS_OF_PLAN = `
  SELECT runs.seq, runs.ended_at, result.value ->> '$.to' AS destination, result.value ->> '$.state' AS state, result.value ->> '$.verified.files' AS verified
  FROM runs, json_each(runs.summary, '$.results') AS result
  WHERE runs.plan = ? AND runs.outcome IS NOT NULL AND result.value ->> '$.kind' = 'transfer' AND result.value ->> '$.state' IN ('succeeded', 'nothing')
  ORDER BY runs.seq DESC`;

function* transfers(rows: Iterable<Record<string, unknown>>): Generator<PlanTransferred> {
  for (const { seq, ended_at: endedAt, destination, state, verified } of rows) {
    yield { seq: Number(seq), endedAt: toTime(Number(endedAt)), to: String(destination), copied: state === 'succeeded', verified: Number(verified ?? 0) };
  }
}

function* backups(rows: Iterable<Record<string, unknown>>): Generator<PlanBackup> {
  for (const { id, seq, ended_at: endedAt, destination, files, bytes } of rows) {
    yield { runId: String(id), seq: Number(seq), endedAt: toTime(Number(endedAt)), destination: String(destination), files: Number(files), bytes: Number(bytes) };
  }
}

function conditions({ plan, kinds = [], outcomes = [], since, until }: RunsWanted): { where: string; values: (string | number)[] } {
  const parts: [sql: string, values: readonly (string | number)[]][] = [];
  if (plan !== undefined) parts.push(['plan = ?', [plan]]);
  if (kinds.length > 0) parts.push([`kind IN (${marks(kinds)})`, kinds]);
  if (outcomes.length > 0) parts.push([`outcome IN (${marks(outcomes)})`, outcomes]);
  if (since !== undefined) parts.push(['started_at >= ?', [since]]);
  if (until !== undefined) parts.push(['started_at < ?', [until]]);
  return { where: parts.map(([sql]) => ` AND ${sql}`).join(''), values: parts.flatMap(([, values]) => [...values]) };
}

const marks = (values: readonly unknown[]): string => values.map(() => '?').join(', ');

const toTime = (milliseconds: number): string => new Date(milliseconds).toISOString();

function toRecord(row: Row): RunRecord {
  const { id, kind, plan, destination, source, outcome, pid, host } = row;
  return {
    id, kind, plan, destination, source, outcome, pid, host,
    startedAt: toTime(row.started_at),
    endedAt: row.ended_at === null ? null : toTime(row.ended_at),
    summary: JSON.parse(row.summary),
    problems: JSON.parse(row.problems) as RunProblem[],
    problemCount: row.problem_count,
  };
}
