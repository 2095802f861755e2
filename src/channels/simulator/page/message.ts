import { z } from 'zod';
import type { Content } from '../recorder/recorder.ts';
import { type Html, html } from './html.ts';
import type { Say } from './words.ts';

/** What can be shown of an attachment; anything unforeseen is shown by its kind alone. */
const attachmentSchema = z.object({
  msgtype: z.string(),
  image: z.object({ pic_url: z.string().optional() }).optional(),
  link: z
    .object({
      title: z.string(),
      url: z.string(),
      desc: z.string().optional(),
      picurl: z.string().optional(),
    })
    .optional(),
  miniprogram: z.object({ title: z.string(), page: z.string() }).optional(),
});

/** A message as its reader sees it: the text, then each attachment in a bubble of its own. */
export function showMessage(content: Content, say: Say): Html {
  const attachments = z
    .array(attachmentSchema)
    .catch([])
    .parse(content.attachments ?? []);
  return html`${content.text && html`<div class="bubble">${content.text.content}</div>`}${attachments.map(
    attachment => showAttachment(attachment, say),
  )}`;
}

function showAttachment(attachment: z.output<typeof attachmentSchema>, say: Say): Html {
  const { link, miniprogram, image, msgtype } = attachment;
  if (link)
    return html`<a class="card-link" href="${safeUrl(link.url)}" target="_blank" rel="noreferrer noopener">
      <span class="card-title">${link.title}</span>
      <span class="card-row"><span class="card-text">${link.desc || hostOf(link.url)}</span>${picture(link.picurl)}</span></a>`;
  if (miniprogram)
    return html`<div class="card-link"><span class="card-title">${miniprogram.title}</span>
      <span class="card-cover"></span><span class="card-foot">${say('miniprogram')}</span></div>`;
  if (image?.pic_url)
    return html`<img class="picture" src="${safeUrl(image.pic_url)}" alt="${say('image')}">`;
  const kind = msgtype === 'video' ? 'video' : msgtype === 'file' ? 'file' : 'image';
  return html`<div class="placeholder">${say(kind)}</div>`;
}

function picture(url: string | undefined): Html {
  return url ? html`<img class="thumb" src="${safeUrl(url)}" alt="">` : html`<span class="thumb"></span>`;
}

/** What came from the API may say `javascript:`. */
function safeUrl(url: string): string {
  return /^https?:\/\//i.test(url) ? url : '#';
}

function hostOf(url: string): string {
  return URL.parse(url)?.host ?? '';
}
