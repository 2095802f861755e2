import {
  codeOfLunar,
  hasLunarDay,
  LUNAR_YEARS,
  type LunarDay,
  readLunarText,
  solarOf,
} from '#platform/lunar.ts';
import type { Field as CustomerField } from '../../../fields/fields.ts';
import { readFieldValue } from '../../../fields/values.ts';
import { placeOf, provinceName } from '../values/places.ts';
import { splitList } from '../values/texts.ts';
import { readDay } from '../values/times.ts';
import { MAX_NAME, MAX_TEXT } from './issues.ts';
import type { CustomerLine } from './records.ts';
import type { RowReader } from './row-reader.ts';

const GENDERS = new Map<string, 1 | 2>([
  ...['男', '男性', '先生', 'm', 'male', '1'].map(word => [word, 1] as const),
  ...['女', '女性', '女士', 'f', 'female', '2'].map(word => [word, 2] as const),
]);

/** Columns that are kept as they stand, by position and name. */
export type CustomColumn = { column: number; name: string };

/** Columns that are fields of the customers (客户资料字段). */
export type FieldColumn = { column: number; field: CustomerField };

export function readCustomer(
  row: RowReader,
  custom: readonly CustomColumn[],
  fields: readonly FieldColumn[],
): CustomerLine | undefined {
  const externalId = row.openId('customerId');
  const memberCard = row.openId('memberCard');
  const { e164: phone, shown: maskedPhone } = row.phone('phone');
  const about = readAbout(row);
  const dealings = readDealings(row);
  const known = externalId ?? memberCard ?? phone;
  if (known === undefined && !row.rejected) row.reject('phone', 'no_identity', row.cell('phone'));
  const more = readCustom(row, custom);
  const values = readFields(row, fields);
  if (row.rejected) return undefined;
  return {
    kind: 'customer',
    rowNo: row.rowNo,
    externalId,
    memberCard,
    phone,
    maskedPhone,
    ...about,
    ...dealings,
    custom: more,
    fields: values,
  };
}

function readAbout(row: RowReader) {
  const place = placeOf(row.cell('address'));
  const province = row.text('province');
  return {
    name: row.name('name'),
    nickname: row.name('nickname'),
    gender: GENDERS.get(row.cell('gender').toLowerCase()),
    ...readBirthday(row),
    province: province === undefined ? place.province : provinceName(province),
    city: row.text('city') ?? place.city,
    tags: splitList(row.text('tags', MAX_TEXT) ?? '').filter(tag => tag.length <= MAX_NAME),
    note: row.text('note', MAX_TEXT),
  };
}

/** Of a lunar one (农历八月十五) with its year, the day of birth too. */
function readBirthday(row: RowReader): Pick<CustomerLine, 'birthday' | 'lunarBirthday'> {
  const text = row.cell('birthday');
  if (text === '' || text.startsWith('0000')) return { birthday: undefined };
  const told = readLunarText(text);
  const isThere = told && (told.year === undefined || isLunarDay(told.year, told.lunar));
  if (told && isThere)
    return {
      birthday: told.year === undefined ? undefined : solarOf(told.year, told.lunar),
      lunarBirthday: codeOfLunar(told.lunar),
    };
  const day = readDay(text);
  if (day === undefined) row.warn('birthday', 'bad_birthday', text);
  return { birthday: day };
}

function isLunarDay(year: number, lunar: LunarDay): boolean {
  return year >= LUNAR_YEARS.first && year <= LUNAR_YEARS.last && hasLunarDay(year, lunar);
}

function readDealings(row: RowReader) {
  return {
    level: row.text('level'),
    points: row.number('points'),
    balance: row.figure('balance'),
    orderCount: row.number('orderCount'),
    orderAmount: row.figure('orderAmount'),
    memberName: row.name('memberName'),
    distributorName: row.name('distributorName'),
    source: row.text('source', MAX_TEXT),
    becameCustomerAt: row.instant('becameCustomerAt'),
    becameMemberAt: row.instant('becameMemberAt'),
  };
}

function readCustom(row: RowReader, columns: readonly CustomColumn[]): Record<string, string> {
  const custom: Record<string, string> = {};
  for (const { column, name } of columns) {
    const text = row.extra(column);
    if (text !== undefined) custom[name] = text;
  }
  return custom;
}

/** An empty cell says nothing: it empties no field. What is none of a field is left out with a warning. */
function readFields(row: RowReader, columns: readonly FieldColumn[]): CustomerLine['fields'] {
  return columns.flatMap(({ column, field }) => {
    const text = row.extra(column);
    if (text === undefined) return [];
    const read = readFieldValue(field, text);
    if ('value' in read) return read.value === null ? [] : [{ id: field.id, value: read.value }];
    row.warn(`field.${field.name}`, `field_${read.fault}`, text);
    return [];
  });
}
