import type { Words } from '#platform/contract.ts';

/** What may stand between `{{` and `}}` in a text: `{{name|朋友}}` is the name, or 朋友 where it is not known. */
export const VARIABLES = {
  name: { zh: '客户姓名', en: 'Customer name' },
  member: { zh: '成员姓名', en: 'Member name' },
  city: { zh: '城市', en: 'City' },
  tier: { zh: '层级', en: 'Tier' },
  lastProduct: { zh: '最近购买的商品', en: 'Last product bought' },
} as const satisfies Record<string, Words>;
export type Variable = keyof typeof VARIABLES;

/** How long a WeCom text may be, in UTF-8 bytes (developer.work.weixin.qq.com/document/path/92135). */
export const TEXT_BYTES = 4_000;
/** How long what stands on a card may be, in the same measure (the same page). */
export const CARD_BYTES = { linkTitle: 128, linkDescription: 512, miniprogramTitle: 64 } as const;
/** And of an official account; what holds is a rule of the server’s (`official_account.text.bytes`). */
export const OFFICIAL_TEXT_BYTES = 2_048;
