import { type Context, Hono } from 'hono';
import { setCookie } from 'hono/cookie';
import { z } from 'zod';
import { type CustomerState, findCustomers, readCustomer } from '../admin/reading.ts';
import { momentOf } from '../page/format.ts';
import { type Html, html } from '../page/html.ts';
import { showMessage } from '../page/message.ts';
import { bubblesOf } from '../page/view.ts';
import { speak } from '../page/words.ts';
import type { Simulation } from '../simulation.ts';
import { CLIENT_COOKIE } from './authorize.ts';
import { sayer } from './words.ts';

const choiceSchema = z.object({
  lang: z.enum(['zh', 'en']).catch('zh'),
  corp: z.string().optional(),
  member: z.string().optional(),
  customer: z.string().optional(),
});
type Choice = z.output<typeof choiceSchema>;

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data: http: https:; frame-src http: https:";

/** The member's client with one chat open, and the corp's own page beside it. */
export function sidebarRoutes(simulation: Simulation): Hono {
  const app = new Hono();
  app.get('/sidebar', context => {
    const choice = choiceSchema.parse(context.req.query());
    const scene = sceneOf(simulation, choice);
    context.header('content-security-policy', POLICY);
    context.header('cache-control', 'no-store');
    if (scene)
      setCookie(context, CLIENT_COOKIE, `${scene.corpid}:${scene.member.userid}`, {
        path: '/connect',
        httpOnly: true,
        sameSite: 'Lax',
      });
    return context.html(show(simulation, choice, scene).markup);
  });
  app.get('/sidebar/chat', context => showChat(simulation, context));
  return app;
}

type Chip = { userid: string; name: string };
type Scene = {
  corpid: string;
  members: Chip[];
  member: Chip;
  customers: { external_userid: string; name: string }[];
  customer: CustomerState;
  app: { agentid: number; sidebar_url: string } | undefined;
};

const SHOWN = 60;

function sceneOf(simulation: Simulation, choice: Choice): Scene | undefined {
  const { store } = simulation;
  const corp = store.one<{ corpid: string }>(
    'select corpid from corps order by corpid = ? desc, rowid limit 1',
    choice.corp ?? '',
  );
  if (!corp) return undefined;
  const { corpid } = corp;
  const members = store.all<Chip>(
    `select userid, name from members where corpid = ?1 and status = 1 and customer_contact = 1
       and exists (select 1 from relations r where r.corpid = ?1 and r.userid = members.userid and r.member_deleted = 0)
     order by rowid limit 200`,
    corpid,
  );
  const member = members.find(one => one.userid === choice.member) ?? members[0];
  if (!member) return undefined;
  const customers = findCustomers(simulation, corpid, { search: '', userid: member.userid, limit: SHOWN });
  const customer = readCustomer(simulation, corpid, choice.customer ?? customers[0]?.external_userid ?? '');
  if (!customer) return undefined;
  const app = store.one<{ agentid: number; sidebar_url: string }>(
    'select agentid, sidebar_url from apps where corpid = ? and sidebar_url is not null order by agentid limit 1',
    corpid,
  );
  return { corpid, members, member, customers, customer, app };
}

