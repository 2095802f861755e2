import type { StoreCode } from './company.ts';

/** The six who serve customers on WeCom. Departments are the shops. */
export type Staff = {
  userid: string;
  name: string;
  position: '店长' | '店员' | '客服';
  department: number;
  store: StoreCode | undefined;
};

export const DEPARTMENTS = [
  { id: 2, name: '湖滨店' },
  { id: 3, name: '滨江店' },
  { id: 4, name: '城西店' },
  { id: 5, name: '线上客服' },
] as const;

export const STAFF: readonly Staff[] = [
  { userid: 'lin.xiaoyu', name: '林晓雨', position: '店长', department: 2, store: 'hubin' },
  { userid: 'zhou.ning', name: '周宁', position: '店员', department: 2, store: 'hubin' },
  { userid: 'chen.ke', name: '陈可', position: '店长', department: 3, store: 'binjiang' },
  { userid: 'wu.tong', name: '吴桐', position: '店员', department: 3, store: 'binjiang' },
  { userid: 'shen.yi', name: '沈意', position: '店长', department: 4, store: 'chengxi' },
  { userid: 'he.miao', name: '何苗', position: '客服', department: 5, store: undefined },
];

/** Who looks after customers without a shop around the corner, and whoever buys online. */
export const ONLINE_STAFF = 'he.miao';

export function staffOf(userid: string): Staff {
  const staff = STAFF.find(one => one.userid === userid);
  if (!staff) throw new Error(`No member ${userid}`);
  return staff;
}
