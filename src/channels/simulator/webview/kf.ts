import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { Language } from '#platform/contract.ts';
import { type KfMessageState, readKfMessages } from '../admin/reading.ts';
import { faceOf, momentOf } from '../page/format.ts';
import { type Html, html } from '../page/html.ts';
import { customerEntersKf } from '../people/kf.ts';
import { type KfAccountRow, type KfSession, kfSession } from '../people/kf-sessions.ts';
import type { Simulation } from '../simulation.ts';
import { customerSchema } from '../world/world.ts';
import { showAuthorize } from './authorize.ts';
import { type KfSay, kfSayer } from './kf-words.ts';

const optional = z.string().optional();
const choiceSchema = z.object({
  lang: z.enum(['zh', 'en']).catch('zh'),
  corp: optional,
  kf: optional,
  customer: optional,
});
type Choice = z.output<typeof choiceSchema>;
const form = z.object({ name: z.string().trim().min(1).max(32) });

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data: http: https:";

/** 微信客服 to play with: a customer who asks, a servicer who answers in the client; and the page a link opens. */
export function kfPageRoutes(simulation: Simulation): Hono {
  const app = new Hono();
  app.get('/kf', context => {
    context.header('content-security-policy', POLICY);
    context.header('cache-control', 'no-store');
    return context.html(show(simulation, choiceSchema.parse(context.req.query())).markup);
  });
  app.get('/kf-parts', context => {
    context.header('cache-control', 'no-store');
    const parts = partsOf(simulation, choiceSchema.parse(context.req.query()));
    return context.json(Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, part.markup])));
  });
  app.get('/kfid/:code', context => showEnter(simulation, context));
  app.post('/kfid/:code', async context => {
    const given = form.safeParse(await context.req.parseBody());
    return given.success ? enter(simulation, context, given.data.name) : showEnter(simulation, context);
  });
  return app;
}

type Link = { corpid: string; open_kfid: string; scene: string; name: string };

function linkOf({ store }: Simulation, code: string): Link | undefined {
  return store.one<Link>(
    `select s.corpid, s.open_kfid, s.scene, a.name from kf_scenes s
     join kf_accounts a on a.corpid = s.corpid and a.open_kfid = s.open_kfid and a.deleted = 0 where s.code = ?`,
    code,
  );
}

const languageOf = (context: Context): Language =>
  /^en\b/i.test(context.req.header('accept-language') ?? '') ? 'en' : 'zh';

function showEnter(simulation: Simulation, context: Context): Response {
  const say = kfSayer(languageOf(context));
  const link = linkOf(simulation, context.req.param('code') ?? '');
  if (!link) return showAuthorize(context, say('gone'), html`<h1>${say('gone')}</h1>`, 400);
  const title = say('enterTitle', { name: link.name });
  const body = html`<h1>${title}</h1><p class="muted">${say('enterLead')}</p>
    <form method="post" class="scan"><label>${say('name')}<input name="name" required maxlength="32" autocomplete="off"></label>
      <button>${say('enter')}</button></form>`;
  return showAuthorize(context, title, body);
}

function enter(simulation: Simulation, context: Context, name: string): Response {
  const link = linkOf(simulation, context.req.param('code') ?? '');
  if (!link) return showEnter(simulation, context);
  const external_userid = simulation.chance.name('wm', 30);
  const customer = customerSchema.parse({ external_userid, name });
  const { corpid, open_kfid, scene } = link;
  const scene_param = context.req.query('scene_param') ?? '';
  customerEntersKf(simulation, { corpid, open_kfid, external_userid }, { customer, scene, scene_param });
  const view = new URLSearchParams({
    lang: languageOf(context),
    corp: corpid,
    kf: open_kfid,
    customer: external_userid,
  });
  return context.redirect(`/simulator/kf?${view}`, 303);
}

type Servicer = { userid: string; name: string; status: number };
type Scene = {
  choice: Choice;
  say: KfSay;
  now: Date;
  corpid: string;
  accounts: KfAccountRow[];
  account: KfAccountRow | undefined;
  servicers: Servicer[];
  sessions: { external_userid: string; name: string; state: string }[];
  customer: { external_userid: string; name: string } | undefined;
  session: KfSession | undefined;
  messages: KfMessageState[];
};

const SHOWN = 40;

