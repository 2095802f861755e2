import { z } from 'zod';
import type { Content } from '../recorder/recorder.ts';
import { type Call, read } from './endpoint.ts';
import { Refusal } from './errcodes.ts';
import { refuseForeignMedia } from './media.ts';

const media = z.object({ media_id: z.string().min(1) });
const attachmentSchema = z.discriminatedUnion('msgtype', [
  z.object({ msgtype: z.literal('image'), image: media }),
  z.object({ msgtype: z.literal('video'), video: media }),
  z.object({
    msgtype: z.literal('link'),
    link: media.extend({ title: z.string().default(''), url: z.string().min(1).max(2_048) }),
  }),
]);
type Attachment = z.output<typeof attachmentSchema>;
const KINDS: readonly unknown[] = attachmentSchema.options.map(option => option.shape.msgtype.value);

const outline = z.object({
  text: z.object({ content: z.string().default('') }).optional(),
  attachments: z.array(z.looseObject({ msgtype: z.unknown() })).default([]),
});

/**
 * What a moment shows.
 * @throws Refusal 41089 nothing, 40058 too long, 41065 an unknown kind or several, 41064 too many, 40007 and 41072 media.
 */
export function readMomentContent(call: Call): Content {
  const { settings } = call.simulation;
  const { text, attachments } = read(outline, call.body);
  const says = text !== undefined && text.content !== '';
  if (!says && attachments.length === 0) throw new Refusal(41089);
  if (says && [...text.content].length > settings.momentTextCharacters) throw new Refusal(40058);
  const kinds = new Set(attachments.map(({ msgtype }) => msgtype));
  if (kinds.size > 1 || [...kinds].some(kind => !KINDS.includes(kind))) throw new Refusal(41065);
  if (attachments.length > (kinds.has('image') ? settings.attachments : 1)) throw new Refusal(41064);
  const readable = attachments.map(attachment => read(attachmentSchema, attachment));
  for (const attachment of readable) checkAttachment(call, attachment);
  return { ...(says && { text }), ...(readable.length > 0 && { attachments: readable }) };
}

function checkAttachment(call: Call, attachment: Attachment): void {
  if (attachment.msgtype === 'image') refuseForeignMedia(call, attachment.image.media_id, 'moment_image');
  if (attachment.msgtype === 'video') refuseForeignMedia(call, attachment.video.media_id, 'moment_video');
  if (attachment.msgtype !== 'link') return;
  const { title, media_id } = attachment.link;
  if (Buffer.byteLength(title) > call.simulation.settings.momentLinkTitleBytes) throw new Refusal(40058);
  refuseForeignMedia(call, media_id, 'moment_image');
}
