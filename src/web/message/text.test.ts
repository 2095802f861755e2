import { expect, test } from 'vitest';
import { bytesOf, insert, placeOf, unknownPlaces } from './text.ts';

test('a text is as long as its UTF-8 bytes', () => {
  expect(bytesOf('可颂 3 pm')).toBe(11);
  expect(bytesOf('🥐')).toBe(4);
});

test('a place is written with its fallback, into what is selected', () => {
  expect(placeOf('name', '朋友')).toBe('{{name|朋友}}');
  expect(placeOf('member', '')).toBe('{{member}}');
  expect(insert('您好，再见', '{{name|朋友}}', { start: 0, end: 1 })).toEqual({
    text: '{{name|朋友}}好，再见',
    at: 11,
  });
});

test('a place that names no variable is found', () => {
  expect(unknownPlaces('{{name|朋友}}，{{ city }}，{{lastProduct|}}')).toEqual([]);
  expect(unknownPlaces('{{nmae|x}} {{}} {{name x}}')).toEqual(['{{nmae|x}}', '{{}}', '{{name x}}']);
});
