import fc from 'fast-check';
import { expect, test } from 'vitest';
import { graphemesOf, wrap } from './wrap.ts';

/** Chinese and emoji are as wide as high, everything else half. */
const measure = (text: string) =>
  graphemesOf(text).reduce((sum, one) => sum + (/[ -\u024f]/.test(one) ? 0.5 : 1), 0);

test('Chinese breaks between characters, and no line begins with what closes', () => {
  expect(wrap('每天早上七点，面包出炉。', 6, measure)).toEqual(['每天早上七', '点，面包出', '炉。']);
  expect(wrap('每天早上，七点出炉。', 6, measure)).toEqual(['每天早上，', '七点出炉。']);
  expect(wrap('小满面包房（延安路店）', 5, measure)).toEqual(['小满面包房', '（延安路', '店）']);
  expect(wrap('他说：“好！”', 5, measure)).toEqual(['他说：', '“好！”']);
});

test('a word is not broken, unless it is wider than a line', () => {
  expect(wrap('来 Siyu Bakery 坐坐', 5, measure)).toEqual(['来 Siyu', 'Bakery 坐', '坐']);
  expect(wrap('abcdefghijkl', 3, measure)).toEqual(['abcdef', 'ghijkl']);
  expect(wrap('满 99.50 元', 4, measure)).toEqual(['满 99.50', '元']);
});

test('what is wider than a line is broken where it hurts least', () => {
  expect(wrap('面面面面。。 ）', 4, measure)).toEqual(['面面面', '面。。', '）']);
  expect(wrap('abcdefgh。', 4, measure)).toEqual(['abcdefg', 'h。']);
  expect(wrap('（（（面。', 4, measure)).toEqual(['（（（', '面。']);
});

test('what a reader takes for one character stays one', () => {
  expect(wrap('👨‍👩‍👧‍👦👨‍👩‍👧‍👦👩🏽‍🍳', 2, measure)).toEqual(['👨‍👩‍👧‍👦👨‍👩‍👧‍👦', '👩🏽‍🍳']);
});

test('a new line is a new line, an empty one too', () => {
  expect(wrap('一\n\n二', 5, measure)).toEqual(['一', '', '二']);
});

test('whatever is written, nothing is lost, nothing is too wide, and punctuation stands where it may', () => {
  const character = fc.constantFrom(...('面包房，。！？（）“”《》 aB9%🥐'.match(/./gu) ?? []));
  fc.assert(
    fc.property(fc.array(character, { maxLength: 60 }), fc.integer({ min: 4, max: 20 }), (written, width) => {
      const text = written.join('').replaceAll(/ +/g, ' ');
      const lines = wrap(text, width, measure);
      expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      for (const line of lines) expect(measure(line)).toBeLessThanOrEqual(width);
      for (const [at, line] of lines.entries()) {
        const first = graphemesOf(line)[0] ?? '';
        // A run of punctuation wider than a line has to be broken somewhere.
        const isRun = /[，。！？（）“”《》%]/.test(lines[at - 1]?.at(-1) ?? '');
        if (at > 0 && !isRun) expect('，。！？）”》%'.includes(first) && first !== '').toBe(false);
      }
    }),
  );
});
