import { z } from 'zod';

/** What of JSON Schema the routes' wire forms are made of. */
export type Wire = {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: Wire[];
  oneOf?: Wire[];
  $ref?: string;
  properties?: Record<string, Wire>;
  required?: string[];
  items?: Wire;
  additionalProperties?: Wire | boolean;
  minimum?: number;
  minLength?: number;
  maxLength?: number;
  format?: string;
  pattern?: string;
};

export function wireOf(schema: z.ZodType | undefined): Wire {
  return schema ? (z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Wire) : {};
}

/** `cus` of the pattern that ids of customers have; undefined for what is no id. */
export function idPrefix(wire: Wire): string | undefined {
  return /^\^([a-z]+)_\[1-9\]/.exec(wire.pattern ?? '')?.[1];
}

/** Every id prefix that is asked for anywhere in a schema. */
export function prefixesIn(wire: Wire): Set<string> {
  const own = idPrefix(wire);
  const below = [
    ...Object.values(wire.properties ?? {}),
    ...(wire.anyOf ?? wire.oneOf ?? []),
    ...(wire.items ? [wire.items] : []),
  ];
  return new Set([...(own ? [own] : []), ...below.flatMap(part => [...prefixesIn(part)])]);
}

/** A free text: something somebody types, without a form of its own. */
export function isText(wire: Wire): boolean {
  return wire.type === 'string' && !wire.enum && !wire.const && !wire.format && !wire.pattern;
}

/** Makes values: `text` is asked for every free text, `id` for every id. */
export type Fill = {
  text(path: string, wire: Wire): string;
  id(prefix: string): Promise<string>;
  /** `least`: only what is required. `all`: the optional fields too. */
  extent: 'least' | 'all';
};

/** A rule in which every kind of text that a rule can hold stands. */
const ruleWith = (text: string) => ({
  all: [
    { attribute: 'name', test: { is: 'contains', value: text } },
    { attribute: 'city', test: { is: 'one_of', values: [text] } },
    {
      events: text,
      measure: { of: 'sum', property: text },
      test: { is: 'at_least', value: 1 },
      window: { kind: 'last', n: 30, unit: 'day' },
      where: [
        { property: text, test: { is: 'contains', value: text } },
        { property: text, test: { is: 'one_of', values: [text] } },
      ],
    },
    { fact: text, test: { is: 'one_of', values: [text] } },
  ],
});
const EVERYBODY = { attribute: 'followed', test: { is: 'yes' } };

/** A value that a schema takes. */
export async function valueFor(wire: Wire, fill: Fill, path = ''): Promise<unknown> {
  if (wire.$ref?.endsWith('/Rule')) return fill.extent === 'all' ? ruleWith(fill.text(path, {})) : EVERYBODY;
  if ('const' in wire) return wire.const;
  if (wire.enum) return wire.enum[0];
  const choices = wire.anyOf ?? wire.oneOf;
  if (choices?.[0]) return await valueFor(chosen(choices, fill), fill, path);
  if (wire.type === 'object') return await objectFor(wire, fill, path);
  if (wire.type === 'array') return [await valueFor(wire.items ?? {}, fill, `${path}.0`)];
  if (wire.type === 'integer' || wire.type === 'number') return wire.minimum ?? 1;
  if (wire.type === 'boolean') return true;
  const prefix = idPrefix(wire);
  if (prefix) return await fill.id(prefix);
  return isText(wire) ? fill.text(path, wire) : formed(wire);
}

/** Of several forms the first, or, when everything is wanted, the one with most to type. */
function chosen(choices: readonly Wire[], { extent }: Fill): Wire {
  const [first = {}, ...others] = choices;
  if (extent === 'least') return first;
  return others.reduce((best, next) => (textsIn(next) > textsIn(best) ? next : best), first);
}

function textsIn(wire: Wire): number {
  const below = [...Object.values(wire.properties ?? {}), ...(wire.items ? [wire.items] : [])];
  return Number(isText(wire)) + below.reduce((sum, part) => sum + textsIn(part), 0);
}

async function objectFor(wire: Wire, fill: Fill, path: string): Promise<Record<string, unknown>> {
  const made: Record<string, unknown> = {};
  // A change asks for nothing in particular, and changes nothing without anything: the first field stands for all.
  const [first] = Object.keys(wire.properties ?? {});
  const least = wire.required ?? (first === undefined ? [] : [first]);
  for (const [name, field] of Object.entries(wire.properties ?? {}))
    if (fill.extent === 'all' || least.includes(name))
      made[name] = await valueFor(field, fill, path === '' ? name : `${path}.${name}`);
  if (typeof wire.additionalProperties === 'object')
    made.键 = await valueFor(wire.additionalProperties, fill, `${path}.键`);
  return made;
}

const SAMPLES = [
  '2026-06-10',
  '2026-06-10T04:00:00Z',
  'https://siyu.example/x',
  '09:00',
  'abc',
  'CNY',
  '#1c2421',
  '1400006666',
  'ap-guangzhou',
  'a'.repeat(43),
];

function formed(wire: Wire): string {
  if (wire.format === 'uri') return 'https://siyu.example/x';
  const found = SAMPLES.find(sample => new RegExp(wire.pattern ?? '').test(sample));
  if (found === undefined) throw new Error(`test/calls/wire.ts has no sample for ${wire.pattern}`);
  return found;
}
