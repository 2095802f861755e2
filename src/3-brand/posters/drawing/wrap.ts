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
  for (const piece of pieces) {
    if (measure(piece.trimEnd()) <= width) take(piece);
    else for (const character of graphemesOf(piece)) take(character);
  }
  return [...lines, line.trimEnd()];
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

/** What is never parted: words, and what punctuation holds together. */
function piecesOf(paragraph: string): string[] {
  const pieces: string[] = [];
  let before = '';
  for (const character of graphemesOf(paragraph)) {
    const isOne =
      before !== '' && (NOT_LAST.has(before) || NOT_FIRST.has(character) || isInside(before, character));
    if (isOne) pieces.push((pieces.pop() ?? '') + character);
    else pieces.push(character);
    before = character;
  }
  return pieces;
}

/** A blank belongs to the word before it, and the line may break after it. */
function isInside(before: string, character: string): boolean {
  return character === ' ' || (WORD.test(before) && WORD.test(character));
}
