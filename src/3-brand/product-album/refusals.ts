import { sql } from 'kysely';
import { isActiveCorp } from '#customers';
import { Problem, type ProblemKind } from '#platform/http/problem.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { boundOf, factsOn } from '#platform/settings/facts-on.ts';

const NO_ACCOUNT: ProblemKind = {
  code: 'album_no_account',
  status: 422,
  title: { zh: '还没有选择企业微信', en: 'No WeCom account chosen' },
  detail: {
    zh: '商品图册属于一个已连接的企业微信，请先连接，或换一个。',
    en: 'A product album is that of a connected WeCom. Connect one, or choose another.',
  },
};
const WORDS_TOO_LONG: ProblemKind = {
  code: 'album_description_too_long',
  status: 422,
  title: { zh: '商品描述太长', en: 'The description is too long' },
  detail: {
    zh: '企业微信最多 {max} 字，现在是 {length} 字。',
    en: 'WeCom takes {max} characters at most; it has {length}.',
  },
};
const TOO_DEAR: ProblemKind = {
  code: 'album_price_too_high',
  status: 422,
  title: { zh: '价格超过上限', en: 'The price is too high' },
  detail: { zh: '企业微信的商品图册最高 {max} 元。', en: 'WeCom’s album takes ¥{max} at most.' },
};
const BAD_NUMBER: ProblemKind = {
  code: 'album_number_invalid',
  status: 422,
  title: { zh: '商品编码不合法', en: 'Not a usable product number' },
  detail: {
    zh: '只能用字母和数字，最多 {max} 位，不能有空格、横线或汉字。',
    en: 'Letters and digits only, {max} at most; no spaces, hyphens or other characters.',
  },
};
const TAKEN: ProblemKind = {
  code: 'album_number_taken',
  status: 409,
  title: { zh: '商品编码已经用过', en: 'The product number is taken' },
  detail: {
    zh: '图册里已有编码为“{number}”的商品，请换一个编码，或修改那个商品。',
    en: 'Another product of the album has the number “{number}”. Choose another, or change that product.',
  },
};
const NO_PRODUCT: ProblemKind = {
  code: 'album_product_unknown',
  status: 422,
  title: { zh: '找不到这个商品', en: 'There is no such product' },
  detail: {
    zh: '请重新选择店铺里的商品，或不关联商品。',
    en: 'Choose a product of the shops again, or none.',
  },
};
const NOTHING_TO_FOLLOW: ProblemKind = {
  code: 'album_price_unknown',
  status: 422,
  title: { zh: '没有可以跟随的价格', en: 'There is no price to follow' },
  detail: {
    zh: '只有关联了店铺商品、而且订单里出现过它的价格，价格才能跟随。请填写价格。',
    en: 'A price can be followed only of a product of the shops that orders have told a price of. Enter the price.',
  },
};
const NO_FILE: ProblemKind = {
  code: 'album_picture_unknown',
  status: 422,
  title: { zh: '找不到图片', en: 'A picture is not there' },
  detail: { zh: '请重新上传 JPG 或 PNG 图片。', en: 'Upload a JPG or PNG picture again.' },
};
export const NOTHING_FOUND: ProblemKind = {
  code: 'album_nothing_to_settle',
  status: 409,
  title: { zh: '没有需要处理的不一致', en: 'There is nothing to settle' },
  detail: {
    zh: '这个商品和企业微信里的一致，可能别人刚处理过。请刷新页面。',
    en: 'The product is the same here and at WeCom; somebody may have settled it just now. Reload the page.',
  },
};

const [DESCRIPTION, PRICE, NUMBER] = ['wecom.album.description', 'wecom.album.price', 'wecom.album.number'];

export type AlbumLimits = { description: number; price: number; number: number };

/** What WeCom takes on a day: characters, fen (the rule says yuan), bytes. */
export async function albumLimits(db: Db | Tx, at: Date): Promise<AlbumLimits> {
  const facts = await factsOn(db, at, [DESCRIPTION, PRICE, NUMBER]);
  const [description, yuan, number] = [DESCRIPTION, PRICE, NUMBER].map(name => boundOf(facts, name, at));
  return { description: description ?? 0, price: (yuan ?? 0) * 100, number: number ?? 0 };
}

type Words = { productSn: string; description: string; price: number };

/** What WeCom would not take, said while somebody can still mend it. */
export function refuseWords({ productSn, description, price }: Words, limits: AlbumLimits): void {
  const length = [...description].length;
  if (length > limits.description) throw new Problem(WORDS_TOO_LONG, { max: limits.description, length });
  if (price > limits.price) throw new Problem(TOO_DEAR, { max: limits.price / 100 });
  if (!/^[0-9A-Za-z]+$/.test(productSn) || productSn.length > limits.number)
    throw new Problem(BAD_NUMBER, { max: limits.number });
}

export async function refuseAccount(tx: Tx | Db, accountId: number): Promise<void> {
  if (!(await isActiveCorp(tx, accountId))) throw new Problem(NO_ACCOUNT);
}

/** One that is being taken out still has its number at WeCom. */
export async function refuseTaken(
  tx: Tx,
  accountId: number,
  number: string,
  own: number | undefined,
): Promise<void> {
  const { rows } = await sql`
    select 1 from album_items where account_id = ${accountId} and product_sn = ${number} and id is distinct from ${own ?? null}
      and (archived_at is null or told is distinct from wanted)`.execute(tx);
  if (rows.length > 0) throw new Problem(TAKEN, { number });
}

export async function refuseFiles(tx: Tx, files: readonly number[]): Promise<void> {
  const wanted = [...new Set(files)];
  const { rows } = await sql<{ n: number }>`
    select count(*)::integer as n from files where id = any(${wanted}::bigint[]) and mime like 'image/%'`.execute(
    tx,
  );
  if (rows[0]?.n !== wanted.length) throw new Problem(NO_FILE);
}

/** @returns the price that is kept: where it is to be followed, the product's. */
export async function priceOf(
  tx: Tx,
  { productId, price, followsPrice }: { productId: number | null; price: number; followsPrice: boolean },
): Promise<number> {
  if (productId === null) {
    if (followsPrice) throw new Problem(NOTHING_TO_FOLLOW);
    return price;
  }
  const product = await tx
    .selectFrom('products')
    .select('price')
    .where('id', '=', productId)
    .executeTakeFirst();
  if (!product) throw new Problem(NO_PRODUCT);
  if (!followsPrice) return price;
  if (product.price === null) throw new Problem(NOTHING_TO_FOLLOW);
  return product.price;
}
