import type { Order } from '../people/orders.ts';
import type { Person } from '../people/person.ts';
import { shopOf } from '../shop/company.ts';
import { paidOf, wallClock, yuan } from './cells.ts';
import { type Cells, fileOf, type ShopFile } from './table.ts';

/** Who has registered as a member, as Youzan exports its customers: birthdays, levels, points, tags. */
export function memberFile(
  name: string,
  members: readonly { person: Person; orders: readonly Order[] }[],
): ShopFile {
  return fileOf(
    'youzan_customers',
    name,
    members.map(({ person, orders }) => rowOf(person, orders)),
  );
}

function rowOf(person: Person, orders: readonly Order[]): Cells {
  const spent = orders.reduce((sum, order) => sum + paidOf(order) - order.refunded, 0);
  const tags = [`${shopOf(person.home).name}会员`, person.district, ...interests(orders)];
  return {
    客户姓名: person.name,
    客户昵称: person.nickname,
    客户手机号: person.phone,
    客户生日: person.birthday,
    客户性别: person.gender === 1 ? '男' : '女',
    标签: tags.join(','),
    是否会员: '是',
    免费等级: spent >= 300_000 ? '金麦穗' : spent >= 80_000 ? '银麦穗' : '麦穗',
    客户积分: String(Math.floor(spent / 100)),
    消费次数: String(orders.length),
    消费金额: yuan(spent),
    来源渠道: '微信小程序',
    成为客户时间: wallClock(orders[0]?.at ?? 0),
    成为会员时间: wallClock(orders[0]?.at ?? 0),
    成为会员店铺: shopOf(person.home).name,
    所属区域: '浙江省杭州市',
  };
}

/** What the shop has noticed in what they bought. */
function interests(orders: readonly Order[]): string[] {
  const categories = new Set(orders.flatMap(order => order.lines.map(line => line.product.category)));
  const couponed = orders.filter(order => order.discount > 0).length;
  return [
    ...(categories.has('整只蛋糕') ? ['买过蛋糕'] : []),
    ...(categories.has('礼盒') ? ['买过礼盒'] : []),
    ...(couponed >= 3 && couponed * 2 > orders.length ? ['常用优惠券'] : []),
  ];
}
