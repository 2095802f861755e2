import { type RawBuilder, sql } from 'kysely';

/** Strings looked for where no key leads, by how much of a text must be one for it to name the person. */
export type Sought = {
  /** Long enough to stand anywhere, as a word of its own where its script has words. */
  strings: string[];
  /** Too short for that: `42`, `VIP` and `Tom` name nobody unless they are all that a value says. */
  values: string[];
};

/** From here on what is written about somebody is more than a label that others wear too (`VIP`, `老客`). */
const WORDS_FROM = 6;
/** Keys and names in Latin letters and figures below this stand in too many other texts. */
const LATIN_FROM = 6;
const NAME_FROM = 2;

/** Keys and names of a person, and words of others about them, as what can be looked for without taking others along. */
export function sortStrings(told: {
  keys: readonly string[];
  names: readonly string[];
  words: readonly string[];
}): Sought {
  const texts = [
    ...told.keys,
    ...told.names.filter(name => lengthOf(name) >= NAME_FROM),
    ...told.words.filter(words => lengthOf(words) >= WORDS_FROM),
  ];
  const all = [...new Set(texts.map(text => text.trim()).filter(text => text !== ''))];
  const isShort = (text: string) => /^[\x20-\x7E]*$/.test(text) && text.length < LATIN_FROM;
  return { strings: all.filter(text => !isShort(text)), values: all.filter(isShort) };
}

const lengthOf = (text: string) => [...text.trim()].length;

const LATIN = '0-9A-Za-z_';
const HAN = '㐀-鿿';
/** A Chinese name of two characters stands inside longer words; one of three hardly does. */
const HAN_INSIDE = 3;

/** A pattern of PostgreSQL that finds a string as a word: `tb_1` is not in `tb_12`, `小满` is not in `王小满`. */
function asWord(text: string): string {
  const characters = [...text];
  const edge = (character: string | undefined) => {
    if (character && /[0-9A-Za-z_]/.test(character)) return LATIN;
    return characters.length < HAN_INSIDE ? LATIN + HAN : undefined;
  };
  const [before, after] = [edge(characters[0]), edge(characters.at(-1))];
  return `${before ? `(?<![${before}])` : ''}${escaped(text)}${after ? `(?![${after}])` : ''}`;
}

const escaped = (text: string) => text.replace(/[^\p{L}\p{N}_]/gu, '\\$&');

/** A value in quotes as JSON has it, and not the name of a field. */
const asJsonValue = (value: string) => `${escaped(JSON.stringify(value))}(?!\\s*:)`;

/** A condition: a text names the person. */
export function naming({ strings, values }: Sought): (text: RawBuilder<unknown>) => RawBuilder<boolean> {
  const words = strings.map(asWord);
  const quoted = values.map(asJsonValue);
  return text => sql<boolean>`(
    exists (select 1 from unnest(${strings}::text[], ${words}::text[]) as s (text, word)
      where strpos(${text}, s.text) > 0 and ${text} ~ s.word)
    or exists (select 1 from unnest(${values}::text[], ${quoted}::text[]) as v (text, quoted)
      where ${text} = v.text or strpos(${text}, v.text) > 0 and ${text} ~ v.quoted))`;
}
