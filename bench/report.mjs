/** From figures to what is read: the table, the chart, the lines in the documentation. */
import { median } from './measure.mjs';
import { judged } from './targets.mjs';

/** @param {Map<string, Map<string, object[]>>} figures by work and program. @returns one object for each of both. */
export function summarised(figures) {
  return [...figures].flatMap(([work, programs]) => [...programs].map(([program, runs]) => ({ work, program, ...ofRuns(runs) })));
}

function ofRuns(runs) {
  const seconds = runs.map((run) => run.seconds);
  const of = (name) => (runs[0][name] === undefined ? undefined : median(runs.map((run) => run[name])));
  return { runs: runs.length, seconds: median(seconds), least: Math.min(...seconds), most: Math.max(...seconds), cpu: of('cpu'), peakMib: Math.max(...runs.map((run) => run.peakMib)), size: of('size'), added: of('added') };
}

const worksOf = (rows) => [...new Set(rows.map(({ work }) => work))];
const byProgram = (rows, work) => new Map(rows.filter((row) => row.work === work).map((row) => [row.program, row]));

/** Whether each wanted thing was reached, a line each. */
export const verdicts = (rows) => worksOf(rows).flatMap((work) => judged(work, byProgram(rows, work)).map(({ text, met }) => ({ work, met, text })));

/** Rows for `console.table` and the documentation. `ratio`: this program's time by Holdfast's. */
export function tableOf(rows) {
  return rows.map(({ work, program, runs, seconds, least, most, cpu, peakMib, size, added }) => {
    const ours = byProgram(rows, work).get('holdfast');
    return {
      work, program, median: `${seconds.toFixed(2)} s`, spread: `${least.toFixed(2)}–${most.toFixed(2)}`, runs,
      ratio: ours === undefined ? '' : (seconds / ours.seconds).toFixed(2), cpu: `${cpu.toFixed(2)} s`, memory: `${Math.round(peakMib * 1.048576)} MB`,
      stored: size === undefined ? '' : added === undefined ? `${(size / 1e6).toFixed(1)} MB` : `+${(added / 1e6).toFixed(1)} MB`,
    };
  });
}

export function markdownOf(rows, about) {
  const table = tableOf(rows);
  const head = ['work', 'program', 'median', 'spread', 'time ÷ ours', 'CPU', 'peak memory', 'stored'];
  const lines = table.map((row, at) => {
    const first = at === 0 || table[at - 1].work !== row.work;
    return [first ? row.work : '', row.program, row.median, row.spread, row.ratio, row.cpu, row.memory, row.stored];
  });
  const said = verdicts(rows).map(({ work, met, text }) => row([work, text, met ? 'yes' : '**no**']));
  const busy = about.load > about.cores / 2 ? ` Other programs kept the machine busy (load ${Math.round(about.load)} when it began): wall times mean little.` : '';
  return [
    `${about.date}, ${about.cpu}, ${about.cores} cores, ${about.memory}; ${about.corpus}; runs: ${about.runs}.${busy} ${Object.values(about.versions).join('; ')}.`, '',
    row(head), `| ${head.map(() => '---').join(' | ')} |`, ...lines.map(row), '',
    '| work | reached | enough |', '| --- | --- | --- |', ...said,
  ].join('\n');
}

const row = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

const COLORS = { holdfast: '#2f6fde', restic: '#d97706', borg: '#7c3aed', rsync: '#0f766e', 'tar|zstd': '#6b7280', cp: '#a3a3a3' };
const BAR = 16;
const ROOM = { left: 190, wide: 520, right: 90 };

/** Bars, a group for each work, all by Holdfast's median: 1 is as fast, 2 takes twice as long. */
export function chartOf(rows) {
  const works = worksOf(rows).filter((work) => byProgram(rows, work).has('holdfast') && byProgram(rows, work).size > 1);
  const most = 6;
  const parts = [];
  let y = 30;
  for (const work of works) {
    const programs = byProgram(rows, work);
    const ours = programs.get('holdfast').seconds;
    parts.push(`<text x="${ROOM.left - 12}" y="${y + 12}" text-anchor="end" font-weight="600">${escaped(work)}</text>`);
    for (const [program, { seconds }] of programs) {
      const ratio = seconds / ours;
      const width = Math.max(1, (Math.min(ratio, most) / most) * ROOM.wide);
      const label = `${escaped(program)} ${ratio.toFixed(2)} (${seconds.toFixed(2)} s)`;
      const inside = width > 150;
      parts.push(`<rect x="${ROOM.left}" y="${y}" width="${width.toFixed(1)}" height="${BAR - 3}" rx="2" fill="${COLORS[program] ?? '#888'}"/>`);
      parts.push(`<text x="${(ROOM.left + (inside ? width - 6 : width + 6)).toFixed(1)}" y="${y + 10.5}" text-anchor="${inside ? 'end' : 'start'}" fill="${inside ? '#fff' : '#333'}" font-size="11">${label}</text>`);
      y += BAR;
    }
    y += 12;
  }
  const one = ROOM.left + ROOM.wide / most;
  const width = ROOM.left + ROOM.wide + ROOM.right;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${y}" viewBox="0 0 ${width} ${y}" font-family="sans-serif" font-size="13" role="img" aria-label="Time of each program, by Holdfast's">`,
    `<rect width="100%" height="100%" fill="#fff"/><text x="${ROOM.left}" y="16">Time by Holdfast's: longer is slower, bars end at ${most}</text>`,
    ...parts, `<line x1="${one}" y1="24" x2="${one}" y2="${y - 8}" stroke="#2f6fde" stroke-dasharray="3 3"/>`, '</svg>', '',
  ].join('\n');
}

const escaped = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
