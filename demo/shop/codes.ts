import type { Fen } from '#platform/money.ts';
import { STORES, type StoreCode, shopOf } from './company.ts';
import type { DemoPoster } from './posters.ts';
import { ONLINE_STAFF, STAFF } from './staff.ts';

/** The codes the bakery hung up, printed and showed; `source` is how people came before they had codes (sources.ts). */
export type DemoCode = {
  source: string;
  touchpoint: string;
  kind: 'counter' | 'parcel' | 'douyin' | 'channels' | 'event';
  campaign: string;
  store: string;
  /** Who waits behind it; the first is the one most are led to. */
  staff: readonly string[];
  backup: readonly string[];
  from?: string;
  to?: string;
  greeting: string;
  remark: string;
  /** Fen given away to each who comes. */
  gift: Fen;
  stopLoss: Fen | null;
  /** Openings of the page for each who adds. */
  openings: number;
  /** Where it is printed on posters of its own: how many of each, who of those who add come by it, how many only open. */
  posters?: readonly { poster: DemoPoster; putOut: number; share: number; openings: number }[];
};

const GREETING = '{{name|您好}}，我是小满面包房的{{member}}。';

/** Each shop has its own at the counter: who works there waits behind it. */
function counterOf(store: StoreCode): DemoCode {
  const { name } = shopOf(store);
  return {
    ...{ source: 'counter', touchpoint: `${name}柜台`, kind: 'counter', campaign: '到店有礼', store: name },
    staff: STAFF.filter(one => one.store === store).map(one => one.userid),
    ...{ backup: [ONLINE_STAFF], gift: 3_00, stopLoss: null, openings: 1.3, remark: '{{name}}' },
    greeting: `${GREETING}今天的司康给您留了一个，凭这条消息到柜台取。`,
  };
}

export const CODES: readonly DemoCode[] = [
  ...STORES.map(counterOf),
  {
    ...{ source: 'parcel', touchpoint: '包裹卡', kind: 'parcel', campaign: '收货回访', store: '' },
    ...{
      staff: ['he.miao'],
      backup: ['zhou.ning'],
      from: '09:00',
      to: '22:00',
      gift: 0,
      stopLoss: 5_00,
      openings: 1.6,
      posters: [
        { poster: 'thanks', putOut: 400, share: 0.36, openings: 2.1 },
        { poster: 'oven', putOut: 400, share: 0.64, openings: 1.4 },
      ],
    },
    greeting: `${GREETING}收到面包了吗？烤箱 180 度回热 5 分钟最好吃，有问题直接问我。`,
    remark: '{{name}}·包裹卡',
  },
  {
    ...{ source: 'douyin', touchpoint: '抖音同城广告', kind: 'douyin', campaign: '冬日面包季', store: '' },
    ...{
      staff: ['lin.xiaoyu', 'chen.ke', 'shen.yi'],
      backup: ['he.miao'],
      gift: 2_00,
      stopLoss: 25_00,
      openings: 3.2,
    },
    greeting: `${GREETING}您离哪家店近？我把那家店的新品和营业时间发给您。`,
    remark: '{{name}}·抖音',
  },
  {
    ...{ source: 'video', touchpoint: '视频号', kind: 'channels', campaign: '冬日面包季', store: '' },
    ...{ staff: ['lin.xiaoyu', 'he.miao'], backup: [], gift: 0, stopLoss: 25_00, openings: 2.4 },
    greeting: `${GREETING}谢谢您从视频号过来，每周三我会发一条烘焙小知识。`,
    remark: '{{name}}·视频号',
  },
  {
    ...{ source: 'flyer', touchpoint: '社区地推', kind: 'event', campaign: '邻居日', store: '滨江店' },
    ...{ staff: ['wu.tong', 'chen.ke'], backup: [], gift: 4_00, stopLoss: 20_00, openings: 1.8 },
    greeting: `${GREETING}很高兴今天在小区里认识您。`,
    remark: '{{name}}·社区',
  },
];
