import { describe, expect, test } from 'vitest';
import { differences, flatTexts, type Texts } from './texts.ts';

/** The shell's texts and those of every stage, by folder. */
const zh = import.meta.glob<Texts>(['../texts/zh.ts', '../*/texts/zh.ts', '../../*/web/texts/zh.ts'], {
  eager: true,
  import: 'default',
});
const en = import.meta.glob<Texts>(['../texts/en.ts', '../*/texts/en.ts', '../../*/web/texts/en.ts'], {
  eager: true,
  import: 'default',
});
const folders = Object.keys(zh).map(path => path.replace('/zh.ts', ''));

describe.each(folders)('%s', folder => {
  const original = zh[`${folder}/zh.ts`] ?? {};

  test('says the same in both languages', () => {
    expect(differences(original, en[`${folder}/en.ts`] ?? {})).toEqual([]);
  });

  test('is set in Chinese as Chinese is set', () => {
    for (const [key, text] of flatTexts(original)) {
      expect
        .soft(text, `${key}: half-width punctuation between Chinese characters`)
        .not.toMatch(/\p{Script=Han}[,;:?!]|[,;:?!]\p{Script=Han}/u);
      expect.soft(text, `${key}: 好友 is 客户 here`).not.toContain('好友');
      expect.soft(text, `${key}: ... is ……  or …`).not.toContain('...');
    }
  });
});

describe('differences', () => {
  test('finds what one language lacks, and places that differ', () => {
    const faults = differences(
      { a: '已选 {count} 条', b: { c: '打开' }, d: '关' },
      { a: '{number} selected', b: {}, e: 'open' },
    );
    expect(faults).toEqual(['a: places differ', 'e: only in en', 'b.c: only in zh', 'd: only in zh']);
  });

  test('lets English have a singular', () => {
    expect(differences({ n: '{count} 位' }, { n: '{count} people', n_one: 'one person' })).toEqual([]);
    expect(differences({ n: '{count} 位' }, { n: '{count} people', m_one: 'one' })).toEqual([
      'm_one: only in en',
    ]);
  });
});
