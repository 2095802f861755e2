import type { customerList } from '#customers/contract';
import type { Wire } from '../api/client.ts';
import { formatAgo, formatFen } from '../kit/format.ts';
import { h } from './dom.ts';
import type { Opened } from './person.ts';
import { tierMark } from './tier.ts';
import { WORDS } from './words.ts';

type Found = Wire<typeof customerList>;
const SHOWN = 20;
const TYPING = 250;

/** Without a chat beside it: one of the member's own customers, those who ordered last first. */
export function showSearch(
  opened: Opened,
  hint: string | undefined,
  onPick: (id: string) => void,
): HTMLElement {
  const { say, api, language } = opened;
  const list = h('ul', { class: 'found' });
  const state = h('p', { class: 'muted', role: 'status' });
  let asked = 0;
  const find = async (q: string) => {
    asked += 1;
    const mine = asked;
    const query = new URLSearchParams({ pageSize: String(SHOWN), sort: 'lastOrder', ...(q && { q }) });
    const { data, total } = await api.get<Found>(`/customers?${query}`);
    if (mine !== asked) return;
    state.textContent = said(opened, q, total);
    list.replaceChildren(
      ...data.map(row =>
        h(
          'li',
          {},
          h(
            'button',
            { type: 'button', class: 'found-one', on: { click: () => onPick(row.id) } },
            h('strong', {}, row.name || say(WORDS.unnamed)),
            tierMark(row.tier, say),
            h(
              'span',
              { class: 'muted end' },
              row.lastOrderAt ? formatAgo(row.lastOrderAt, new Date(), language) : '',
            ),
            h('span', { class: 'muted figures' }, row.paid > 0 ? formatFen(row.paid) : ''),
          ),
        ),
      ),
    );
  };
  const ask = (q: string) =>
    find(q).catch(error => {
      state.textContent = error instanceof Error ? error.message : String(error);
    });
  const field = h('input', {
    ...{ type: 'search', placeholder: say(WORDS.searchHint), 'aria-label': say(WORDS.search) },
    ...{ autocomplete: 'off', enterkeyhint: 'search', maxlength: 50 },
  });
  let typing: ReturnType<typeof setTimeout> | undefined;
  field.addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(() => void ask(field.value.trim()), TYPING);
  });
  void ask('');
  return h(
    'section',
    { class: 'search' },
    h('h1', {}, say(WORDS.search)),
    hint && h('p', { class: 'muted' }, hint),
    field,
    state,
    list,
  );
}

function said({ say }: Opened, q: string, total: number): string {
  if (total === 0) return `${say(WORDS.nobody)}。${say(WORDS.nobodyWhat)}`;
  return q ? say(WORDS.found, { count: total }) : say(WORDS.recent);
}
