/** The recovery kit as one HTML file that needs nothing else: no script, no picture, no connection. */
import type { Kit } from './kit.ts';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign]!);
const isolated = (text: string): string => `<bdi>${escaped(text)}</bdi>`;

const STYLE = `
  body { font: 15px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; color: #1c222a; background: #fff; }
  h1 { font-size: 1.5rem; margin: 0 0 .5rem; } h2 { font-size: 1.1rem; margin: 1.5rem 0 .25rem; } h3 { font-size: 1rem; margin: 1rem 0 .25rem; }
  dl { display: grid; grid-template-columns: max-content 1fr; gap: .4rem 1.25rem; margin: 1rem 0; padding: 1rem; border: 1px solid #b8c0c9; border-radius: 8px; }
  dt { color: #566170; } dd { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; }
  code, .code { font-family: ui-monospace, monospace; font-size: .95em; overflow-wrap: anywhere; white-space: pre-wrap; }
  .key { font-size: 1.15em; font-weight: 600; } .line { display: block; border-bottom: 1px solid #1c222a; height: 2.2rem; }
  .warning { font-weight: 600; } ul { list-style: none; padding: 0; margin: 0; } li { margin: .3rem 0; } li span { color: #566170; }
  @media print { body { margin: 0; max-width: none; } }`;

export function kitHtml(kit: Kit, language: string): string {
  const { password } = kit;
  const rows = kit.rows.map(({ label, value, code }) => `<dt>${escaped(label)}</dt><dd${code ? ' class="code"' : ''}>${value.split('\n').map(isolated).join('<br>')}</dd>`);
  const key = password.value === null ? `${escaped(password.line)}<span class="line"></span>` : `<span class="code key">${escaped(password.value)}</span>`;
  const commands = kit.commands.map(({ title, lines }) =>
    `<h3>${escaped(title)}</h3><ul>${lines.map(({ command, does }) => `<li><code>${escaped(command)}</code><br><span>${escaped(does)}</span></li>`).join('')}</ul>`);
  return `<!doctype html>
<html lang="${escaped(language)}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>${escaped(kit.title)}</title><style>${STYLE}</style></head>
<body>
<h1>${escaped(kit.title)}</h1>
<p>${escaped(kit.intro)}</p>
<dl>${rows.join('\n')}
<dt>${escaped(password.label)}</dt><dd>${key}</dd></dl>
<p class="warning">${escaped(kit.warning)}</p>
<h2>${escaped(kit.how)}</h2>
<p>${escaped(kit.steps)}</p>
${commands.join('\n')}
${kit.notes.map((note) => `<p>${escaped(note)}</p>`).join('\n')}
</body>
</html>
`;
}
