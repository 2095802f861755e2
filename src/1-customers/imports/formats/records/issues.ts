import { type Language, say, type Words } from '#platform/contract.ts';
import { FACT_PREFIX } from '../../../fields/contract.ts';
import { FIELDS, type Field } from '../fields.ts';

/** `reject`: the row is not imported. `warn`: it is, and something was left out or rounded. */
export type Severity = 'reject' | 'warn';

/** What is wrong with a row. `value` is what stood there, shortened, safe to store. */
export type RowIssue = {
  rowNo: number;
  /** `field.…`: a field of the customers by its name. */
  field: Field | 'row' | `field.${string}`;
  code: IssueCode;
  value: string;
  severity: Severity;
};

/** What is wrong and what to do; `{field}` and `{value}` are filled in with `say`. */
export const ISSUES = {
  missing: {
    zh: '缺少{field}，请补上后重新导入这一行。',
    en: 'The {field} is missing; add it and import the row again.',
  },
  scientific_notation: {
    zh: '{field}被 Excel 改成了科学计数法（{value}），后面的数字已丢失；请从店铺后台重新导出原文件，不要用 Excel 打开保存。',
    en: 'Excel turned the {field} into {value} and its end is lost; export the original file again and do not save it with Excel.',
  },
  id_maybe_rounded: {
    zh: '{field} {value} 的末尾全是 0，可能被 Excel 改过；请与店铺后台核对，如不一致请重新导出原文件。',
    en: 'The {field} {value} ends in zeros, Excel may have changed it; compare with the shop and export again if it differs.',
  },
  damaged_id: {
    zh: '{field}里有损坏的字符（{value}），请从店铺后台重新导出。',
    en: 'The {field} holds broken characters ({value}); export the file again.',
  },
  damaged_text: {
    zh: '{field}里有损坏的字符，已按原样保留；文件可能用错误的编码保存过。',
    en: 'The {field} holds broken characters, kept as they are; the file may have been saved in a wrong encoding.',
  },
  bad_characters: {
    zh: '{field}里有不能保存的字符（空字符或半个表情），请删除后重新导入这一行。',
    en: 'The {field} holds characters that cannot be stored (NUL or half an emoji); remove them and import the row again.',
  },
  too_long: {
    zh: '{field}太长（编号最多 128 字，名称 200 字，备注 2,000 字），请检查是否错列，改短后重新导入这一行。',
    en: 'The {field} is too long (ids 128 characters, names 200, notes 2,000); check the columns, shorten it, import the row again.',
  },
  bad_time: {
    zh: '{field}「{value}」不是有效的时间，应像 2026-01-31 18:05:00。',
    en: 'The {field} “{value}” is no valid time; write it like 2026-01-31 18:05:00.',
  },
  bad_amount: {
    zh: '{field}「{value}」不是金额，应像 1,299.00。',
    en: 'The {field} “{value}” is no amount; write it like 1,299.00.',
  },
  amount_too_large: {
    zh: '{field} {value} 太大，请检查是否错列。',
    en: 'The {field} {value} is too large; check whether columns are mixed up.',
  },
  negative_amount: {
    zh: '{field}是负数（{value}），请检查；退款请放在「已退款金额」或退款文件里。',
    en: 'The {field} is negative ({value}); put refunds into “amount refunded” or a refund file.',
  },
  rounded_amount: {
    zh: '{field} {value} 不足一分，已四舍五入到分；精确合计见导入报告。',
    en: 'The {field} {value} names less than a fen and was rounded; the exact total is in the report.',
  },
  bad_quantity: {
    zh: '{field}「{value}」应是大于 0 的整数。',
    en: 'The {field} “{value}” should be a whole number above 0.',
  },
  bad_number: {
    zh: '{field}「{value}」不是数字，已略过这一项。',
    en: 'The {field} “{value}” is no number and was left out.',
  },
  bad_phone: {
    zh: '{field}「{value}」不是有效号码，已略过；这一行的其他内容已导入。',
    en: 'The {field} “{value}” is no valid number and was left out; the rest of the row was imported.',
  },
  bad_birthday: {
    zh: '{field}「{value}」不是完整的日期，已略过。',
    en: 'The {field} “{value}” is no full date and was left out.',
  },
  bad_currency: {
    zh: '{field}「{value}」不是币种代码，应像 CNY、USD。',
    en: 'The {field} “{value}” is no currency code; write CNY, USD and the like.',
  },
  unknown_status: {
    zh: '不认识的{field}「{value}」，已按付款时间和金额推断，原文已保留；请告诉我们它的意思。',
    en: 'Unknown {field} “{value}”: judged by payment time and amounts, the text was kept; please tell us what it means.',
  },
  joined_cells: {
    zh: '一行里合并了多个子订单（{value}），无法拆开，已导入订单，略过商品明细。',
    en: 'Several order lines are joined in one row ({value}) and cannot be split; the order was imported, its items were not.',
  },
  item_left_out: {
    zh: '没有商品名称、编码或数量，已导入订单，略过商品明细。',
    en: 'There is no product name, code or quantity; the order was imported, its item was not.',
  },
  no_identity: {
    zh: '没有可用的手机号、客户编号或会员卡号，无法认出这个人；请补上其中一项。',
    en: 'There is no usable phone, customer id or member card to know this person by; add one of them.',
  },
  field_not_text: {
    zh: '{field}「{value}」不能保存，已略过这一项；这一行的其他内容已导入。',
    en: 'The {field} “{value}” cannot be kept and was left out; the rest of the row was imported.',
  },
  field_too_long: {
    zh: '{field}太长（最多 500 字），已略过这一项；请检查是否错列。',
    en: 'The {field} is too long (500 characters at most) and was left out; check the columns.',
  },
  field_not_number: {
    zh: '{field}「{value}」不是数字，已略过这一项；这一行的其他内容已导入。',
    en: 'The {field} “{value}” is no number and was left out; the rest of the row was imported.',
  },
  field_not_day: {
    zh: '{field}「{value}」不是完整的日期，应像 2026-01-31，已略过这一项。',
    en: 'The {field} “{value}” is no full date (write it like 2026-01-31) and was left out.',
  },
  field_not_option: {
    zh: '{field}没有「{value}」这个选项，已略过；请改成字段里有的选项，或先给字段加上它。',
    en: 'The {field} has no option “{value}”, which was left out; use one it has, or add the option first.',
  },
  field_not_options: {
    zh: '{field}「{value}」里有字段没有的选项，已略过这一项；请改成有的选项，或先给字段加上它。',
    en: 'The {field} “{value}” names an option there is not and was left out; use those it has, or add the option first.',
  },
  field_not_flag: {
    zh: '{field}「{value}」看不出是或否，已略过这一项；请写“是”或“否”。',
    en: 'The {field} “{value}” is neither yes nor no and was left out; write yes or no.',
  },
  cut_row: {
    zh: '文件在这一行中断了（行不完整，或引号没有闭合），其后的内容没有读到；请重新导出或上传。',
    en: 'The file breaks off in this row (incomplete, or an unclosed quote) and nothing after it was read; export or upload it again.',
  },
} as const satisfies Record<string, Words>;

export type IssueCode = keyof typeof ISSUES;

/** Longest texts, in characters. */
export const MAX_ID = 128;
export const MAX_NAME = 200;
export const MAX_TEXT = 2_000;

const ROW: Words = { zh: '这一行', en: 'row' };

/** An issue in words. */
export function issueWords(issue: Pick<RowIssue, 'field' | 'code' | 'value'>, language: Language): string {
  const field = fieldWords(issue.field, language);
  return say(ISSUES[issue.code], language, { field, value: issue.value });
}

function fieldWords(field: RowIssue['field'], language: Language): string {
  if (field === 'row') return ROW[language];
  return isOwn(field) ? field.slice(FACT_PREFIX.length) : FIELDS[field][language];
}

function isOwn(field: Field | `field.${string}`): field is `field.${string}` {
  return field.startsWith(FACT_PREFIX);
}

const SHOWN = 200;

/** What stood in a cell, as far as it can be stored and is worth showing. */
export function shownValue(value: string): string {
  const cut = value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value;
  return cut.replaceAll('\0', '␀').toWellFormed();
}
