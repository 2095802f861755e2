import { type Html, html } from '../page/html.ts';
import { type Lang, speak, type Word } from './words.ts';
import type { FakeAccount, FakeFollower, Received } from './world.ts';

export type Look = { lang: Lang; openid: string | undefined; now: number };
type Say = (word: Word, values?: Record<string, string | number>) => string;

/** The page on which one plays the followers of an account: whom, what they got, what they do. */
export function showPage(account: FakeAccount | undefined, look: Look): string {
  const say = speak(look.lang);
  const other = look.lang === 'zh' ? 'en' : 'zh';
  const page = html`<!doctype html><html lang="${look.lang === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8">
    <title>${say('title')} · Siyu</title><meta name="viewport" content="width=device-width, initial-scale=1">
    <link rel="stylesheet" href="official.css"><script type="module" src="official.js"></script></head><body>
    <header><h1>${say('title')}</h1>${account && html`<strong>${account.name}</strong>`}
      <a href="?lang=${other}&openid=${look.openid ?? ''}" lang="${other}">${say('other')}</a><p>${say('lead')}</p></header>
    ${account ? mainPart(account, look, say) : html`<main><p>${say('none')}</p></main>`}</body></html>`;
  return page.markup;
}

function mainPart(account: FakeAccount, look: Look, say: Say): Html {
  const all = [...account.followers.values()].toReversed();
  const one = all.find(({ openid }) => openid === look.openid) ?? all[0];
  return html`<main><nav aria-label="${say('title')}">${newcomerForm(account, say)}
    ${all.length === 0 && html`<p>${say('nobody')}</p>`}
    <ul>${all.map(
      follower => html`<li><a href="?lang=${look.lang}&openid=${follower.openid}" ${follower === one && html`aria-current="true"`}>
        <span>${nameOf(follower)}</span><small>${follower.subscribe ? lastOf(follower) : say('gone')}</small></a></li>`,
    )}</ul></nav>
    ${one && phonePart(account, one, look, say)}</main>`;
}

const nameOf = ({ name, openid }: FakeFollower) => name ?? openid;

function lastOf({ received }: FakeFollower): string {
  const last = received.at(-1);
  return last ? textOf(last).slice(0, 18) : '';
}

function newcomerForm(account: FakeAccount, say: Say): Html {
  return html`<form class="new" data-act="follow"><label>${say('newcomer')}
    <input name="name" maxlength="20" required placeholder="${say('name')}"></label>${codesField(account, say)}
    <button>${say('follow')}</button></form>`;
}

/** By which code somebody comes; who follows already comes by one in any case. */
function codesField({ codes }: FakeAccount, say: Say, isFollowing = false): Html {
  return html`<select name="ticket" aria-label="${say('scan')}">${!isFollowing && html`<option value="">${say('search')}</option>`}
    ${[...codes].map(([ticket, scene]) => html`<option value="${ticket}">${say('code', { scene })}</option>`)}</select>`;
}

function phonePart(account: FakeAccount, one: FakeFollower, look: Look, say: Say): Html {
  return html`<section class="phone" data-openid="${one.openid}"><h2>${nameOf(one)}</h2>
    <p class="window">${windowsOf(one, look.now, say)}</p>
    <ol class="chat" tabindex="0" aria-label="${nameOf(one)}">${one.received.length === 0 && html`<li class="none">${say('quiet')}</li>`}
      ${one.received.map(
        message =>
          html`<li data-from="${message.msgtype === 'wrote' ? 'them' : 'account'}"><small>${timeOf(message.at)}</small>${bubble(message, say)}</li>`,
      )}</ol>
    ${one.subscribe ? actsPart(account, one, say) : html`<form data-act="follow">${codesField(account, say)}<button>${say('followAgain')}</button></form>`}</section>`;
}

function actsPart(account: FakeAccount, one: FakeFollower, say: Say): Html {
  return html`<form data-act="write"><input name="text" maxlength="200" required aria-label="${say('write')}" placeholder="${say('write')}"><button>${say('send')}</button></form>
    <div class="acts"><button data-act="click">${say('click')}</button><button data-act="unfollow">${say('unfollow')}</button>
      ${account.codes.size > 0 && html`<form data-act="scan">${codesField(account, say, true)}<button>${say('scan')}</button></form>`}</div>
    ${account.templates.length > 0 && html`<h3>${say('notices')}</h3>`}
    ${account.templates.map(({ priTmplId, title }) => {
      const left = one.grants.get(priTmplId) ?? 0;
      const button = (act: string, word: Word) =>
        html`<button data-act="${act}" data-template="${priTmplId}">${say(word)}</button>`;
      return html`<div class="notice"><span>${title} <small>${say('left', { n: left })}</small></span>
        <span>${button('accept', 'accept')}${button('reject', 'reject')}${left > 0 && button('takeBack', 'takeBack')}</span></div>`;
    })}`;
}

function windowsOf({ subscribe, windows }: FakeFollower, now: number, say: Say): string {
  const open = windows.filter(window => subscribe && window.until > now && window.left > 0);
  if (open.length === 0) return say('noWindow');
  const parts = open.map(({ left, until }) => say('window', { n: left, until: timeOf(until) }));
  return say('windows') + parts.join(' · ');
}

const timeOf = (at: number) => new Date(at + 8 * 3_600_000).toISOString().slice(5, 16).replace('T', ' ');

type Content = {
  content?: string;
  title?: string;
  articles?: { title: string; description?: string; url: string }[];
  head_content?: string;
  list?: { content: string }[];
  data?: Record<string, { value: string }>;
};

function textOf({ msgtype, content }: Received): string {
  const of = content as Content;
  if (msgtype === 'news') return of.articles?.[0]?.title ?? '';
  return of.content ?? of.title ?? of.head_content ?? '';
}

function bubble(message: Received, say: Say): Html {
  const of = message.content as Content;
  switch (message.msgtype) {
    case 'news': {
      const [article] = of.articles ?? [];
      return html`<p class="card"><strong>${article?.title}</strong>${article?.description}<small>${article?.url}</small></p>`;
    }
    case 'miniprogrampage':
      return html`<p class="card"><strong>${of.title}</strong><small>${say('mini')}</small></p>`;
    case 'notice':
      return html`<p class="card"><strong>${say('notice')} · ${of.title}</strong>${Object.values(
        of.data ?? {},
      )
        .map(({ value }) => value)
        .join(' · ')}</p>`;
    case 'image':
      return html`<p class="card">${say('image')}</p>`;
    case 'msgmenu':
      return html`<p class="card"><strong>${of.head_content}</strong>${(of.list ?? []).map(one => one.content).join(' / ')}</p>`;
    default:
      return html`<p>${of.content}</p>`;
  }
}
