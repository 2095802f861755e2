import type { Touchpoint } from '../reads.ts';

export type Kind = Touchpoint['kind'];

/** In the order of how a shop thinks of them: its own places first. */
const ORDER: { [K in Kind]: number } = {
  ...{ counter: 1, parcel: 2, shop: 3, event: 4, referral: 5, article: 6, channels: 7, live_room: 8 },
  ...{ douyin: 9, kuaishou: 10, xiaohongshu: 11, ad: 12, website: 13, other: 14 },
};
export const KINDS = (Object.keys(ORDER) as Kind[]).sort((one, other) => ORDER[one] - ORDER[other]);
