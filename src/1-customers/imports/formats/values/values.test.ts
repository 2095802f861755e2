import { describe, expect, it } from 'vitest';
import { toE164 } from '../../../identities/phones.ts';
import { ExactSum, exactNano, nanoToFen, readAmount } from './amounts.ts';
import { readId } from './ids.ts';
import { readPhone } from './phones.ts';
import { placeOf, provinceName } from './places.ts';
import { orderState, refundProgress, refundState } from './statuses.ts';
import { readDay, readTime, timePattern } from './times.ts';
import { SHANGHAI, zoneNamed } from './zones.ts';

describe('ids', () => {
  it.each([
    ['="1234567890123456789"', '1234567890123456789'],
    ['\t6917926768823643751', '6917926768823643751'],
    ["'6917926768823643751", '6917926768823643751'],
    [' 00012 ', '00012'],
    ['E20260101-A', 'E20260101-A'],
    ['1E5', '1E5'],
  ])('%j is %s', (cell, id) => expect(readId(cell)).toEqual({ id }));

  it.each(['', ' ', '-', '=""', "'"])('%j is none', cell => expect(readId(cell)).toEqual({ id: undefined }));

  it.each(['6.91793E+18', '6.91792676882364E+18', '6.9e18', '1E+15'])('%s has lost its end', cell =>
    expect(readId(cell)).toMatchObject({ fault: 'scientific_notation' }),
  );

  it('18 digits and more that end in zeros from the sixteenth on are suspicious', () => {
    expect(readId('691792676882364000')).toMatchObject({ fault: 'id_maybe_rounded' });
    expect(readId('691792676882364010').fault).toBeUndefined();
  });
});

describe('phones', () => {
  it.each([
    ['13800001111', '+8613800001111'],
    ["'13800001111", '+8613800001111'],
    ['+86 138-0000-1111', '+8613800001111'],
    ['008613800001111', '+8613800001111'],
    ['１３８００００１１１１', '+8613800001111'],
    ['13800001111.0', '+8613800001111'],
    ['0571-88886666', '+8657188886666'],
    ['+1 415 555 2671', '+14155552671'],
  ])('%s is %s', (cell, e164) => expect(readPhone(cell)).toEqual({ e164 }));

  it.each([
    '138****1234',
    '1******6198',
    '186******05',
    '+86138****1234',
    '13800001111-1234',
    '13800001111转2345',
    '13800001111[2345]',
  ])('%s is shown and no identity', cell => expect(readPhone(cell)).toEqual({ shown: cell }));

  it.each(['', '-', '$$Ab3dEf6hIj9==', '##k9J2mQ0pLx7s##'])('%s says nothing', cell =>
    expect(readPhone(cell)).toEqual({}),
  );

  it.each(['12345', '19999', '13800001111 13900002222', 'none'])('%s is no number', cell =>
    expect(readPhone(cell)).toEqual({ fault: true }),
  );

  it('takes the short way only for numbers that the numbering plan holds valid', () => {
    for (let prefix = 13_000; prefix < 20_000; prefix++) {
      const number = `${prefix}123456`;
      expect(readPhone(number).e164, number).toBe(toE164(number));
    }
  });
});

describe('money', () => {
  it.each([
    ['1,299.00', 129_900, false],
    ['¥12', 1_200, false],
    ['12.5元', 1_250, false],
    ['0.1', 10, false],
    ['-3.20', -320, false],
    ['１２．３４', 1_234, false],
    ['999999999999.99', 99_999_999_999_999, false],
    ['0.005', 1, true],
    ['2.554', 255, true],
    ['2.550', 255, false],
  ])('%s is %i fen', (text, fen, rounded) => expect(readAmount(text)).toEqual({ fen, rounded }));

  it.each(['12..5', '1e3', 'abc', '#N/A', '12-5', ''])('%j is no amount', text =>
    expect(readAmount(text)).toBeUndefined(),
  );

  it('reads decimal commas, and amounts in fen', () => {
    expect(readAmount('1.299,50', { decimal: 'comma', unit: 'major' })).toEqual({
      fen: 129_950,
      rounded: false,
    });
    expect(readAmount('12950', { decimal: 'point', unit: 'minor' })).toEqual({ fen: 12_950, rounded: false });
    expect(readAmount('12.5', { decimal: 'point', unit: 'minor' })).toEqual({ fen: 13, rounded: true });
  });

  it('adds exactly, beyond what a number holds and below a fen', () => {
    const sum = new ExactSum();
    for (let count = 0; count < 3; count++) sum.addFen(Number.MAX_SAFE_INTEGER);
    sum.addRounded(exactNano('0.001'), 0);
    expect(sum.exact).toBe('270215977642229.731');
    expect(sum.imported).toBe('270215977642229.73');
    expect([nanoToFen(-5_000_000n), nanoToFen(5_000_000n), nanoToFen(4_999_999n)]).toEqual([-1, 1, 0]);
  });
});

