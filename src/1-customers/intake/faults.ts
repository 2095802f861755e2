import { type Language, say, type Words } from '#platform/contract.ts';
import { INTAKE_LIMITS } from './contract.ts';

/** Why one message was not taken. */
export type Fault = { index: number; code: string; message: string };

const KB = 1024;

export const FAULTS = {
  not_an_object: { zh: '这一项不是 JSON 对象', en: 'This item is not a JSON object' },
  unknown_type: {
    zh: 'type 必须是 track、identify、page、screen、group、alias 之一',
    en: 'type must be one of track, identify, page, screen, group, alias',
  },
  item_too_large: {
    zh: `单条消息最多 ${INTAKE_LIMITS.itemBytes / KB} KB`,
    en: `A message may have at most ${INTAKE_LIMITS.itemBytes / KB} KB`,
  },
  invalid_characters: {
    zh: '含有无法保存的字符（NUL 或不完整的 Unicode）',
    en: 'Contains characters that cannot be stored (NUL or half a surrogate pair)',
  },
  no_identity: { zh: '需要 userId 或 anonymousId', en: 'Needs a userId or an anonymousId' },
  needs_anonymous_id: {
    zh: '浏览器密钥只收匿名消息，需要 anonymousId；userId 请由服务器密钥发送',
    en: 'A browser key takes anonymous messages only and needs an anonymousId; send the userId with a server key',
  },
  server_key_only: {
    zh: '合并标识（alias）只能用服务器密钥',
    en: 'Joining ids (alias) needs a server key',
  },
  time_out_of_range: {
    zh: '时间不在 2000 年之后，或 sentAt 有误',
    en: 'The time is before the year 2000, or sentAt is wrong',
  },
  phone_not_dialable: {
    zh: 'traits.phone 不是可拨打的号码',
    en: 'traits.phone is not a number that can be dialled',
  },
  lunar_birthday_unknown: {
    zh: '农历生日不是农历里有的日子：要写成 {"month":8,"day":15} 或“农历八月十五”，闰月加 leap，年份（1900–2100）可不填',
    en: 'traits.lunarBirthday is no day of the lunar calendar: write {"month":8,"day":15} or 农历八月十五, leap for a leap month, the year (1900–2100) if known',
  },
  id_of_somebody_else: {
    zh: 'previousId 已经属于另一位用户，没有合并',
    en: 'previousId already belongs to another user; nothing was joined',
  },
  names_nobody: {
    zh: '这个标识已按要求删除，没有记录',
    en: 'This id was erased on request; nothing was recorded',
  },
} as const satisfies Record<string, Words>;
export type FaultCode = keyof typeof FAULTS;

export function faultOf(index: number, code: FaultCode, language: Language): Fault {
  return { index, code, message: say(FAULTS[code], language) };
}
