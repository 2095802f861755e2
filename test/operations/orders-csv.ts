/** A few columns of our own order format. */
export const ORDER_COLUMNS =
  '订单号,下单时间,订单状态,付款时间,买家账号,买家昵称,买家手机号,商品名称,数量,单价';

/** A small shop file in our own format: every order of another buyer, 19.90 each. */
export function ordersCsv(count: number, prefix = 'A'): string {
  const rows = Array.from({ length: count }, (_, i) => {
    const day = String(1 + (i % 28)).padStart(2, '0');
    const at = `2026-05-${day} 10:00:00`;
    const phone = `138${String(prefix.charCodeAt(0)).padStart(3, '0')}${String(i).padStart(5, '0')}`;
    return `${prefix}${1_000 + i},${at},已完成,${at},buyer${prefix}${i},客户${i},${phone},吐司,1,19.90`;
  });
  return `${[ORDER_COLUMNS, ...rows].join('\n')}\n`;
}
