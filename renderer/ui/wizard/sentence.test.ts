import { describe, expect, it } from 'vitest';
import { de } from '../../text/de.ts';
import { en } from '../../text/en.ts';
import { fillIn, type SentencePart } from './sentence.ts';

const said = (written: SentencePart<string>[]): string => written.map(({ text }) => text).join('');
const parts = { what: { step: 'what' as const, text: 'Documents (48 GB)' }, where: { step: 'where' as const, text: 'Photos drive' }, keep: { step: 'keep' as const, text: '7 days' } };

describe('the plan as a sentence', () => {
  it('reads whole in every language, each part leading to its step', () => {
    expect(said(fillIn(en.protect.sentence.vault, parts))).toBe('Back up Documents (48 GB) to Photos drive, encrypted, keeping 7 days.');
    for (const template of [en, de].flatMap(({ protect }) => Object.values(protect.sentence))) expect(fillIn(template, parts).flatMap((part) => ('step' in part ? part.step : []))).toEqual(['what', 'where', 'keep']);
  });

  it('takes braces in a name for text', () => {
    expect(said(fillIn('to {where}', { where: { step: 'where', text: '{keep}' } }))).toBe('to {keep}');
  });
});
