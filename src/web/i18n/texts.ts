/** Texts of one namespace: keys in a tree, values with `{name}` places. Chinese is the original. */
export type Texts = { readonly [key: string]: string | Texts };

/**
 * The translation of `T`: every key again, none besides, and `key_one` where English needs a singular (chosen by the
 * value `count`). A missing or an extra key is a type error; texts.test.ts also holds the places equal.
 */
export type Translation<T> = {
  readonly [K in keyof T]: T[K] extends string ? string : Translation<T[K]>;
} & { readonly [K in keyof T & string as T[K] extends string ? `${K}_one` : never]?: string };

/** The keys of `T` as one writes them: `'list.title'`. */
export type TextKey<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${TextKey<T[K]>}`;
}[keyof T & string];

export type Values = Record<string, string | number>;
export type Say<T> = (key: TextKey<T>, values?: Values) => string;

/** All keys with their texts, flat. */
export function flatTexts(texts: Texts, prefix = ''): [string, string][] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[prefix + key, value] as [string, string]]
      : flatTexts(value, `${prefix}${key}.`),
  );
}

/**
 * What keeps two languages from saying the same: keys that only one has, and places (`{count}`) that differ.
 * A singular (`x_one`) is held against `x`, and may leave its number out.
 */
export function differences(zh: Texts, en: Texts): string[] {
  const original = new Map(flatTexts(zh));
  const translated = new Map(flatTexts(en));
  const faults: string[] = [];
  for (const [key, text] of translated) {
    const singular = key.endsWith('_one') && !original.has(key);
    const source = original.get(singular ? key.slice(0, -4) : key);
    if (source === undefined) faults.push(`${key}: only in en`);
    else if (!singular && places(source) !== places(text)) faults.push(`${key}: places differ`);
  }
  for (const key of original.keys()) if (!translated.has(key)) faults.push(`${key}: only in zh`);
  return faults;
}

function places(text: string): string {
  return [...new Set(text.match(/\{\w+\}/g))].sort().join(' ');
}
