import { type Field, text } from '#web/url/search.ts';

/** An id of the wire, `tag_3`; anything else in a link is left out rather than refused by the server. */
export function idOf(prefix: string): Field<string> {
  const pattern = new RegExp(`^${prefix}_[1-9]\\d{0,14}$`);
  return { read: text => (pattern.test(text) ? text : undefined), write: id => id };
}

/** What somebody looks for, as long as the API takes it. */
export const lookedFor: Field<string> = {
  read: value => text.read(value.slice(0, 100)),
  write: value => value.trim().slice(0, 100),
};
