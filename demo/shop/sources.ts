import type { Fen } from '#platform/money.ts';

/** How customers came to add a member: the state of the code they scanned, and what it cost to win them. */
export type Source = {
  state: string;
  words: string;
  addWay: number;
  cost: Fen;
  store: number;
  online: number;
};

export const SOURCES: readonly Source[] = [
  { state: 'counter', words: '门店扫码', addWay: 1, cost: 0, store: 52, online: 0 },
  { state: 'parcel', words: '包裹卡', addWay: 1, cost: 1_50, store: 0, online: 58 },
  { state: 'douyin', words: '抖音同城广告', addWay: 16, cost: 30_00, store: 14, online: 12 },
  { state: 'video', words: '视频号', addWay: 10, cost: 18_00, store: 5, online: 10 },
  { state: 'flyer', words: '社区地推', addWay: 1, cost: 12_00, store: 14, online: 0 },
  { state: 'friend', words: '朋友推荐', addWay: 3, cost: 5_00, store: 11, online: 12 },
  { state: '', words: '搜索手机号', addWay: 2, cost: 0, store: 4, online: 8 },
];
