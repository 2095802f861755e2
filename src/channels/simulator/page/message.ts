import { z } from 'zod';
import { fileNameOf } from '../cgi/media.ts';
import type { Content } from '../recorder/recorder.ts';
import type { Simulation } from '../simulation.ts';
import { type Html, html } from './html.ts';
import type { Say } from './words.ts';

/** What can be shown of an attachment; anything unforeseen is shown by its kind alone. */
const attachmentSchema = z.object({
  msgtype: z.string(),
  image: z.object({ pic_url: z.string().optional(), media_id: z.string().optional() }).optional(),
  file: z.object({ media_id: z.string() }).optional(),
  link: z
    .object({
      title: z.string(),
      url: z.string(),
      desc: z.string().optional(),
      picurl: z.string().optional(),
      media_id: z.string().optional(),
    })
    .optional(),
  miniprogram: z
    .object({
      title: z.string(),
      page: z.string(),
      appid: z.string(),
      pic_media_id: z.string().optional(),
      imgUrl: z.string().optional(),
    })
    .optional(),
});

/** A message as its reader sees it: the text, then each attachment in a bubble of its own. */
export function showMessage(content: Content, say: Say, simulation: Simulation): Html {
  const attachments = z
    .array(attachmentSchema)
    .catch([])
    .parse(content.attachments ?? []);
  return html`${content.text && html`<div class="bubble">${content.text.content}</div>`}${attachments.map(
    attachment => showAttachment(attachment, say, simulation),
  )}`;
}

type Shown = z.output<typeof attachmentSchema>;

function showAttachment(
  { link, miniprogram, image, file, msgtype }: Shown,
  say: Say,
  simulation: Simulation,
): Html {
  if (link)
    return html`<a class="card-link" href="${safeUrl(link.url)}" target="_blank" rel="noreferrer noopener">
      <span class="card-title">${link.title}</span>
      <span class="card-row"><span class="card-text">${link.desc || hostOf(link.url)}</span>${picture(link.picurl, link.media_id)}</span></a>`;
  if (miniprogram) return showMiniprogram(miniprogram, say);
  if (file)
    return html`<div class="card-link"><span class="card-title">${fileNameOf(simulation, file.media_id) ?? say('file')}</span>
      <span class="card-foot">${say('file')}</span></div>`;
  const source = image && (image.pic_url ? safeUrl(image.pic_url) : image.media_id && kept(image.media_id));
  if (source) return html`<img class="picture" src="${source}" alt="${say('image')}">`;
  return html`<div class="placeholder">${say(msgtype === 'video' ? 'video' : 'image')}</div>`;
}

function showMiniprogram(card: NonNullable<Shown['miniprogram']>, say: Say): Html {
  const { title, page, appid, pic_media_id, imgUrl } = card;
  const cover = imgUrl ? safeUrl(imgUrl) : pic_media_id && kept(pic_media_id);
  return html`<div class="card-link" title="${`${appid} ${page}`}"><span class="card-title">${title}</span>
      ${cover ? html`<img class="card-cover" src="${cover}" alt="">` : html`<span class="card-cover"></span>`}
      <span class="card-foot">${say('miniprogram')}</span></div>`;
}

/** What an app uploaded under a media_id. */
const kept = (mediaId: string) => `pictures/${encodeURIComponent(mediaId)}`;

function picture(url: string | undefined, mediaId: string | undefined): Html {
  const source = url ? safeUrl(url) : mediaId && kept(mediaId);
  return source ? html`<img class="thumb" src="${source}" alt="">` : html`<span class="thumb"></span>`;
}

/** What came from the API may say `javascript:`. */
function safeUrl(url: string): string {
  return /^https?:\/\//i.test(url) ? url : '#';
}

function hostOf(url: string): string {
  return URL.parse(url)?.host ?? '';
}
