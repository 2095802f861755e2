import { Hono } from 'hono';
import { z } from 'zod';
import { type Language, say, type Words } from '#platform/contract.ts';
import { type AlbumRow, albumOf } from '../people/album.ts';
import type { Simulation } from '../simulation.ts';
import { momentOf, numberOf } from './format.ts';
import { type Html, html } from './html.ts';

const WORDS = {
  title: { zh: '商品图册', en: 'Product album' },
  lead: {
    zh: '这里是企业微信管理后台里的商品图册。Siyu 添加的商品会出现在这里；您也可以扮演管理员，在后台直接添加、修改或删除。',
    en: 'The product album as WeCom’s console shows it. What Siyu puts in appears here; you may play the administrator and add, change or delete here too.',
  },
  back: { zh: '回到成员和客户', en: 'Back to staff and customers' },
  count: { zh: '共 {count} 个商品', en: 'Products: {count}' },
  none: { zh: '图册里还没有商品', en: 'The album is empty' },
  noneHint: {
    zh: '在 Siyu 的「商品图册」里添加，几秒后就会出现在这里。',
    en: 'Add one in Siyu; it appears here.',
  },
  sn: { zh: '商品编码 {sn}', en: 'No. {sn}' },
  byApp: { zh: '应用添加', en: 'By the app' },
  byConsole: { zh: '管理员添加', en: 'By an administrator' },
  noPicture: { zh: '无图片', en: 'No picture' },
  more: { zh: '共 {count} 张图', en: '{count} pictures' },
  change: { zh: '修改', en: 'Change' },
  remove: { zh: '删除', en: 'Delete' },
  save: { zh: '保存', en: 'Save' },
  add: { zh: '添加商品', en: 'Add a product' },
  description: { zh: '商品描述', en: 'Description' },
  price: { zh: '价格（分）', en: 'Price in fen' },
  number: { zh: '商品编码', en: 'Product number' },
} as const satisfies Record<string, Words>;

const choiceSchema = z.object({ lang: z.enum(['zh', 'en']).catch('zh'), corp: z.string().optional() });
type Choice = z.output<typeof choiceSchema>;
type Speak = (word: keyof typeof WORDS, values?: Record<string, string>) => string;

/** Beside the page of members and customers: what an administrator sees of the product album, and does there. */
export function albumPage(simulation: Simulation): Hono {
  const app = new Hono();
  app.get('/album', context =>
    context.html(show(simulation, choiceSchema.parse(context.req.query())).markup),
  );
  app.get('/album-parts', context => {
    const parts = partsOf(simulation, choiceSchema.parse(context.req.query()));
    return context.json(Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, part.markup])));
  });
  return app;
}

const speaker =
  (language: Language): Speak =>
  (word, values = {}) =>
    say(WORDS[word], language, values);

function show(simulation: Simulation, choice: Choice): Html {
  const speak = speaker(choice.lang);
  const parts = partsOf(simulation, choice);
  const other = choice.lang === 'zh' ? { lang: 'en', text: 'English' } : { lang: 'zh', text: '中文' };
  const address = `?${new URLSearchParams({ lang: other.lang, ...(choice.corp && { corp: choice.corp }) })}`;
  return html`<!doctype html><html lang="${choice.lang === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8">
    <title>${speak('title')} · Siyu</title><meta name="viewport" content="width=device-width, initial-scale=1">
    <link rel="icon" href="icon.svg" type="image/svg+xml">${['base.css', 'album.css'].map(name => html`<link rel="stylesheet" href="${name}">`)}<script type="module" src="page.js"></script></head>
    <body class="album" data-parts="album-parts" data-lang="${choice.lang}">
    <header><div class="brand"><span class="mark" aria-hidden="true"></span><h1>${speak('title')}</h1></div>
      <a class="language" href="${address}" lang="${other.lang}">${other.text}</a>
      <a class="language" href="./?lang=${choice.lang}">${speak('back')}</a><p class="lead">${speak('lead')}</p></header>
    <main><div data-part="adding">${parts.adding}</div><div data-part="items">${parts.items}</div></main>
    <div id="notice" role="status" aria-live="polite"></div></body></html>`;
}

function partsOf(simulation: Simulation, choice: Choice): { adding: Html; items: Html } {
  const { store, clock } = simulation;
  const speak = speaker(choice.lang);
  const corpid =
    store.one<{ corpid: string }>(
      'select corpid from corps order by corpid = ? desc, rowid limit 1',
      choice.corp ?? '',
    )?.corpid ?? '';
  const items = albumOf(simulation, corpid);
  const cards = items.map(item =>
    card(speak, item, momentOf(new Date(item.created_at), clock.now(), choice.lang)),
  );
  return {
    adding: html`<p class="muted">${speak('count', { count: numberOf(items.length) })}</p>
      <details id="adding"><summary>${speak('add')}</summary>${formOf(speak, `corps/${corpid}/album`, 'new')}</details>`,
    items:
      items.length > 0
        ? html`<ul class="items">${cards}</ul>`
        : html`<div class="nothing"><strong>${speak('none')}</strong><p>${speak('noneHint')}</p></div>`,
  };
}

function card(speak: Speak, item: AlbumRow, at: string): Html {
  const { corpid, product_id, product_sn, description, price, agentid } = item;
  const [first, ...more] = JSON.parse(item.media_json) as string[];
  const path = `corps/${corpid}/album/${product_id}`;
  return html`<li class="card"><div class="shown">${
    first
      ? html`<img src="pictures/${first}" alt="">`
      : html`<span class="muted">${speak('noPicture')}</span>`
  }</div>
    <strong class="price">¥${(price / 100).toFixed(2)}</strong><p class="words">${description}</p>
    <p class="muted small">${product_sn && html`${speak('sn', { sn: product_sn })} · `}${speak(agentid === null ? 'byConsole' : 'byApp')} · ${at}${
      more.length > 0 && html` · ${speak('more', { count: String(more.length + 1) })}`
    }</p>
    <details id="change-${product_id}"><summary>${speak('change')}</summary>${formOf(speak, path, product_id, item)}</details>
    <button class="quiet" data-method="DELETE" data-post="${path}">${speak('remove')}</button></li>`;
}

function formOf(speak: Speak, path: string, id: string, item?: AlbumRow): Html {
  const field = (name: string, word: 'description' | 'price' | 'number', value: string, more: Html) =>
    html`<label>${speak(word)}<input id="${name}-${id}" name="${name}" value="${value}" autocomplete="off" ${more}></label>`;
  return html`<form data-post="${path}">
    ${field('description', 'description', item?.description ?? '', html`required maxlength="300"`)}
    ${field('price', 'price', item ? String(item.price) : '', html`required inputmode="numeric" pattern="[0-9]+"`)}
    ${field('product_sn', 'number', item?.product_sn ?? '', html`maxlength="128" pattern="[0-9A-Za-z]*"`)}
    <button class="primary">${speak('save')}</button></form>`;
}
