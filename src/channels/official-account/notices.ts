import { z } from 'zod';
import type { Endpoint } from '../wecom/endpoint.ts';
import { done, type Outcome } from '../wecom/outcome.ts';
import type { OfficialAccountClient } from './client.ts';

/** A template of subscribe notices (订阅通知) that the account has chosen on the platform. */
export type NoticeTemplate = {
  code: string;
  title: string;
  /** Lines as `用餐时间：{{time2.DATA}}`. */
  content: string;
  longTerm: boolean;
  fields: readonly { key: string; label: string }[];
};

const listing: Endpoint<{
  data: { priTmplId: string; title: string; content: string; type?: number | undefined }[];
}> = {
  // Below another root than the rest of the interface.
  path: '../wxaapi/newtmpl/gettemplate',
  method: 'GET',
  effect: 'repeatable',
  answer: z.object({
    data: z.array(
      z.object({
        priTmplId: z.string().min(1),
        title: z.string(),
        content: z.string(),
        type: z.number().optional(),
      }),
    ),
  }),
};

/** 3: long-term, which only few trades are given. */
const LONG_TERM = 3;

/** The templates of 公众平台 › 订阅通知 › 我的模板. */
export async function listNoticeTemplates(client: OfficialAccountClient): Promise<Outcome<NoticeTemplate[]>> {
  const got = await client.call(listing);
  if (!got.ok) return got;
  return done(
    got.data.data.map(({ priTmplId, title, content, type }) => ({
      ...{ code: priTmplId, title, content, longTerm: type === LONG_TERM },
      fields: fieldsIn(content),
    })),
  );
}

/** The places of a template's text, with the label that stands before each. */
export function fieldsIn(content: string): { key: string; label: string }[] {
  return [...content.matchAll(/([^\n{}]*)\{\{\s*(\w{1,40})\.DATA\s*\}\}/g)].map(
    ([, before = '', key = '']) => ({
      key,
      label: before.replace(/[:：\s]+$/, '').trim() || key,
    }),
  );
}

export type Notice = {
  openId: string;
  code: string;
  values: Readonly<Record<string, string>>;
  /** An address, or a page of a mini program that is bound to the account; empty: the notice leads nowhere. */
  url?: string | undefined;
  miniprogram?: { appId: string; page: string } | undefined;
};

const sending: Endpoint<{ msgid?: string | undefined }> = {
  path: 'message/subscribe/bizsend',
  method: 'POST',
  // Each uses one of the follower's acceptances.
  effect: 'once',
  answer: z.object({ msgid: z.union([z.string(), z.number()]).transform(String).optional() }),
};

/** Sends one notice to a follower who has accepted one. @returns the platform's id of it, where it tells one. */
export async function sendNotice(
  client: OfficialAccountClient,
  { openId, code, values, url, miniprogram }: Notice,
): Promise<Outcome<{ id: string | undefined }>> {
  const data = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value }]));
  const sent = await client.call(sending, {
    ...{ touser: openId, template_id: code, data },
    ...(url && { page: url }),
    ...(miniprogram && { miniprogram: { appid: miniprogram.appId, pagepath: miniprogram.page } }),
  });
  return sent.ok ? done({ id: sent.data.msgid }) : sent;
}

type Rule = { most: number; is?: RegExp; zh: string; en: string };

/**
 * What may stand in a field, by the kind its key begins with. From memory of 公众平台 › 订阅消息参数值内容限制, not read in the
 * stored material: the platform's own word is 47003.
 */
const VALUES: Record<string, Rule> = {
  thing: { most: 20, zh: '最多 20 个字', en: 'at most 20 characters' },
  character_string: {
    most: 32,
    is: /^[\x20-\x7e]*$/,
    zh: '最多 32 位字母、数字和符号',
    en: 'at most 32 letters, digits and signs',
  },
  number: { most: 32, is: /^-?\d+(\.\d+)?$/, zh: '只能是数字', en: 'digits only' },
  amount: {
    most: 10,
    is: /^[¥$]?\d+(\.\d+)?元?$/,
    zh: '只能是金额，如 12.50元',
    en: 'an amount only, as 12.50元',
  },
  phrase: { most: 5, zh: '最多 5 个汉字', en: 'at most 5 characters' },
  name: { most: 10, zh: '最多 10 个字', en: 'at most 10 characters' },
  phone_number: { most: 17, is: /^[\d+\-() ]*$/, zh: '只能是电话号码', en: 'a phone number only' },
  car_number: { most: 8, zh: '最多 8 位车牌号', en: 'a licence plate of at most 8' },
  time: { most: 32, zh: '时间，如 2026年5月1日 15:01', en: 'a time' },
  date: { most: 32, zh: '日期，如 2026年5月1日', en: 'a date' },
};

/** What the platform would refuse in a field; nothing where it would take it, or the kind of field is not known. */
export function faultOfValue(key: string, value: string): { zh: string; en: string } | undefined {
  const rule = VALUES[key.replace(/\d+$/, '')];
  if (!rule) return undefined;
  const isWrong = [...value].length > rule.most || (rule.is !== undefined && !rule.is.test(value));
  return isWrong ? { zh: rule.zh, en: rule.en } : undefined;
}

/** A value cut to what its field takes, where cutting leaves it what it is: a name, not a number. */
export function fitValue(key: string, value: string): string {
  const rule = VALUES[key.replace(/\d+$/, '')];
  return rule && !rule.is ? [...value].slice(0, rule.most).join('') : value;
}