function show(simulation: Simulation, choice: Choice, scene: Scene | undefined): Html {
  const say = sayer(choice.lang);
  const names = { member: scene?.member.name ?? '', customer: scene?.customer.name ?? '' };
  const body = scene
    ? html`<main class="client"><section class="conversation" aria-label="${say('chatWith', names)}">
          <h2>${say('chatWith', names)}</h2><div class="chat" id="chat" tabindex="0">${bubbles(simulation, choice, scene)}</div></section>
        <section class="toolbar" aria-label="${say('sidebarTitle')}">${frame(choice, scene)}</section></main>
      <dialog id="ask" aria-labelledby="ask-title"><h2 id="ask-title">${say('confirmTitle', names)}</h2><p id="ask-text"></p>
        <footer><button type="button" value="cancel">${say('cancel')}</button><button type="button" class="primary" value="send">${say('send')}</button></footer></dialog>`
    : html`<main class="start"><div class="nothing"><strong>${say('nobody')}</strong></div></main>`;
  return html`<!doctype html><html lang="${choice.lang === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8">
    <title>${say('sidebarTitle')} · Siyu</title><meta name="viewport" content="width=device-width, initial-scale=1">
    <link rel="icon" href="icon.svg" type="image/svg+xml">${['base.css', 'people.css', 'webview.css'].map(name => html`<link rel="stylesheet" href="${name}">`)}<script type="module" src="sidebar.js"></script></head>
    <body data-lang="${choice.lang}" ${scene && html`data-chat="${JSON.stringify(chatOf(scene))}"`}>
    <header><div class="brand"><span class="mark" aria-hidden="true"></span><h1>${say('sidebarTitle')}</h1></div>
      ${scene && chooser(choice, scene)}<a class="language" href="./?lang=${choice.lang}">${say('back')}</a>
      ${scene && html`<p class="lead">${say('sidebarLead', names)}</p>`}</header>${body}</body></html>`;
}

/** What the page's script needs to stand for this chat. */
function chatOf({ corpid, member, customer, app }: Scene) {
  const { userid } = member;
  return { corpid, userid, external_userid: customer.external_userid, agentid: app?.agentid ?? 0 };
}

function chooser(choice: Choice, scene: Scene): Html {
  const say = sayer(choice.lang);
  const picked = (chosen: boolean) => chosen && html`selected`;
  return html`<form class="who"><input type="hidden" name="lang" value="${choice.lang}"><input type="hidden" name="corp" value="${scene.corpid}">
    <label>${say('memberLabel')} <select name="member" data-alone>${scene.members.map(
      one =>
        html`<option value="${one.userid}" ${picked(one.userid === scene.member.userid)}>${one.name}</option>`,
    )}</select></label>
    <label>${say('customerLabel')} <select name="customer">${withChosen(scene).map(
      one =>
        html`<option value="${one.external_userid}" ${picked(one.external_userid === scene.customer.external_userid)}>${one.name}</option>`,
    )}</select></label><noscript><button>${say('openChat')}</button></noscript></form>`;
}

function withChosen({ customers, customer }: Scene) {
  const { external_userid, name } = customer;
  return customers.some(one => one.external_userid === external_userid)
    ? customers
    : [{ external_userid, name }, ...customers];
}

function frame(choice: Choice, { app, corpid }: Scene): Html {
  const say = sayer(choice.lang);
  if (!app)
    return html`<div class="nothing"><strong>${say('noSidebar')}</strong><p>${say('noSidebarText')}</p></div>`;
  return html`<iframe id="page" title="${say('sidebarTitle')}" src="${app.sidebar_url}" data-corp="${corpid}" allow="clipboard-write"></iframe>`;
}

function bubbles(simulation: Simulation, choice: Choice, scene: Scene): Html {
  const say = speak(choice.lang);
  const all = bubblesOf(simulation, scene.corpid, scene.customer.external_userid, scene.member.userid);
  if (all.length === 0) return html`<div class="nothing"><p>${sayer(choice.lang)('noMessages')}</p></div>`;
  const now = simulation.clock.now();
  return html`${all.map(
    one => html`<div class="line ${one.from === 'member' ? 'own' : ''}"><div class="said">
      <time class="muted small">${momentOf(one.at, now, choice.lang)}</time>${showMessage(one.content, say, simulation)}</div></div>`,
  )}`;
}

function showChat(simulation: Simulation, context: Context): Response {
  const choice = choiceSchema.parse(context.req.query());
  const scene = sceneOf(simulation, choice);
  context.header('cache-control', 'no-store');
  return context.html(scene ? bubbles(simulation, choice, scene).markup : '');
}
