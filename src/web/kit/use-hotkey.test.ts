import { expect, test } from 'vitest';
import { matchesHotkey } from './use-hotkey.ts';

const press = (key: string, more: Partial<Parameters<typeof matchesHotkey>[1]> = {}) => ({
  key,
  metaKey: false,
  ctrlKey: false,
  shiftKey: false,
  altKey: false,
  isComposing: false,
  target: null,
  ...more,
});
const input = { tagName: 'INPUT' } as unknown as EventTarget;

test('mod is ⌘ or Ctrl, and works while typing', () => {
  expect(matchesHotkey('mod+k', press('k', { metaKey: true, target: input }))).toBe(true);
  expect(matchesHotkey('mod+k', press('K', { ctrlKey: true }))).toBe(true);
  expect(matchesHotkey('mod+k', press('k'))).toBe(false);
  expect(matchesHotkey('k', press('k', { ctrlKey: true }))).toBe(false);
});

test('a plain key is left to whoever types', () => {
  expect(matchesHotkey('/', press('/'))).toBe(true);
  expect(matchesHotkey('/', press('/', { target: input }))).toBe(false);
});

test('nothing happens while a Chinese word is being composed', () => {
  expect(matchesHotkey('enter', press('Enter', { isComposing: true }))).toBe(false);
  expect(matchesHotkey('mod+k', press('k', { metaKey: true, isComposing: true }))).toBe(false);
});
