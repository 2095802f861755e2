import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { type Context, Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { pathOf, readFileRow } from '#platform/files/files.ts';
import type { Door } from '#platform/http/door.ts';
import type { Platform } from '#platform/platform.ts';
import { type Random, systemRandom } from '#platform/random.ts';
import { readSetting } from '#platform/settings/settings.ts';
import { readCode } from './code.ts';
import { openCode } from './open-code.ts';
import { openingLimit } from './opening-limit.ts';
import { codePage } from './page.ts';

const VISITOR = 'siyu_visitor';
const YEAR = 365 * 24 * 3600;
const CITY_LENGTH = 20;

/** The page behind a printed code: `/c/<slug>`, with `?city=` where the poster knows where it hangs, `?p=` which it is,
 * `?o=` the order number of the receipt it stands on. */
export function codeDoor(random: Random = systemRandom): Door {
  return {
    prefix: '/c',
    calls: [],
    open(platform) {
      const app = new Hono();
      const isTooMany = openingLimit(platform);
      app.get('/:slug', async context =>
        (await isTooMany(context)) ? refuse(platform, context) : await show(platform, random, context),
      );
      app.get('/:slug/picture/:file', context => picture(platform, context));
      return app;
    },
  };
}

async function show(platform: Platform, random: Random, context: Context): Promise<Response> {
  const slug = context.req.param('slug') ?? '';
  const city = (context.req.query('city') ?? '').trim().slice(0, CITY_LENGTH);
  const mark = context.req.query('p') ?? '';
  const orderNo = context.req.query('o') ?? '';
  const visitor = visitorOf(context, random);
  const shown = await openCode(platform, random, { slug, city, mark, visitor, orderNo });
  return await answer(platform, context, shown, shown ? 200 : 404);
}

/** Nothing is decided and nobody is counted. */
async function refuse(platform: Platform, context: Context): Promise<Response> {
  context.header('retry-after', '60');
  return await answer(platform, context, 'too_many', 429);
}

async function answer(
  { db }: Platform,
  context: Context,
  shown: Parameters<typeof codePage>[0],
  status: 200 | 404 | 429,
): Promise<Response> {
  const language = /^en\b/i.test(context.req.header('accept-language') ?? '') ? 'en' : 'zh';
  // Whom it leads to is decided at each opening: a page from a cache would lead to who has gone home.
  context.header('cache-control', 'no-store');
  context.header(
    'content-security-policy',
    "default-src 'none'; style-src 'unsafe-inline'; img-src *; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  );
  const company = (await readSetting<string>(db, 'company.name')) ?? '';
  return context.html(codePage(shown, company, language), status);
}

/** A browser's own random mark, so that opening a page twice is no new visitor; it says nothing else. */
function visitorOf(context: Context, random: Random): string {
  const known = getCookie(context, VISITOR);
  if (known && /^[a-z0-9]{16,32}$/.test(known)) return known;
  const mark = Array.from({ length: 20 }, () => Math.floor(random.next() * 36).toString(36)).join('');
  setCookie(context, VISITOR, mark, { path: '/c', httpOnly: true, sameSite: 'Lax', maxAge: YEAR });
  return mark;
}

/** A picture of the code's own plan; no other file can be had here. */
async function picture({ db, home }: Platform, context: Context): Promise<Response> {
  const code = await readCode(db, { slug: context.req.param('slug') ?? '' });
  const wanted = Number(context.req.param('file'));
  const isOurs = code?.plan.routes.some(({ target }) => target.kind === 'picture' && target.file === wanted);
  const file = isOurs ? await readFileRow(db, wanted) : undefined;
  if (!file?.mime.startsWith('image/')) return context.text('', 404);
  const bytes = Readable.toWeb(createReadStream(pathOf(home, file.sha256))) as ReadableStream;
  return context.body(bytes, 200, {
    'content-type': file.mime,
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'private, max-age=86400',
  });
}
