import type { FeedRow, MomentState } from '../admin/moment-states.ts';
import { faceOf, momentOf, numberOf } from './format.ts';
import { type Html, html } from './html.ts';
import { showMessage } from './message.ts';
import { FEED, type Scene, type View } from './view.ts';

/** What a member has to publish, and what became of it. */
export function momentCards(view: View, scene: Scene): Html[] {
  return scene.moments.map(moment => card(view, moment));
}

function card({ say, now, choice, simulation }: View, moment: MomentState): Html {
  const path = `corps/${moment.corpid}/moments/${moment.moment_id}/${moment.userid}/publish`;
  const state = {
    dispatching: 'dispatching',
    waiting: 'toPublish',
    published: 'published',
    cancelled: 'cancelled',
  } as const;
  const look = moment.state === 'published' ? 'sent' : moment.state;
  return html`<article class="card task ${look}">
    <header><strong>${say(moment.byMember ? 'ownMoment' : 'moment')}</strong>
      <time>${momentOf(new Date(moment.createdAt), now, choice.lang)}</time>
      <span class="state">${say(state[moment.state])}</span></header>
    <div class="preview">${showMessage(moment.content, say, simulation)}</div>
    <footer><span class="whom">${say('momentFor', { count: numberOf(moment.planned) })}</span>
      ${moment.state === 'waiting' && html`<button class="primary" data-post="${path}">${say('publish')}</button>`}
      ${
        moment.state === 'published' &&
        html`<span class="result">${say('momentResult', { shown: moment.shown, likes: moment.likes, comments: moment.comments })}</span>`
      }</footer>
  </article>`;
}

/** The customer's feed: what their members have published. */
export function feedPart(view: View, scene: Scene): Html {
  if (scene.feed.length === 0)
    return html`<div class="nothing"><strong>${view.say('noFeed')}</strong><p>${view.say('noFeedHint')}</p></div>`;
  return html`${scene.feed.map(row => inFeed(view, row))}`;
}

function inFeed({ say, now, choice, nameOf, simulation }: View, row: FeedRow): Html {
  const { corpid, external_userid, userid, moment_id } = row;
  const path = `corps/${corpid}/customers/${external_userid}/react`;
  const like = JSON.stringify({ moment_id, userid, kind: 'like' });
  const comment = JSON.stringify({ moment_id, userid, kind: 'comment' });
  const pin = JSON.stringify({ customer: external_userid, chat: FEED });
  const name = nameOf(corpid, userid);
  return html`<div class="line" data-pin="${pin}"><span class="face">${faceOf(name)}</span>
    <div class="said"><span class="partner">${name}</span>${showMessage(row.content, say, simulation)}
      <span class="muted small">${momentOf(new Date(row.at), now, choice.lang)}</span>
      ${row.liked ? html`<span class="small">${say('liked')}</span>` : html`<button class="quiet" data-post="${path}" data-body="${like}">${say('like')}</button>`}
      ${row.comments.map(text => html`<span class="small">${say('commented', { text })}</span>`)}
      <form class="adding" data-post="${path}" data-body="${comment}"><input id="comment-${moment_id}-${userid}" name="text" required maxlength="500"
        autocomplete="off" aria-label="${say('comment')}" placeholder="${say('comment')}"><button>${say('comment')}</button></form></div></div>`;
}
