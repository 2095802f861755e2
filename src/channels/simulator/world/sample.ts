import { type Corp, corpSchema } from './world.ts';

const DAY_SECONDS = 86_400;
const NAMES = [
  '陈晓雨',
  '林一帆',
  '何静',
  '吴彤',
  '赵可',
  '孙悦',
  '周子墨',
  '郑好',
  '冯雪',
  '许诺',
  '沈楠',
  '叶青',
];
const STAFF = ['xiaoman', 'azhe', 'lele'];

/** A small bakery to look around in: three members, twelve customers, one chat. */
export function sampleCorp(nowSeconds: number): Corp {
  const external = (index: number) => `wmSample${String(index).padStart(24, '0')}`;
  return corpSchema.parse({
    corpid: 'wwsample0000000001',
    name: '小满面包房（样例）',
    apps: [{ agentid: 1_000_002, name: 'Siyu 私域', secret: 'sample-secret' }],
    departments: [
      { id: 1, name: '小满面包房', parentid: 0 },
      { id: 2, name: '武康路店', parentid: 1 },
    ],
    members: [
      { userid: 'xiaoman', name: '小满', position: '店主', department: [1] },
      { userid: 'azhe', name: '阿哲', position: '店长', department: [2] },
      { userid: 'lele', name: '乐乐', position: '客服', department: [2] },
    ],
    tag_groups: [
      {
        group_id: 'etSampleLevel',
        group_name: '等级',
        tag: [
          { id: 'etSampleVip', name: '重要' },
          { id: 'etSampleNew', name: '新客' },
        ],
      },
    ],
    customers: NAMES.map((name, index) => ({
      external_userid: external(index),
      name,
      gender: (index % 2) + 1,
      unionid: `sample-union-${index}`,
      follow_user: [
        {
          userid: STAFF[index % STAFF.length],
          createtime: nowSeconds - (index + 1) * 9 * DAY_SECONDS,
          state: index % 4 === 0 ? 'door-qr' : '',
          tag_id: [index % 3 === 0 ? 'etSampleVip' : 'etSampleNew'],
        },
      ],
    })),
    group_chats: [
      {
        chat_id: 'wrSampleMorning',
        name: '早餐群',
        owner: 'xiaoman',
        external_userid: [0, 3, 6].map(external),
      },
    ],
  });
}
