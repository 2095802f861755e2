import { z } from 'zod';
import type { Content } from '../recorder/recorder.ts';
import type { Settings } from '../store/settings.ts';
import { read } from './endpoint.ts';
import { Refusal } from './errcodes.ts';

/** The platform counts bytes of UTF-8, not characters. */
const bytes = (most: number) => z.string().refine(text => Buffer.byteLength(text) <= most);
const filled = (most: number) => bytes(most).min(1);

/** Given both, the media_id is used. */
const image = z
  .object({ media_id: z.string().min(1).optional(), pic_url: z.string().min(1).optional() })
  .refine(({ media_id, pic_url }) => media_id ?? pic_url)
  .transform(({ media_id, pic_url }) => (media_id ? { media_id } : { pic_url }));
const media = z.object({ media_id: filled(1_024) });

const attachmentSchema = z.discriminatedUnion('msgtype', [
  z.object({ msgtype: z.literal('image'), image }),
  z.object({
    msgtype: z.literal('link'),
    link: z.object({
      title: filled(128),
      picurl: bytes(2_048).optional(),
      desc: bytes(512).optional(),
      url: filled(2_048),
    }),
  }),
  z.object({
    msgtype: z.literal('miniprogram'),
    miniprogram: z.object({
      title: filled(64),
      pic_media_id: filled(1_024),
      appid: filled(64),
      page: filled(1_024),
    }),
  }),
  z.object({ msgtype: z.literal('video'), video: media }),
  z.object({ msgtype: z.literal('file'), file: media }),
]);
const KINDS: readonly unknown[] = attachmentSchema.options.map(option => option.shape.msgtype.value);

const outline = z.object({
  text: z.object({ content: z.string() }).optional(),
  attachments: z.array(z.looseObject({ msgtype: z.unknown() })).default([]),
});

/**
 * The message of a mass message as it will be delivered.
 * @throws Refusal 41064 too many attachments, 41065 a kind there is not, 40058 too long, 40063 nothing in it.
 */
export function readContent(body: unknown, settings: Settings): Content {
  const { text, attachments } = read(outline, body);
  if (attachments.length > settings.attachments) throw new Refusal(41064);
  if (attachments.some(({ msgtype }) => !KINDS.includes(msgtype))) throw new Refusal(41065);
  const says = text !== undefined && text.content !== '';
  if (!says && attachments.length === 0) throw new Refusal(40063);
  if (says && Buffer.byteLength(text.content) > settings.textBytes) throw new Refusal(40058);
  const readable = attachments.map(attachment => read(attachmentSchema, attachment));
  return { ...(says && { text }), ...(readable.length > 0 && { attachments: readable }) };
}
