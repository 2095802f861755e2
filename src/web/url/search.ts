/**
 * The state of a page that lives in its address: filters, sorting, the row looked at. A page names its fields once
 * and gets typed values back. A value nobody understands (an old link, a typo) is left out, never an error page.
 */
export type Field<T> = { read(text: string): T | undefined; write(value: T): string };

export const text: Field<string> = { read: text => text || undefined, write: value => value.trim() };

export const flag: Field<true> = { read: text => (text === '1' ? true : undefined), write: () => '1' };

/** A calendar day, `yyyy-MM-dd`. */
export const day: Field<string> = {
  read: text => (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : undefined),
  write: value => value,
};

export function whole(min = 0, max = Number.MAX_SAFE_INTEGER): Field<number> {
  return {
    read: text => {
      const value = /^-?\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
      return value >= min && value <= max ? value : undefined;
    },
    write: String,
  };
}

export function oneOf<const T extends string>(...values: readonly T[]): Field<T> {
  return { read: text => values.find(value => value === text), write: value => value };
}

/** Several values, `a,b` in the address; what none of the values can be is dropped, an empty list is no value. */
export function listOf<T>(field: Field<T>): Field<readonly T[]> {
  return {
    read: text => {
      const values = text.split(',').flatMap(part => field.read(part) ?? []);
      return values.length > 0 ? values : undefined;
    },
    write: values => values.map(field.write).join(','),
  };
}

/** Any JSON, as base64url of its UTF-8: for what is too rich for words, such as a rule. */
export const json: Field<unknown> = {
  read: text => {
    try {
      const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), c =>
        c.charCodeAt(0),
      );
      return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    } catch {
      return undefined;
    }
  },
  write: value => {
    const bytes = new TextEncoder().encode(JSON.stringify(value));
    const text = btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''));
    return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  },
};

/** How a table is sorted: `spent` ascending, `-spent` descending. */
export function sortBy<const T extends string>(...keys: readonly T[]): Field<Sort<T>> {
  return {
    read: text => {
      const key = keys.find(key => key === text.replace(/^-/, ''));
      return key && { key, descending: text.startsWith('-') };
    },
    write: ({ key, descending }) => `${descending ? '-' : ''}${key}`,
  };
}
export type Sort<Key extends string = string> = { key: Key; descending: boolean };

export type Fields<V> = { [K in keyof V]: Field<V[K]> };
/** What is set; everything may be absent. */
export type Value<V> = { [K in keyof V]?: V[K] | undefined };

export type Search<V> = {
  read(raw: Record<string, unknown>): Value<V>;
  /** The address form: only what is set, in the order of the fields, so that equal states have equal addresses. */
  write(value: Value<V>): Record<string, string>;
  same(one: Value<V>, other: Value<V>): boolean;
};

/** `search({ q: text, tier: listOf(oneOf('important', 'regular')) })`; its values: `SearchValue<typeof thatSearch>`. */
export function search<V extends object>(fields: Fields<V>): Search<V> {
  const keys = Object.keys(fields) as (keyof V & string)[];
  const write = (value: Value<V>) => {
    const written: Record<string, string> = {};
    for (const key of keys) {
      const given = value[key];
      const text = given === undefined ? '' : fields[key].write(given);
      if (text) written[key] = text;
    }
    return written;
  };
  const read = (raw: Record<string, unknown>) => {
    const value: Value<V> = {};
    for (const key of keys) {
      const given = raw[key];
      const found = typeof given === 'string' ? fields[key].read(given) : undefined;
      if (found !== undefined) value[key] = found;
    }
    return value;
  };
  const same = (one: Value<V>, other: Value<V>) =>
    JSON.stringify(write(one)) === JSON.stringify(write(other));
  return { read, write, same };
}

/** The fields of a search with their types: `Filter<SearchFields<typeof thatSearch>>`. */
export type SearchFields<S> = S extends Search<infer V> ? V : never;
export type SearchValue<S> = S extends Search<infer V> ? Value<V> : never;

/** The query of an address as plain texts; of a repeated key the last counts. The router reads addresses with this. */
export function parseSearch(query: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(query));
}

/** The query of an address; commas stay readable. */
export function stringifySearch(values: Record<string, unknown>): string {
  const set = Object.entries(values).filter(([, value]) => value !== undefined && value !== '');
  const query = set.map(
    ([key, value]) =>
      `${encodeURIComponent(key)}=${encodeURIComponent(String(value)).replaceAll('%2C', ',')}`,
  );
  return query.length > 0 ? `?${query.join('&')}` : '';
}