function sceneOf(simulation: Simulation, choice: Choice): Scene {
  const { store, clock } = simulation;
  const say = kfSayer(choice.lang);
  const corpid =
    store.one<{ corpid: string }>(
      'select corpid from corps order by corpid = ? desc, rowid limit 1',
      choice.corp ?? '',
    )?.corpid ?? '';
  const accounts = store.all<KfAccountRow>(
    'select * from kf_accounts where corpid = ? and deleted = 0 order by id',
    corpid,
  );
  const account = accounts.find(one => one.open_kfid === choice.kf) ?? accounts[0];
  const kf = account?.open_kfid ?? '';
  const servicers = store.all<Servicer>(
    `select s.userid, coalesce(m.name, s.userid) as name, s.status from kf_servicers s
     left join members m on m.corpid = s.corpid and m.userid = s.userid where s.corpid = ? and s.open_kfid = ? order by s.rowid`,
    ...[corpid, kf],
  );
  type Known = { external_userid: string; name: string };
  const people = store.all<Known>(
    `select s.external_userid, coalesce(c.name, s.external_userid) as name from kf_sessions s
     left join customers c on c.corpid = s.corpid and c.external_userid = s.external_userid
     where s.corpid = ? and s.open_kfid = ? order by coalesce(s.customer_at, s.begun_at) desc limit ${SHOWN}`,
    ...[corpid, kf],
  );
  const customer = people.find(one => one.external_userid === choice.customer) ?? people[0];
  const pair = (external_userid: string) => ({ corpid, open_kfid: kf, external_userid });
  const nameOf = (userid: string) =>
    servicers.find(one => one.userid.toLowerCase() === userid.toLowerCase())?.name ?? userid;
  const sessions = people.map(one => ({
    ...one,
    state: stateOf(say, kfSession(simulation, pair(one.external_userid)), nameOf),
  }));
  return {
    ...{ choice, say, now: clock.now(), corpid, accounts, account, servicers, sessions, customer },
    session: customer && kfSession(simulation, pair(customer.external_userid)),
    messages: customer ? readKfMessages(simulation, corpid, kf, customer.external_userid) : [],
  };
}

function stateOf(say: KfSay, session: KfSession | undefined, nameOf: (userid: string) => string): string {
  switch (session?.state) {
    case 0:
      return say('state0');
    case 1:
      return say('state1');
    case 2:
      return say('state2');
    case 3:
      return say('state3', { name: nameOf(session.servicer) });
    default:
      return say('state4');
  }
}

function address(scene: Scene, change: Partial<Choice>): string {
  const { lang, kf, customer } = scene.choice;
  const given = { lang, corp: scene.corpid, kf: kf ?? scene.account?.open_kfid, customer, ...change };
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  return `?${new URLSearchParams(entries.map(([key, value]) => [key, String(value)]))}`;
}

function partsOf(simulation: Simulation, choice: Choice): Record<string, Html> {
  const scene = sceneOf(simulation, choice);
  return {
    sessions: sessionsPart(scene),
    phonehead: html`<div class="with"><span class="partner">${scene.account?.name}</span></div>
      <div class="muted small">${scene.customer?.name}</div>`,
    chat: chatPart(scene),
    composer: composerPart(scene),
    servicer: servicerPart(scene),
  };
}

function show(simulation: Simulation, choice: Choice): Html {
  const say = kfSayer(choice.lang);
  const parts = partsOf(simulation, choice);
  const other =
    choice.lang === 'zh'
      ? ({ lang: 'en', text: 'English' } as const)
      : ({ lang: 'zh', text: '中文' } as const);
  const scene = sceneOf(simulation, choice);
  return html`<!doctype html><html lang="${choice.lang === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8">
    <title>${say('title')} · Siyu</title><meta name="viewport" content="width=device-width, initial-scale=1">
    <link rel="icon" href="icon.svg" type="image/svg+xml">${['base.css', 'people.css', 'screens.css', 'kf.css'].map(name => html`<link rel="stylesheet" href="${name}">`)}<script type="module" src="page.js"></script></head>
    <body class="kf" data-parts="kf-parts" data-lang="${choice.lang}">
    <header><div class="brand"><span class="mark" aria-hidden="true"></span><h1>${say('title')}</h1></div>
      <a class="language" href="${address(scene, { lang: other.lang })}" lang="${other.lang}">${other.text}</a>
      <a class="language" href="./?lang=${choice.lang}">${say('back')}</a><p class="lead">${say('lead')}</p></header>
    <main><section class="staff"><h2>${say('sessions')}</h2><div data-part="sessions">${parts.sessions}</div></section>
      <section class="customer"><h2>${say('customer')}</h2><div class="phone"><header data-part="phonehead">${parts.phonehead}</header>
        <div class="chat" data-part="chat" tabindex="0">${parts.chat}</div><footer data-part="composer">${parts.composer}</footer></div></section>
      <section class="backstage"><h2>${say('servicer')}</h2><div data-part="servicer">${parts.servicer}</div></section></main>
    <div id="notice" role="status" aria-live="polite"></div></body></html>`;
}

