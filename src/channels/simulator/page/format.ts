import { DAY, HOUR, MINUTE, SHANGHAI_OFFSET } from '#platform/clock.ts';
import type { Language } from '#platform/contract.ts';

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const WEEKDAYS = {
  zh: ['日', '一', '二', '三', '四', '五', '六'],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
};
const two = (value: number) => String(value).padStart(2, '0');

/** Times are read in Asia/Shanghai, wherever the page is looked at. */
function local(at: Date): Date {
  return new Date(at.getTime() + SHANGHAI_OFFSET);
}

/** `10:24`, or with seconds `10:24:07`. */
export function timeOf(at: Date, seconds: 'seconds' | 'minutes' = 'minutes'): string {
  const shifted = local(at);
  const minutes = `${two(shifted.getUTCHours())}:${two(shifted.getUTCMinutes())}`;
  return seconds === 'seconds' ? `${minutes}:${two(shifted.getUTCSeconds())}` : minutes;
}

/** `3月10日 周二`, `Tue 10 Mar`. */
export function dayOf(at: Date, language: Language): string {
  const shifted = local(at);
  const weekday = WEEKDAYS[language][shifted.getUTCDay()];
  const day = shifted.getUTCDate();
  if (language === 'en') return `${weekday} ${day} ${MONTHS[shifted.getUTCMonth()]}`;
  return `${shifted.getUTCMonth() + 1}月${day}日 周${weekday}`;
}

/** Today's instants as a time, others with their day. */
export function momentOf(at: Date, now: Date, language: Language): string {
  const sameDay = local(at).toISOString().slice(0, 10) === local(now).toISOString().slice(0, 10);
  return sameDay ? timeOf(at) : `${dayOf(at, language)} ${timeOf(at)}`;
}

/** `1 天 2 小时`, the two largest units. */
export function spanOf(milliseconds: number, language: Language): string {
  const units = [
    { size: DAY, zh: '天', en: 'd' },
    { size: HOUR, zh: '小时', en: 'h' },
    { size: MINUTE, zh: '分钟', en: 'min' },
    { size: 1_000, zh: '秒', en: 's' },
  ];
  let rest = Math.abs(milliseconds);
  const parts: string[] = [];
  for (const unit of units) {
    const count = Math.floor(rest / unit.size);
    rest -= count * unit.size;
    if (count > 0 && parts.length < 2) parts.push(`${count} ${unit[language]}`);
  }
  return ` ${parts.join(' ')}`;
}

/** The one character that stands for a person: a Chinese name's last, another name's first. */
export function faceOf(name: string): string {
  const characters = [...name];
  return (/^[\x20-\x7e]/.test(name) ? characters[0]?.toUpperCase() : characters.at(-1)) ?? '';
}

export function numberOf(value: number): string {
  return value.toLocaleString('en-US');
}
