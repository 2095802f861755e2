import { type For, insert, next } from './insert.ts';
import { makers } from './makers.ts';
import type { Adapt } from './typed.ts';

/** Products of the album (商品图册), beside the other records. */
export const ALBUM_MAKERS: typeof makers = { alb: given => albumItem(given) };

async function albumItem(given: For, more: Record<string, unknown> = {}): Promise<number> {
  const at = given.platform.clock.now();
  const words = { productSn: `SN${next()}`, description: '样例', price: 1 };
  return await insert(given, 'albumItems', {
    ...{ ...words, accountId: given.accountId, fileIds: [await makers.file?.(given)], wanted: '{}' },
    ...{ createdBy: 'test', createdAt: at, updatedAt: at, nextTry: at, ...more },
  });
}

async function wordsFor(given: For) {
  const files = [`file_${await makers.file?.(given)}`];
  return {
    productId: null,
    productSn: `SN${next()}`,
    description: '样例',
    price: 1,
    followsPrice: false,
    files,
  };
}

export const ALBUM_CALLS = {
  createAlbumItem: async (given: For) => ({
    path: '/album-items',
    body: { ...(await wordsFor(given)), accountId: `acc_${given.accountId}` },
  }),
  changeAlbumItem: async (given: For) => ({
    path: `/album-items/alb_${await albumItem(given)}`,
    body: await wordsFor(given),
  }),
  settleAlbumItem: async (given: For) => ({
    path: `/album-items/alb_${await albumItem(given, { itemId: `p${next()}`, found: '{"gone": true}' })}/settle`,
    body: { keep: 'ours' },
  }),
};

/** A number is letters and digits, whatever is tried; the description is tried out. */
const described = async ({ description }: Record<string, never>, given: For) => ({
  ...(await wordsFor(given)),
  ...(description !== undefined && { description }),
});

export const ALBUM_READINGS = {
  createAlbumItem: {
    list: '/album-items',
    fresh: true as const,
    adapt: (async (body: Record<string, never>, given: For) => ({
      ...(await described(body, given)),
      accountId: `acc_${given.accountId}`,
    })) as Adapt,
    judged: ['productSn'],
  },
  changeAlbumItem: {
    twin: 2,
    list: '/album-items',
    fresh: true as const,
    adapt: described as Adapt,
    judged: ['productSn'],
  },
};