function sessionsPart(scene: Scene): Html {
  const { say, accounts, account, corpid, sessions, customer } = scene;
  if (!account)
    return html`<div class="nothing"><p>${say('noAccounts')}</p>
      <button class="primary" data-post="corps/${corpid}/kf" data-body="${JSON.stringify({ name: '客服' })}">${say('addAccount')}</button></div>`;
  const crowd = JSON.stringify({ count: 5, withinSeconds: 60 });
  return html`${
    accounts.length > 1 &&
    html`<div class="chips">${accounts.map(
      one => html`<a class="chip" data-soft href="${address(scene, { kf: one.open_kfid, customer: undefined })}"
        ${one === account && html`aria-current="true"`}>${one.name}</a>`,
    )}</div>`
  }
    <ul class="people">${sessions.map(
      one => html`<li><a data-soft href="${address(scene, { kf: account.open_kfid, customer: one.external_userid })}"
        ${one.external_userid === customer?.external_userid && html`aria-current="true"`}><span class="face">${faceOf(one.name)}</span>
        <span>${one.name}</span><small class="muted">${one.state}</small></a></li>`,
    )}</ul>${sessions.length === 0 && html`<p class="muted">${say('noSessions')}</p>`}
    <button data-post="corps/${corpid}/kf/${account.open_kfid}/crowd" data-body="${crowd}">${say('crowd')}</button>`;
}

function chatPart({ say, messages, customer, now, choice }: Scene): Html {
  if (!customer) return html`<div class="nothing"><strong>${say('nobody')}</strong></div>`;
  const shown = messages.filter(one => one.msgtype !== 'event' || one.body.event_type === 'enter_session');
  return html`${shown.map(one => {
    const at = momentOf(new Date(one.at), now, choice.lang);
    if (one.msgtype === 'event') return html`<time class="pause">${say('entered')} ${at}</time>`;
    const own = one.from === 'customer';
    const words = one.recalled ? say('recalled') : textOf(one);
    return html`<div class="line ${own ? 'own' : ''}"><span class="face">${faceOf(own ? customer.name : one.servicer || '客')}</span>
      <div class="said"><time class="muted small">${at}</time><div class="bubble">${words}</div></div></div>`;
  })}`;
}

/** The words of a message; of another kind its name. */
function textOf({ msgtype, body }: KfMessageState): string {
  return typeof body.content === 'string' ? body.content : `[${msgtype}]`;
}

function composerPart({ say, corpid, account, customer, session, messages }: Scene): Html {
  if (!account || !customer) return html``;
  const path = `corps/${corpid}/kf/${account.open_kfid}/customers/${customer.external_userid}`;
  const last = messages.findLast(one => one.from === 'customer' && !one.recalled);
  const placeholder = say('write', { name: customer.name });
  const rejects = session?.rejects === 1;
  return html`<div class="composer"><form data-post="${path}/write"><input id="write" name="text" required maxlength="500" autocomplete="off"
      placeholder="${placeholder}" aria-label="${placeholder}"><button class="primary">${say('send')}</button></form>
    ${last && html`<button class="quiet" data-post="${path}/recall/${last.msgid}">${say('recall')}</button>`}
    <button class="quiet" data-method="PUT" data-post="${path}/rejects" data-body="${JSON.stringify({ rejects: !rejects })}">${say(rejects ? 'accepts' : 'rejects')}</button></div>`;
}

function servicerPart(scene: Scene): Html {
  const { say, servicers, account } = scene;
  if (!account || servicers.length === 0) return html`<p class="muted">${say('noServicers')}</p>`;
  return html`${servicers.map(one => servicerCard(scene, account, one))}`;
}

function servicerCard(scene: Scene, { open_kfid }: KfAccountRow, servicer: Servicer): Html {
  const { say, corpid, customer, session, servicers } = scene;
  const { name, userid, status } = servicer;
  const onDuty = status === 0;
  const duty = `corps/${corpid}/kf/${open_kfid}/servicers/${userid}/duty`;
  const act = `corps/${corpid}/kf/${open_kfid}/customers/${customer?.external_userid}/servicer`;
  const body = (does: object) => JSON.stringify({ userid, ...does });
  const theirs = session?.state === 3 && session.servicer.toLowerCase() === userid.toLowerCase();
  const others = servicers.filter(one => one.userid !== userid && one.status === 0);
  const placeholder = say('answer', { name });
  return html`<div class="card"><p><strong>${name}</strong> <span class="muted">${say(onDuty ? 'onDuty' : 'offDuty')}</span></p>
    <div class="chips">
      <button data-post="${duty}" data-body="${JSON.stringify({ onDuty: !onDuty })}">${say(onDuty ? 'goOff' : 'goOn', { name })}</button>
      ${session?.state === 2 && html`<button class="primary" data-post="${act}" data-body="${body({ does: 'pick' })}">${say('pick')}</button>`}
      ${theirs && others.map(one => html`<button data-post="${act}" data-body="${body({ does: 'hand_on', to: one.userid })}">${say('handOn', { name: one.name })}</button>`)}
      ${theirs && html`<button data-post="${act}" data-body="${body({ does: 'end' })}">${say('end')}</button>`}</div>
    ${
      (theirs || session?.state === 4) &&
      html`<form class="answer" data-post="${act}" data-body="${body({ does: 'write' })}"><input id="answer-${userid}" name="text" required maxlength="500"
        autocomplete="off" placeholder="${placeholder}" aria-label="${placeholder}"><button class="primary">${say('send')}</button></form>`
    }</div>`;
}
