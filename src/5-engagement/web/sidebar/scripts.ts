import type { Wire } from '#web/api/client.ts';
import { button, h } from '#web/sidebar/dom.ts';
import { type Around, type Customer, part } from '#web/sidebar/piece.ts';
import type { chatMessages, filledScripts } from '../../scripts/contract.ts';
import { KINDS, WORDS } from './words.ts';

type Script = Wire<typeof filledScripts>['data'][number];
/** Below this many nobody needs a search. */
const MANY = 8;

/** What to say, filled for this customer: one tap hands it to the chat, where the member still presses send. */
export function showScripts(customer: Customer, around: Around): HTMLElement {
  const { say, api } = around;
  return part(around, {
    title: say(WORDS.scripts),
    load: async () => {
      const { data } = await api.get<Wire<typeof filledScripts>>(`/customers/${customer.id}/scripts`);
      if (data.length === 0) return h('p', { class: 'muted' }, say(WORDS.none));
      const list = h('div', {});
      const fill = (found: readonly Script[]) => list.replaceChildren(rows(found, customer, around));
      const topics = topicsOf(data, around, fill);
      return [
        data.length >= MANY && search(data, around, topics.element, fill, topics.show),
        topics.element,
        list,
      ];
    },
  }).element;
}

type Fill = (found: readonly Script[]) => void;

/** One topic at a time, the first to begin with; where there is one only, nothing is to be chosen. */
function topicsOf(
  scripts: readonly Script[],
  { say }: Around,
  fill: Fill,
): { element: HTMLElement; show: () => void } {
  const topics = [...new Set(scripts.map(one => one.topic))];
  let chosen = topics[0] ?? '';
  const show = () => {
    fill(scripts.filter(one => one.topic === chosen));
    for (const tab of tabs) tab.setAttribute('aria-pressed', String(tab.dataset.topic === chosen));
  };
  const tabs = topics.map(topic =>
    h(
      'button',
      {
        ...{ type: 'button', class: 'topic', 'data-topic': topic },
        on: {
          click: () => {
            chosen = topic;
            show();
          },
        },
      },
      topic || say(WORDS.other),
    ),
  );
  show();
  return { element: h('div', { class: 'topics', hidden: topics.length < 2 }, tabs), show };
}

/** Looks through all topics, and gives the chosen one back when it is emptied. */
function search(
  scripts: readonly Script[],
  { say }: Around,
  topics: HTMLElement,
  fill: Fill,
  back: () => void,
): HTMLElement {
  const field = h('input', { type: 'search', placeholder: say(WORDS.find), 'aria-label': say(WORDS.find) });
  field.addEventListener('input', () => {
    const q = field.value.trim().toLowerCase();
    topics.classList.toggle('off', q !== '');
    if (q === '') return back();
    fill(scripts.filter(one => `${one.title}\n${one.topic}\n${one.text}`.toLowerCase().includes(q)));
  });
  return field;
}

function rows(found: readonly Script[], customer: Customer, around: Around): HTMLElement {
  if (found.length === 0) return h('p', { class: 'muted' }, around.say(WORDS.noneFound));
  return h(
    'ul',
    { class: 'scripts' },
    found.map(one => row(one, customer, around)),
  );
}

function row(script: Script, customer: Customer, around: Around): HTMLElement {
  const { say, send } = around;
  const act = send
    ? button(say(WORDS.send), () => sendIt(script, customer, { ...around, send }), { class: 'act small' })
    : button(say(WORDS.copy), () => copy(script.text, around), { class: 'act small' });
  const hanging = script.attachments.map(one =>
    h('span', {}, say(KINDS[one.kind] ?? WORDS.file), one.name && ` ${one.name}`),
  );
  const words = h('div', {}, h('strong', {}, script.title), h('p', {}, script.text));
  if (hanging.length > 0) words.append(h('p', { class: 'hanging' }, hanging));
  return h('li', {}, words, act);
}

type Sending = Around & { send: NonNullable<Around['send']> };

/** One message after the other: who does not press send on one gets no next. */
async function sendIt(script: Script, customer: Customer, around: Sending): Promise<void> {
  const { say, notify, api, send, mayWrite } = around;
  let sent = 0;
  let stopped: string | undefined;
  try {
    for (const message of await messagesOf(script, customer, around)) {
      if ((await send(message)) === 'cancelled') {
        stopped = say(sent === 0 ? WORDS.cancelled : WORDS.partly, { sent });
        break;
      }
      sent += 1;
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : '';
    stopped = say(sent === 0 ? WORDS.notSent : WORDS.partlyFor, { why, sent });
  }
  notify(stopped ?? say(WORDS.sent, { title: script.title }));
  // What went out is sent, whether or not this can be written down.
  if (sent > 0 && mayWrite)
    await api.send('POST', `/customers/${customer.id}/scripts/${script.id}`).catch(() => undefined);
}

/** Words alone need nothing of the server; files have to be at WeCom first. */
async function messagesOf({ id, text, attachments }: Script, customer: Customer, { api, account }: Sending) {
  if (attachments.length === 0 || !account) return [{ msgtype: 'text', text: { content: text } }];
  const path = `/customers/${customer.id}/scripts/${id}/chat-messages?account=${account}`;
  return (await api.get<Wire<typeof chatMessages>>(path)).data;
}

async function copy(text: string, { say, notify }: Around): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copyTheOldWay(text);
  }
  notify(say(WORDS.copied));
}

/** On plain http, and in frames, browsers give no clipboard. */
function copyTheOldWay(text: string): void {
  const field = h('textarea', { class: 'away', 'aria-hidden': 'true' });
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand('copy');
  field.remove();
}