describe('times', () => {
  it.each([
    ['2026-01-31 18:05:00', '2026-01-31T10:05:00Z'],
    ['2026/1/31 8:05', '2026-01-31T00:05:00Z'],
    ['2026-01-31', '2026-01-30T16:00:00Z'],
    ['2026年1月31日 18时05分', '2026-01-31T10:05:00Z'],
    ['20260131', '2026-01-30T16:00:00Z'],
    ['20260131180500', '2026-01-31T10:05:00Z'],
    ['2026-01-31T18:05:00.250+00:00', '2026-01-31T18:05:00Z'],
    ['2026-01-31T18:05:00Z', '2026-01-31T18:05:00Z'],
    ['46053.75', '2026-01-31T10:00:00Z'],
    ['2024-02-29 00:00:00', '2024-02-28T16:00:00Z'],
  ])('%s is %s', (text, instant) => expect(readTime(text)).toEqual(new Date(instant)));

  it.each([
    '2026-02-30 10:00:00',
    '2025-02-29',
    '2026-01-31 24:00:00',
    '2026-13-01',
    '31/01/2026',
    '1899-01-01',
    '12345',
    'soon',
    '0000-00-00 00:00:00',
  ])('%s is no time', text => expect(readTime(text)).toBeUndefined());

  it('reads other patterns, and refuses those that name no day', () => {
    expect(timePattern('d/M/yyyy H:mm')?.('1/12/2010 8:26', SHANGHAI)).toEqual(
      new Date('2010-12-01T00:26:00Z'),
    );
    expect(timePattern('yyyyMMdd')?.('19970101', SHANGHAI)).toEqual(new Date('1996-12-31T16:00:00Z'));
    expect(timePattern('yyyy-MM-ddTHH:mm')?.('2026-01-31T08:00', SHANGHAI)).toEqual(
      new Date('2026-01-31T00:00:00Z'),
    );
    expect([timePattern('yyyy-MM'), timePattern('yyyy-MM-dd dd'), timePattern('yyyy-MM-dd x')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('knows other zones, summer time included', () => {
    const london = zoneNamed('Europe/London');
    expect(london && readTime('2010-12-01 08:26:00', london)).toEqual(new Date('2010-12-01T08:26:00Z'));
    expect(london && readTime('2011-07-01 08:26:00', london)).toEqual(new Date('2011-07-01T07:26:00Z'));
    expect(zoneNamed('-05:30')?.toInstant(0)).toEqual(new Date(5.5 * 3_600_000));
    expect(zoneNamed('Mars/Olympus')).toBeUndefined();
  });

  it.each([
    ['1990-5-1', '1990-05-01'],
    ['1990年05月01日', '1990-05-01'],
    ['19900501', '1990-05-01'],
    ['1990-02-30', undefined],
    ['05-01', undefined],
  ])('the birthday %s is %s', (text, day) => expect(readDay(text)).toBe(day));
});

describe('places', () => {
  it.each([
    ['浙江省 杭州市 西湖区 文三路', '浙江省', '杭州市'],
    ['浙江杭州市西湖区', '浙江省', '杭州市'],
    ['上海 上海市 徐汇区', '上海市', '上海市'],
    ['新疆维吾尔自治区乌鲁木齐市天山区', '新疆维吾尔自治区', '乌鲁木齐市'],
    ['贵州省黔东南苗族侗族自治州凯里市', '贵州省', '黔东南苗族侗族自治州'],
    ['某地 123 号', undefined, undefined],
  ])('%s is in %s, %s', (address, province, city) => expect(placeOf(address)).toEqual({ province, city }));

  it('names provinces in full', () => {
    expect(['浙江', '广西', '内蒙', '北京', 'Ontario'].map(provinceName)).toEqual([
      '浙江省',
      '广西壮族自治区',
      '内蒙古自治区',
      '北京市',
      'Ontario',
    ]);
  });
});

describe('the words of the shops', () => {
  it.each([
    ['等待买家付款', 'due', 'none', 'none'],
    ['买家已付款，等待卖家发货', 'paid', 'processing', 'none'],
    ['卖家已发货,等待买家确认', 'paid', 'shipped', 'none'],
    ['交易成功', 'paid', 'delivered', 'none'],
    ['交易关闭', 'closed', 'none', 'none'],
    ['（删除）等待出库', 'closed', 'none', 'full'],
    ['(删除)等待付款', 'closed', 'none', 'none'],
    ['(锁定)等待确认收货', 'paid', 'shipped', 'none'],
    ['(锁定)某种新状态', 'paid', 'processing', 'none'],
    ['备货中/待发货', 'paid', 'processing', 'none'],
    [' 已 完成 ', 'paid', 'delivered', 'none'],
  ])('%s: %s, %s, refund %s', (word, payment, fulfilment, refund) =>
    expect(orderState(word)).toEqual({ payment, fulfilment, refund }),
  );

  it('unknown words are unknown', () => {
    expect([orderState('某个新状态'), refundState('某个新状态'), refundProgress('？')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('says how far a refund is', () => {
    const words = [
      '退款成功',
      '退款关闭',
      '买家已经申请退款，等待卖家同意',
      '卖家拒绝退款',
      '待商家处理',
      '售后关闭',
    ];
    expect(words.map(refundProgress)).toEqual(['done', 'closed', 'open', 'closed', 'open', 'closed']);
    expect(['-', '退款成功', '部分退款', '售后关闭'].map(refundState)).toEqual([
      'none',
      'full',
      'partial',
      'none',
    ]);
  });
});
