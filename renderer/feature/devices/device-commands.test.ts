import { describe, expect, it } from 'vitest';
import { cardCommand } from './device-commands.ts';

describe('the command of a board\'s card', () => {
  const lastBackup = { at: '', destination: '/nas', snapshot: '', files: 0, bytes: 0 };
  const care = { destination: 'Stick', paths: [], includes: [], excludes: [], remindAfterDays: 1, retention: null };

  it('goes where its button does: as it is protected, else where it went last', () => {
    const commands = [{ care: null, lastBackup: null }, { care: null, lastBackup }, { care, lastBackup }].map((kept) => cardCommand({ name: 'greenhouse', ref: 'e661', ...kept }));
    expect(commands).toEqual(['holdfast device backup greenhouse', 'holdfast device backup greenhouse --to /nas', 'holdfast device backup greenhouse']);
  });
});
