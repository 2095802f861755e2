/** How wide a text is in the font at hand, in pixels. */
export type Measure = (text: string) => number;

/** May not begin a line (kinsoku; GB/T 15834 for punctuation, and what English closes with). */
const NOT_FIRST = new Set('，。！？、；：）》」』】〕〗”’…—～·％‰℃°,.!?;:)]}%»›’”');
/** May not end a line. */
const NOT_LAST = new Set('（《「『【〔〖“‘([{¥￥$«‹');
/** Letters and digits that stay together, with what stands inside of words and figures. */
const WORD = /^[\p{sc=Latin}\p{sc=Cyrillic}\p{sc=Greek}\p{N}\p{M}'’@#&_+/\\=-]$/u;

/** What a reader takes for one character: a family emoji is one, as is a letter with its accents. */
const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });
export const graphemesOf = (text: string): string[] =>
  [...graphemes.segment(text)].map(({ segment }) => segment);

/**
 * The lines of a text at most `width` pixels wide. Chinese breaks between any two characters, words of letters as a
 * whole; no line begins with closing punctuation or ends with an opening one. What is too wide by itself is broken
 * between characters. A new line in the text is one on the poster.
 */
export function wrap(text: string, width: number, measure: Measure): string[] {
  return text.split(/\r?\n/).flatMap(paragraph => wrapParagraph(paragraph, width, measure));
}

/** After the phrases where that takes no more lines: 新品到店，| 先告诉您, not 新品到店，先告 | 诉您. */
function wrapParagraph(paragraph: string, width: number, measure: Measure): string[] {
  const pieces = piecesOf(paragraph);
  const lines = fillLines(pieces, width, measure);
  const phrases = phrasesOf(pieces);
  if (lines.length === 1 || phrases.some(phrase => measure(phrase.trimEnd()) > width)) return lines;
  const byPhrase = fillLines(phrases, width, measure);
  return byPhrase.length > lines.length ? lines : byPhrase;
}

function fillLines(pieces: readonly string[], width: number, measure: Measure): string[] {
  const lines: string[] = [];
  let line = '';
  const take = (piece: string) => {
    const longer = line + piece;
    if (line === '' || measure(longer.trimEnd()) <= width) line = longer;
    else {
      lines.push(line.trimEnd());
      line = piece.trimStart();
    }
  };
  const isTooWide = (piece: string) => measure(piece.trimEnd()) > width;
  for (const piece of narrowed(pieces, isTooWide)) {
    if (!isTooWide(piece)) take(piece);
    else {
      lines.push(...(line === '' ? [] : [line.trimEnd()]));
      line = '';
      for (const character of graphemesOf(piece)) take(character);
    }
  }
  return [...lines, line.trimEnd()];
}

/** What is wider than a line gives up its words first, then what may not end a line, and last what may not begin one. */
function narrowed(pieces: readonly string[], isTooWide: (piece: string) => boolean): readonly string[] {
  const without = (all: readonly string[], holds: readonly Holds[]) =>
    all.flatMap(piece => (isTooWide(piece) ? piecesOf(piece, holds) : [piece]));
  return without(without(pieces, [isBoundToNext, isBoundToLast]), [isBoundToLast]);
}

const BREATH = /[，。！？；：、…][”’」』）]*\s*$/;

/** Pieces up to where one takes breath. */
function phrasesOf(pieces: readonly string[]): string[] {
  const phrases: string[] = [];
  let phrase = '';
  for (const piece of pieces) {
    phrase += piece;
    if (!BREATH.test(phrase)) continue;
    phrases.push(phrase);
    phrase = '';
  }
  return phrase === '' ? phrases : [...phrases, phrase];
}

type Holds = (before: string, character: string) => boolean;
/** A blank belongs to the word before it, and the line may break after it. */
const isBoundToLast: Holds = (_, character) => character === ' ' || NOT_FIRST.has(character);
const isBoundToNext: Holds = before => NOT_LAST.has(before);
const isBoundInWords: Holds = (before, character) => WORD.test(before) && WORD.test(character);
const HOLDS = [isBoundInWords, isBoundToNext, isBoundToLast];

/** What is not parted: words, and what punctuation holds together. */
function piecesOf(paragraph: string, holds: readonly Holds[] = HOLDS): string[] {
  const pieces: string[] = [];
  let before = '';
  for (const character of graphemesOf(paragraph)) {
    const isOne = before !== '' && holds.some(isHeld => isHeld(before, character));
    if (isOne) pieces.push((pieces.pop() ?? '') + character);
    else pieces.push(character);
    before = character;
  }
  return pieces;
}
