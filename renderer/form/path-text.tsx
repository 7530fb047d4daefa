/** A name or path of somebody's own, shown so that nothing in it can deceive: direction kept apart, control characters made visible. */
import type { JSX } from 'react';
import { visible } from './visible.ts';

/** @param plain in the text's own letters instead of the letters for code. */
export function PathText({ text, plain = false, short }: { text: string; plain?: boolean; short?: string }): JSX.Element {
  return (
    <bdi className={plain ? undefined : 'path'} title={short === undefined ? undefined : visible(text)}>
      {visible(short ?? text)}
    </bdi>
  );
}
