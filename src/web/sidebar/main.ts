import './sidebar.css';
import './parts.css';
import type { sidebarCustomer, sidebarView } from '#customers/contract';
import type { Language } from '#platform/contract.ts';
import type { Wire } from '../api/client.ts';
import { createApi, Refused, type SidebarApi } from './api.ts';
import { type Chat, type Client, fetchSdk, isInClient, openClient } from './client.ts';
import { button, type Child, h } from './dom.ts';
import { type Opened, showPerson } from './person.ts';
import type { Customer } from './piece.ts';
import { showSearch } from './search.ts';
import { type Say, sayer, WORDS } from './words.ts';

type View = Wire<typeof sidebarView>;

/** The address WeCom's chat toolbar opens: `/sidebar/?account=acc_1`. */
const asked = new URLSearchParams(location.search);
const account = asked.get('account') ?? undefined;
const refused = asked.get('refused');
const inClient = isInClient();
const root = document.getElementById('root') as HTMLElement;
let language: Language = /^en\b/i.test(navigator.language) ? 'en' : 'zh';

if (refused) showRefused(refused);
// Whoever opens the toolbar is asked for anew, silently: a client may have passed to somebody else since.
else if (inClient && location.hash !== '#in') signIn();
else start().catch(showFailure);

function signIn(): void {
  const own = { ...(account && { account }), for: 'sidebar' };
  const to = `${location.pathname}${account ? `?account=${account}` : ''}`;
  location.replace(
    inClient ? `/api/v1/sign-in/wecom?${new URLSearchParams(own)}` : `/login?${new URLSearchParams({ to })}`,
  );
}

async function start(): Promise<void> {
  fetchSdk();
  const api = createApi({ inClient, language: () => language, signedOut: signIn });
  const [url = ''] = location.href.split('#');
  const query = new URLSearchParams({ url, ...(account && { account }) });
  const view = await api.get<View>(`/sidebar?${query}`);
  language = view.member.language;
  const say = sayer(language);
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  document.title = `${say(WORDS.title)} · 私域`;
  const { client, why } = await reach(view, say);
  await open(api, view, say, { client, why });
}

type Reached = { client: Client | undefined; why: string | undefined };

/** The client, or a word on why there is none; only a failure is worth saying. */
async function reach({ client, without }: View, say: Say): Promise<Reached> {
  if (!inClient) return { client: undefined, why: undefined };
  if (!client) return { client: undefined, why: say(WORDS.noClient, { why: without ?? '' }) };
  try {
    return { client: await openClient(client), why: undefined };
  } catch {
    return { client: undefined, why: say(WORDS.lost) };
  }
}

async function open(api: SidebarApi, view: View, say: Say, { client, why }: Reached): Promise<void> {
  const account = view.account?.id;
  const opened: Opened = { api, say, language, mayWrite: view.mayWrite, send: undefined, account, notify };
  const warning = why ? h('p', { class: 'advice' }, why) : null;
  const search = (hint?: string, over: Child = warning) =>
    show(
      over,
      showSearch(opened, hint, id => void person(id).catch(showFailure)),
    );
  /** Texts go into the chat that is open, so only beside its own customer may one be sent. */
  const person = async (id: string, send?: Client['send']) => {
    show(bones());
    const customer = await api.get<Customer>(`/customers/${id}`);
    const back = send ? null : button(`‹ ${say(WORDS.back)}`, () => search(), { class: 'link back' });
    show(warning, back, showPerson(customer, { ...opened, send }), foot(id, say));
  };
  const chat: Chat = client?.chat ?? { with: 'nobody' };
  if (chat.with === 'group') return search(say(WORDS.inGroup));
  if (chat.with === 'nobody') return search(inClient ? undefined : say(WORDS.noContext));
  const contact = new URLSearchParams({
    account: view.account?.id ?? '',
    externalUserId: chat.externalUserId,
  });
  try {
    const { id } = await api.get<Wire<typeof sidebarCustomer>>(`/sidebar/customer?${contact}`);
    await person(id, client?.send);
  } catch (error) {
    if (!(error instanceof Refused && error.status === 404)) throw error;
    search(
      undefined,
      h(
        'p',
        { class: 'advice' },
        h('strong', {}, say(WORDS.unknownContact)),
        ' ',
        say(WORDS.unknownContactWhat),
      ),
    );
  }
}

function foot(id: string, say: Say): HTMLElement {
  const link = h('a', { href: `/customers/${id}`, target: '_blank', rel: 'noreferrer' }, say(WORDS.console));
  return h('footer', {}, link);
}

function bones(): Child {
  return h(
    'div',
    { class: 'part', 'aria-busy': 'true' },
    [0, 1, 2, 3].map(() => h('div', { class: 'bone' })),
  );
}

function show(...children: Child[]): void {
  root.replaceChildren(h('main', {}, ...children), notice);
  root.removeAttribute('aria-busy');
  scrollTo(0, 0);
}

const notice = h('p', { class: 'notice', role: 'status', 'aria-live': 'polite' });
let going: ReturnType<typeof setTimeout> | undefined;

function notify(words: string): void {
  notice.textContent = words;
  notice.classList.add('shown');
  clearTimeout(going);
  going = setTimeout(() => notice.classList.remove('shown'), 4_000);
}

function showRefused(why: string): void {
  const say = sayer(language);
  const words =
    (WORDS as Record<string, { zh: string; en: string }>)[`refused_${why}`] ?? WORDS.refused_state;
  show(
    h('h1', {}, say(WORDS.refusedTitle)),
    h('p', {}, say(words, { errcode: asked.get('errcode') ?? '' })),
    button(say(WORDS.signIn), signIn, { class: 'primary' }),
  );
}

function showFailure(error: unknown): void {
  if (error instanceof Refused && error.status === 401) return;
  const say = sayer(language);
  const words = error instanceof Error ? error.message : String(error);
  show(
    h('h1', {}, say(WORDS.failed)),
    h('p', {}, words),
    button(say(WORDS.retry), () => location.reload(), { class: 'primary' }),
  );
}
