import { Problem } from '#platform/http/problem.ts';
import { FILE_DAMAGED } from './faults.ts';

const CDATA = '<![CDATA[';
const COMMENT = '<!--';

/** What an XML text consists of, in its order. `name` is without its prefix, `attributes` as they stand. */
export type XmlHandler = {
  open(name: string, attributes: string): void;
  close(name: string): void;
  text(text: string): void;
};

/**
 * Reads the XML of workbooks piece by piece: elements, text, CDATA. Knows no document types and refuses them, so there
 * are no entities to expand.
 */
export class XmlReader {
  #handler: XmlHandler;
  #rest = '';
  #depth = 0;
  #maxChars: number;
  #tooLong: () => Problem;

  /** No element or text may be longer than `maxChars`. */
  constructor(handler: XmlHandler, maxChars: number, tooLong: () => Problem) {
    this.#handler = handler;
    this.#maxChars = maxChars;
    this.#tooLong = tooLong;
  }

  push(piece: string): void {
    const text = this.#rest + piece;
    let at = 0;
    for (;;) {
      const open = text.indexOf('<', at);
      const end = open === -1 ? -1 : this.#markup(text, open, at);
      if (end === -1) break;
      at = end;
    }
    this.#rest = at === 0 ? text : text.slice(at);
    if (this.#rest.length > this.#maxChars) throw this.#tooLong();
  }

  /** Throws when the text ends before its elements do. */
  end(): void {
    if (this.#depth !== 0 || this.#rest.includes('<')) throw new Problem(FILE_DAMAGED);
  }

  /** Handles the markup at `open` and the text before it; the place after it, or -1 when it is not complete yet. */
  #markup(text: string, open: number, from: number): number {
    const sign = text.charCodeAt(open + 1);
    if (sign === 33) return this.#declaration(text, open, from);
    if (sign === 63) return after(text, '?>', open);
    const end = tagEnd(text, open);
    if (end === -1) return -1;
    if (open > from) this.#handler.text(decodeEntities(text.slice(from, open)));
    if (sign === 47) {
      this.#depth--;
      this.#handler.close(localName(text, open + 2, end));
    } else this.#element(text, open, end);
    return end + 1;
  }

  #element(text: string, open: number, end: number): void {
    const empty = text.charCodeAt(end - 1) === 47;
    const stop = empty ? end - 1 : end;
    let nameEnd = open + 1;
    while (nameEnd < stop && text.charCodeAt(nameEnd) > 32) nameEnd++;
    const name = localName(text, open + 1, nameEnd);
    this.#handler.open(name, text.slice(nameEnd, stop));
    if (empty) this.#handler.close(name);
    else this.#depth++;
  }

  #declaration(text: string, open: number, from: number): number {
    const cdata = text.startsWith(CDATA, open);
    if (!cdata && !text.startsWith(COMMENT, open)) {
      const begun = text.slice(open, open + CDATA.length);
      if (CDATA.startsWith(begun) || COMMENT.startsWith(begun)) return -1;
      throw new Problem(FILE_DAMAGED);
    }
    const end = after(text, cdata ? ']]>' : '-->', open);
    if (end === -1) return -1;
    if (open > from) this.#handler.text(decodeEntities(text.slice(from, open)));
    if (cdata) this.#handler.text(text.slice(open + CDATA.length, end - 3));
    return end;
  }
}

function after(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at === -1 ? -1 : at + mark.length;
}

/** `>` may stand inside a quoted attribute. */
function tagEnd(text: string, open: number): number {
  let end = text.indexOf('>', open);
  while (end !== -1) {
    const quote = openQuote(text, open, end);
    if (quote === undefined) return end;
    const closing = text.indexOf(quote, end);
    end = closing === -1 ? -1 : text.indexOf('>', closing);
  }
  return -1;
}

function openQuote(text: string, from: number, to: number): string | undefined {
  let quote = 0;
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (quote === 0 && (code === 34 || code === 39)) quote = code;
    else if (code === quote) quote = 0;
  }
  return quote === 0 ? undefined : String.fromCharCode(quote);
}

function localName(text: string, from: number, to: number): string {
  const name = text.slice(from, to).trimEnd();
  const colon = name.indexOf(':');
  return colon === -1 ? name : name.slice(colon + 1);
}

const NAMED = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(#x[0-9a-f]+|#\d+|\w+);/gi, (all, name: string) => {
    if (!name.startsWith('#')) return NAMED.get(name) ?? all;
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code <= 0x10ffff ? String.fromCodePoint(code) : all;
  });
}

/** Reads one attribute's value out of an element's attributes. */
export function attributeNamed(name: string): (attributes: string) => string | undefined {
  const pattern = new RegExp(`(?:^|\\s)(?:\\w+:)?${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`);
  const usual = ` ${name}="`;
  return attributes => {
    const at = attributes.indexOf(usual);
    if (at !== -1) {
      const from = at + usual.length;
      return decodeEntities(attributes.slice(from, attributes.indexOf('"', from)));
    }
    const match = pattern.exec(attributes);
    const value = match?.[1] ?? match?.[2];
    return value === undefined ? undefined : decodeEntities(value);
  };
}
