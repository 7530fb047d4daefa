/** What runs here, and what it stands on. */
import { useQuery } from '@tanstack/react-query';
import { Fragment, type JSX } from 'react';
import { useAppInfo } from '../../client/use-basics.ts';
import { useText } from '../../text/language.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { AuditState } from './audit.tsx';
import classes from './page.module.css';

interface Notice {
  name: string;
  version: string;
  license: string;
  text?: string;
}

const PROGRAMS: Readonly<Record<string, string>> = { node: 'Node.js', sqlite: 'SQLite', electron: 'Electron', chrome: 'Chromium', v8: 'V8', openssl: 'OpenSSL' };

export function About(): JSX.Element {
  const { t } = useText();
  const words = t.settings;
  const notices = useQuery({ queryKey: ['notices'], queryFn: loadNotices, staleTime: Infinity });
  return (
    <>
      <Loaded query={useAppInfo()} lines={5}>
        {(info) => (
          <dl className={classes.facts}>
            <dt>{words.version}</dt>
            <dd>{info.version}</dd>
            <dt>{words.machine}</dt>
            <dd>{info.hostname} · {info.platform}</dd>
            {Object.entries(info.versions).filter(([name]) => name !== 'holdfast').map(([name, version]) => (
              <Fragment key={name}>
                <dt>{PROGRAMS[name] ?? name}</dt>
                <dd>{version}</dd>
              </Fragment>
            ))}
          </dl>
        )}
      </Loaded>
      <p className="quiet">{words.license}</p>
      <AuditState />
      <div className={classes.group}>
        <h3>{words.notices}</h3>
        <p className="quiet">{words.noticesText}</p>
        {notices.error !== null && <p>{words.noticesFailed}</p>}
        <ul className={`${classes.plain} ${classes.notices} dense`}>
          {notices.data?.map(({ name, version, license, text }) => (
            <li key={`${name}@${version}`}>
              {text === undefined ? (
                <span>{name} {version} · {license}</span>
              ) : (
                <details>
                  <summary>{name} {version} · {license}</summary>
                  <pre className={`${classes.license} surface`}>{text}</pre>
                </details>
              )}
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}

async function loadNotices(): Promise<Notice[]> {
  const response = await fetch('/notices.json');
  if (!response.ok) throw new Error(response.statusText);
  return (await response.json()) as Notice[];
}
