import { faceOf, momentOf } from './format.ts';
import { type Html, html } from './html.ts';
import { showMessage } from './message.ts';
import { feedPart } from './moments.ts';
import { type Bubble, FEED, link, type Scene, type View } from './view.ts';

/** Who one plays: a search and the customers that come to mind. */
export function chooserPart({ choice, say }: View, scene: Scene): Html {
  const chosen =
    scene.customer && !scene.customers.some(one => one.external_userid === scene.customer?.external_userid);
  const others = [...(chosen && scene.customer ? [scene.customer] : []), ...scene.customers].map(
    one => html`<a class="chip" data-soft href="${link(choice, { customer: one.external_userid, chat: undefined })}"
      ${one.external_userid === scene.customer?.external_userid && html`aria-current="true"`}>${one.name}</a>`,
  );
  return html`<input id="search" type="search" data-search value="${choice.q ?? ''}" placeholder="${say('search')}"
      aria-label="${say('search')}" autocomplete="off">
    <div class="chips">${others.length > 0 ? others : html`<span class="muted">${say('noCustomers')}</span>`}</div>`;
}

/** The phone's head: whose phone it is, and with whom the conversation is, as WeChat shows a WeCom contact. */
export function phoneHeadPart(view: View, scene: Scene): Html {
  if (!scene.customer) return html``;
  const { customer, corp, partner } = scene;
  const tabs = customer.follow_user.map(
    follow => html`<a class="talk" data-soft href="${link(view.choice, { customer: customer.external_userid, chat: follow.userid })}"
      ${follow.userid === partner && html`aria-current="true"`}>${view.nameOf(corp.corpid, follow.userid)}</a>`,
  );
  const feed = html`<a class="talk" data-soft href="${link(view.choice, { customer: customer.external_userid, chat: FEED })}"
      ${view.choice.chat === FEED && html`aria-current="true"`}>${view.say('feed')}</a>`;
  const who =
    partner &&
    html`<span class="partner">${view.nameOf(corp.corpid, partner)}</span><span class="company">@${corp.name}</span>`;
  const beside =
    partner &&
    `sidebar?${new URLSearchParams({ lang: view.choice.lang, corp: corp.corpid, member: partner, customer: customer.external_userid })}`;
  return html`<div class="muted small">${view.say('phoneOf', { name: customer.name })}${
    beside &&
    html` · <a href="${beside}" target="_blank">${view.say('sidebar', { member: view.nameOf(corp.corpid, partner) })}</a>`
  }</div><div class="with">${who}</div>
    <nav>${tabs}${feed}</nav>`;
}

export function chatPart(view: View, scene: Scene): Html {
  if (!scene.customer) return html`<div class="nothing"><strong>${view.say('noCustomerYet')}</strong></div>`;
  if (view.choice.chat === FEED) return feedPart(view, scene);
  if (scene.bubbles.length === 0)
    return html`<div class="nothing"><strong>${view.say('noChat')}</strong><p>${view.say('noChatHint')}</p></div>`;
  return html`${scene.bubbles.map((bubble, index) => talk(view, scene, bubble, scene.bubbles[index - 1]))}`;
}

const PAUSE = 5 * 60_000;

function talk(view: View, scene: Scene, bubble: Bubble, before: Bubble | undefined): Html {
  const paused = !before || bubble.at.getTime() - before.at.getTime() > PAUSE;
  const name = view.nameOf(scene.corp.corpid, scene.partner ?? '');
  const own = bubble.from === 'customer';
  return html`${paused && html`<time class="pause">${momentOf(bubble.at, view.now, view.choice.lang)}</time>`}
    <div class="line ${own ? 'own' : ''}"><span class="face">${faceOf(own ? (scene.customer?.name ?? '') : name)}</span>
      <div class="said">${bubble.chat_id && html`<span class="muted small">${view.say('inChat')}</span>`}${showMessage(bubble.content, view.say, view.simulation)}</div></div>`;
}

/** Answering, leaving, coming back. */
export function composerPart({ say, nameOf }: View, scene: Scene): Html {
  const { customer, partner, corp } = scene;
  const follow = customer?.follow_user.find(one => one.userid === partner);
  if (!customer || !follow) return html``;
  const path = `corps/${corp.corpid}/customers/${customer.external_userid}`;
  const names = { name: customer.name, member: nameOf(corp.corpid, follow.userid) };
  const who = JSON.stringify({ userid: follow.userid });
  const pin = JSON.stringify({ customer: customer.external_userid, chat: follow.userid });
  if (follow.memberDeleted || follow.customerDeleted)
    return html`<div class="composer" data-pin="${pin}"><p class="muted">${say(follow.memberDeleted ? 'deletedByMember' : 'deletedByCustomer', names)}</p>
      <button data-post="${path}/add" data-body="${who}">${say('addAgain')}</button></div>`;
  return html`<div class="composer" data-pin="${pin}"><form data-post="${path}/reply" data-body="${who}">
      <input id="reply" name="text" required maxlength="500" autocomplete="off" placeholder="${say('replyPlaceholder', names)}"
        aria-label="${say('replyPlaceholder', names)}"><button class="primary">${say('reply')}</button></form>
    <button class="quiet danger" data-post="${path}/delete-member" data-body="${who}">${say('deleteMember')}</button></div>`;
}
