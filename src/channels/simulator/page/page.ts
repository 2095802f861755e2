import { clockPart, faultsPart, habitsPart } from './backstage.ts';
import { numberOf } from './format.ts';
import { type Html, html } from './html.ts';
import { logPart } from './log.ts';
import { chatPart, chooserPart, composerPart, phoneHeadPart } from './phone.ts';
import { staffPart } from './staff.ts';
import { link, type View } from './view.ts';

/** The parts of the page that change while one looks at it, each by its name. */
export function partsOf(view: View): Record<string, Html> {
  const { scene } = view;
  const common = { head: headPart(view), tabs: tabsPart(view) };
  if (!scene) return { ...common, empty: emptyPart(view) };
  return {
    ...common,
    staff: staffPart(view, scene),
    chooser: chooserPart(view, scene),
    phonehead: phoneHeadPart(view, scene),
    chat: chatPart(view, scene),
    composer: composerPart(view, scene),
    clock: clockPart(view),
    habits: habitsPart(view),
    faults: faultsPart(view),
    log: logPart(view),
  };
}

export const STYLES = ['base.css', 'people.css', 'backstage.css', 'screens.css'] as const;

export function showPage(view: View): string {
  const parts = partsOf(view);
  const part = (name: string, tag = 'div') =>
    html`${{ markup: `<${tag} data-part="${name}">` }}${parts[name]}${{ markup: `</${tag}>` }}`;
  const body = view.scene
    ? html`<main>
        <section class="staff" aria-label="${view.say('staffTab')}"><h2>${view.say('staffTitle')}</h2>${part('staff')}</section>
        <section class="customer" aria-label="${view.say('phoneTab')}"><h2>${view.say('phoneTitle')}</h2>${part('chooser')}
          <div class="phone">${part('phonehead', 'header')}<div class="chat" data-part="chat" tabindex="0">${parts.chat}</div>${part('composer', 'footer')}</div></section>
        <section class="backstage" aria-label="${view.say('backstageTab')}">${['clock', 'habits', 'faults', 'log'].map(name => html`<div class="card">${part(name)}</div>`)}</section>
      </main>`
    : html`<main class="start">${part('empty')}</main>`;
  const page = html`<!doctype html><html lang="${view.choice.lang === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8">
    <title>${view.say('title')} · Siyu</title><meta name="viewport" content="width=device-width, initial-scale=1">
    <link rel="icon" href="icon.svg" type="image/svg+xml">${STYLES.map(name => html`<link rel="stylesheet" href="${name}">`)}<script type="module" src="page.js"></script></head>
    <body data-tab="${view.choice.tab}" data-lang="${view.choice.lang}">${part('head', 'header')}${body}${part('tabs', 'nav')}
    <div id="notice" role="status" aria-live="polite"></div></body></html>`;
  return page.markup;
}

function headPart({ say, choice, corps, scene }: View): Html {
  const other =
    choice.lang === 'zh'
      ? ({ lang: 'en', text: 'English' } as const)
      : ({ lang: 'zh', text: '中文' } as const);
  const options = corps.map(
    corp =>
      html`<option value="${corp.corpid}" ${corp.corpid === scene?.corp.corpid && html`selected`}>${corp.name || corp.corpid}</option>`,
  );
  const size = scene && { members: numberOf(scene.corp.members), customers: numberOf(scene.corp.customers) };
  return html`<div class="brand"><span class="mark" aria-hidden="true"></span><h1>${say('title')}</h1></div>
    ${
      scene &&
      html`<div class="corp">${
        corps.length > 1
          ? html`<select id="corp" data-corp aria-label="${say('corp')}">${options}</select>`
          : html`<strong>${scene.corp.name || scene.corp.corpid}</strong>`
      }<span class="muted">${size && say('size', size)}</span></div>`
    }
    ${scene && html`<a class="language" href="kf?${String(new URLSearchParams({ lang: choice.lang, corp: scene.corp.corpid }))}">${say('kf')}</a>`}
    ${scene && html`<a class="language" href="album?${String(new URLSearchParams({ lang: choice.lang, corp: scene.corp.corpid }))}">${say('album')}</a>`}
    <a class="language" href="${link(choice, { lang: other.lang })}" lang="${other.lang}">${other.text}</a>
    ${scene && html`<p class="lead">${say('lead')}</p>`}`;
}

/** On a narrow screen one part is shown at a time. */
function tabsPart({ say, choice, scene }: View): Html {
  if (!scene) return html``;
  const unpublished = scene.members.reduce((sum, member) => sum + member.unpublished, 0);
  const waiting = scene.corp.tasksWaiting + unpublished;
  const tab = (
    name: 'staff' | 'phone' | 'backstage',
    word: 'staffTab' | 'phoneTab' | 'backstageTab',
    badge = 0,
  ) =>
    html`<a data-soft href="${link(choice, { tab: name })}" ${choice.tab === name && html`aria-current="true"`}>${say(word)}${badge > 0 && html`<span class="badge">${badge}</span>`}</a>`;
  return html`${tab('staff', 'staffTab', waiting)}${tab('phone', 'phoneTab')}${tab('backstage', 'backstageTab')}`;
}

function emptyPart({ say }: View): Html {
  return html`<div class="nothing"><strong>${say('emptyTitle')}</strong><p>${say('emptyText')}</p>
    <button class="primary" data-post="../sample">${say('loadSample')}</button></div>`;
}
