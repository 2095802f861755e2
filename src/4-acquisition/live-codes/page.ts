import { html } from 'hono/html';
import type { Language } from '#platform/contract.ts';
import type { Shown } from './open-code.ts';

/** What a customer reads; the company's own words where it has some. */
const WORDS = {
  zh: {
    press: '长按识别二维码，添加我们',
    add: (who: string) => `长按识别二维码，添加「${who}」`,
    join: '长按识别二维码，进群',
    follow: '长按识别二维码，关注公众号',
    open: '打开',
    away: '现在没有人在线，请稍后再来。',
    call: '也可以打电话',
    gone: '这个二维码已经不用了。',
    tooMany: '打开得太频繁了，请过一分钟再试。',
  },
  en: {
    press: 'Press and hold the code to add us',
    add: (who: string) => `Press and hold the code to add ${who}`,
    join: 'Press and hold the code to join',
    follow: 'Press and hold the code to follow us',
    open: 'Open',
    away: 'Nobody is there right now. Please come again later.',
    call: 'Or call us',
    gone: 'This code is no longer in use.',
    tooMany: 'Opened too often. Please try again in a minute.',
  },
} as const;

const STYLE = `
:root { color-scheme: light; --ink: #1c2421; --soft: #5b6762; --pine: #0f766e; --paper: #faf9f6; --line: #e6e4dc }
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--paper); color: var(--ink);
  font: 16px/1.6 -apple-system, 'PingFang SC', 'Noto Sans SC', 'Noto Sans CJK SC', system-ui, sans-serif }
main { width: min(100%, 400px); padding: 32px 24px; text-align: center }
h1 { margin: 0 0 24px; font-size: 20px; font-weight: 600; line-height: 1.4; text-wrap: balance }
img { display: block; width: min(72vw, 280px); aspect-ratio: 1; margin: 0 auto; padding: 16px; object-fit: contain;
  background: #fff; border: 1px solid var(--line); border-radius: 12px; -webkit-touch-callout: default }
p { margin: 20px 0 0; color: var(--soft) }
a.go { display: inline-block; min-width: 160px; padding: 12px 24px; border-radius: 8px; background: var(--pine); color: #fff;
  text-decoration: none; font-weight: 600 }
a.call { color: var(--pine); font-weight: 600; text-decoration: none }
footer { margin-top: 32px; font-size: 13px; color: var(--soft) }
`;

/** One purpose, no script, no address of anybody else but the code's own picture. It says who it is. */
export function codePage(shown: Shown | 'too_many' | undefined, company: string, language: Language) {
  const t = WORDS[language];
  return html`<!doctype html>
    <html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="referrer" content="no-referrer" />
        <title>${company}</title>
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        <main>
          ${typeof shown === 'object' ? body(shown, company, t) : html`<h1>${shown ? t.tooMany : t.gone}</h1>`}
          ${typeof shown === 'object' && titleOf(shown) && html`<footer>${company}</footer>`}
        </main>
      </body>
    </html>`;
}

/** What the page is called where it has words of its own; the company's name otherwise, and then not twice. */
function titleOf(shown: Shown): string {
  return shown.kind === 'words' ? shown.text : shown.title;
}

type Texts = (typeof WORDS)[Language];

function body(shown: Shown, company: string, t: Texts) {
  if (shown.kind === 'link')
    return html`<h1>${titleOf(shown)}</h1>
      <a class="go" href="${shown.url}">${t.open}</a>`;
  if (shown.kind === 'words')
    return html`<h1>${shown.text || t.away}</h1>
      ${
        shown.phone &&
        html`<p>${t.call} <a class="call" href="tel:${shown.phone.replace(/[^\d+]/g, '')}">${shown.phone}</a></p>`
      }`;
  const hint = hintOf(shown, t);
  return html`<h1>${titleOf(shown) || company}</h1>
    <img src="${shown.image}" alt="${hint}" />
    <p>${hint}</p>`;
}

function hintOf({ of, who }: Extract<Shown, { kind: 'code' }>, t: Texts): string {
  if (of === 'member' && who) return t.add(who);
  if (of === 'group') return t.join;
  return of === 'official' ? t.follow : t.press;
}
