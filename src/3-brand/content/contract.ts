import { z } from 'zod';
import { id, name, refusal, text } from '#platform/contract.ts';

export * from './variables.contract.ts';

const APP_ID = refusal('invalid_app_id', {
  zh: '小程序 AppID 是 wx 开头的 18 位字符，在小程序后台「开发管理 › 开发设置」里',
  en: 'A mini program’s AppID is 18 characters beginning with wx; its own console shows it',
});

/** What hangs on a message; lengths in the platform's bytes are judged with the places filled (`refuseAttachments`). */
export const attachment = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('link'),
    title: name(128),
    url: z.url({ protocol: /^https?$/ }).max(2_048),
    description: text(512).default(''),
    /** The picture on the card. */
    picture: id('file').optional(),
  }),
  z.object({ kind: z.literal('image'), file: id('file') }),
  z.object({
    kind: z.literal('miniprogram'),
    title: name(64),
    appId: z.string().regex(/^wx[0-9A-Za-z]{16}$/, APP_ID),
    page: name(1_024),
    /** WeCom shows it 520 × 416. */
    cover: id('file'),
  }),
  z.object({ kind: z.literal('video'), file: id('file'), name: name(200) }),
  z.object({ kind: z.literal('file'), file: id('file'), name: name(200) }),
]);
export type Attached = z.output<typeof attachment>;

/** Words with variables, and attachments below them; each a message of its own in the customer's chat. */
export const message = z.object({
  text: text(4_000).trim().min(1),
  attachments: z.array(attachment).max(9).default([]),
});
export type MessageContent = z.output<typeof message>;
