import { expect, test } from 'vitest';
import { DROP_WORDS } from '../../../demo.routes.ts';
import en from '../texts/en.ts';
import zh from '../texts/zh.ts';

test('the word people are asked to type is the one the server waits for, in both languages', () => {
  expect({ zh: zh.data.dropWord, en: en.data.dropWord }).toEqual(DROP_WORDS);
});
