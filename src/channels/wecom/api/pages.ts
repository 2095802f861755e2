import { ownFailure } from '../errors.ts';
import { done, type Outcome } from '../outcome.ts';

/** A page, and where the next one begins; without a cursor it is the last. */
export type Page<Item> = { items: readonly Item[]; nextCursor: string | undefined };

/**
 * Reads page after page until there is no next cursor, whatever the pages hold: one may be empty and yet not the last.
 * Ends after the first failure, which it yields; reading can go on from the last page's cursor.
 */
export async function* pagesOf<Of extends Page<unknown>>(
  read: (cursor: string | undefined) => Promise<Outcome<Of>>,
  from?: string,
): AsyncGenerator<Outcome<Of>, void, undefined> {
  const seen = new Set<string>();
  for (let cursor = from; ; ) {
    const page = await read(cursor);
    yield page;
    if (!page.ok || !page.data.nextCursor) return;
    cursor = page.data.nextCursor;
    if (seen.has(cursor)) {
      yield ownFailure('endless_cursor');
      return;
    }
    seen.add(cursor);
  }
}

/** All items of all pages, or the first failure. */
export async function allOf<Item>(pages: AsyncIterable<Outcome<Page<Item>>>): Promise<Outcome<Item[]>> {
  const items: Item[] = [];
  for await (const page of pages) {
    if (!page.ok) return page;
    items.push(...page.data.items);
  }
  return done(items);
}
