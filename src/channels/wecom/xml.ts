import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** What a callback says: texts by name. Numbers stay texts, because ids have up to 19 digits and leading zeros. */
export type Fields = { [name: string]: Field };
export type Field = string | Fields | Field[];

/** Enough for an event that names some 20,000 people; WeCom's own limit is not published. */
const MAX_CALLBACK_LENGTH = 1_048_576;
const MAX_DEPTH = 8;

/**
 * Reads a callback body, XML or JSON. Undefined for anything that is neither, is longer than a megabyte, nests
 * deeper than eight levels or declares a DOCTYPE.
 */
export function parseFields(body: string): Fields | undefined {
  if (body.length > MAX_CALLBACK_LENGTH || body.includes('\0') || !body.isWellFormed()) return undefined;
  try {
    return body.trimStart().startsWith('{') ? fromJson(body) : fromXml(body);
  } catch {
    return undefined;
  }
}

const CDATA = '#cdata';
const TEXT = '#text';

const parser = new XMLParser({
  parseTagValue: false,
  // Entities are decoded here: the parser would expand those of a DTD, and cannot tell a CDATA section from text.
  processEntities: false,
  cdataPropName: CDATA,
  textNodeName: TEXT,
  trimValues: false,
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: MAX_DEPTH,
});

function fromXml(body: string): Fields | undefined {
  if (/<!DOCTYPE/i.test(body) || XMLValidator.validate(body) !== true) return undefined;
  const { xml } = parser.parse(body) as { xml?: unknown };
  const field = simplify(xml, 0);
  return isFields(field) ? field : undefined;
}

/** Joins the pieces of a text, drops the white space between elements. */
function simplify(node: unknown, depth: number): Field {
  if (depth > MAX_DEPTH) throw new RangeError('too deep');
  if (typeof node === 'string') return decodeEntities(node).trim();
  if (Array.isArray(node)) return node.map(item => simplify(item, depth + 1));
  if (typeof node !== 'object' || node === null) return '';
  if (CDATA in node) return [node[CDATA]].flat().join('');
  const children = Object.entries(node).filter(([name]) => name !== TEXT);
  return Object.fromEntries(children.map(([name, child]) => [name, simplify(child, depth + 1)]));
}

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,4}));/gi, (whole, decimal, hex, name) => {
    if (name) return ENTITIES[name] ?? whole;
    const point = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    return isCharacter(point) ? String.fromCodePoint(point) : whole;
  });
}

/** What XML 1.0 allows, which is also what PostgreSQL can store: no NUL, no half surrogate. */
function isCharacter(point: number): boolean {
  if (point < 0x20) return point === 0x9 || point === 0xa || point === 0xd;
  return point <= 0xd7ff || (point >= 0xe000 && point <= 0x10ffff);
}

function fromJson(body: string): Fields | undefined {
  const field = stringify(JSON.parse(body), 0);
  return isFields(field) ? field : undefined;
}

/** JSON in the form of the XML: every value a text, nothing where there is null. */
function stringify(value: unknown, depth: number): Field {
  if (depth > MAX_DEPTH) throw new RangeError('too deep');
  if (Array.isArray(value)) return value.map(item => stringify(item, depth + 1));
  if (value === null) return '';
  if (typeof value !== 'object') return storable(String(value));
  const children = Object.entries(value).filter(([name]) => name !== '__proto__');
  return Object.fromEntries(children.map(([name, child]) => [name, stringify(child, depth + 1)]));
}

/** JSON can spell what it must not contain. */
function storable(text: string): string {
  if (text.includes('\0') || !text.isWellFormed()) throw new RangeError('not a storable text');
  return text;
}

export function isFields(field: Field | undefined): field is Fields {
  return typeof field === 'object' && !Array.isArray(field);
}
