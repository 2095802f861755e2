import { crc32, deflateSync } from 'node:zlib';
import { checkAlbum, createAlbumItem, tellAlbum } from '#brand';
import { storeUpload } from '#platform/files/files.ts';
import { CORP } from '../shop/company.ts';
import { PRODUCTS } from '../shop/products.ts';
import type { Story } from './story.ts';

type Colour = readonly [number, number, number];
type Shown = { sku: string; about: string; ground: Colour; crust: Colour };

const SHOWN: readonly Shown[] = [
  { sku: 'MB02', about: '整条 450 克，冷藏三天', ground: [246, 236, 218], crust: [196, 138, 74] },
  { sku: 'ZC01', about: '每天 7:00 和 15:00 出炉', ground: [250, 240, 205], crust: [214, 152, 62] },
  { sku: 'DG01', about: '提前一天预订，可写卡片', ground: [252, 228, 228], crust: [214, 92, 104] },
  { sku: 'LH01', about: '龙井酥、桂花糕各 6 枚，附手提袋', ground: [225, 238, 228], crust: [74, 128, 98] },
];
/** What an administrator did in WeCom's console without telling anybody. */
const CHANGED = 'ZC01';
const OTHER = { description: '门店自提：周三会员日面包袋', price: 2_990, product_sn: 'WED01' };

/** The bakery's products in WeCom's album, with what somebody has changed there since. */
export async function fillAlbum(story: Story): Promise<void> {
  const { platform, admin, accountId, owner } = story;
  for (const shown of SHOWN) {
    const file = await pictureOf(story, shown);
    const { name, price } = PRODUCTS.find(({ sku }) => sku === shown.sku) ?? { name: shown.sku, price: 0 };
    const product = await platform.db
      .selectFrom('products')
      .select('id')
      .where('name', '=', name)
      .where('price', 'is not', null)
      .orderBy('id')
      .executeTakeFirst();
    await platform.db.transaction().execute(tx =>
      createAlbumItem(tx, platform.clock, owner, {
        ...{ accountId, productId: product?.id ?? null, productSn: shown.sku, files: [file] },
        ...{ description: `${name}，${shown.about}`, price, followsPrice: false },
      }),
    );
  }
  await tellAlbum(platform);
  const there = await admin.album(CORP.corpid);
  const changed = there.find(({ product_sn }) => product_sn === CHANGED);
  if (changed) await admin.consoleChangesAlbum(CORP.corpid, changed.product_id, { price: 880 });
  await admin.consoleAddsToAlbum(CORP.corpid, OTHER);
  await checkAlbum(platform, accountId);
}

async function pictureOf({ platform, owner }: Story, { sku, ground, crust }: Shown): Promise<number> {
  const body = new Blob([loaf(ground, crust)]).stream();
  const upload = { name: `${sku}.png`, mime: 'image/png', body, limit: 2 ** 20, actor: owner.name };
  return (await storeUpload(platform, upload)).id;
}

const SIDE = 480;

/** A loaf on a plate, as a child would draw it: a PNG without a library. */
function loaf(ground: Colour, crust: Colour): Uint8Array<ArrayBuffer> {
  const rows = Buffer.alloc(SIDE * (1 + SIDE * 3));
  for (let y = 0; y < SIDE; y += 1)
    for (let x = 0; x < SIDE; x += 1) rows.set(colourAt(x, y, ground, crust), y * (1 + SIDE * 3) + 1 + x * 3);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(SIDE, 0);
  head.writeUInt32BE(SIDE, 4);
  head.set([8, 2], 8);
  const parts = [chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))];
  return new Uint8Array(Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...parts]));
}

function colourAt(x: number, y: number, ground: Colour, crust: Colour): Colour {
  const inside = (cx: number, cy: number, rx: number, ry: number) =>
    ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 <= 1;
  const lighter = (of: Colour, by: number): Colour => [
    Math.min(255, of[0] + by),
    Math.min(255, of[1] + by),
    Math.min(255, of[2] + by),
  ];
  if ([150, 240, 330].some(cx => inside(cx, 205, 34, 10))) return lighter(crust, 60);
  if (inside(240, 235, 150, 78)) return crust;
  if (inside(240, 280, 195, 62)) return lighter(ground, 14);
  return ground;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
