import type { Wire } from '#web/api/client.ts';
import { button, h } from '#web/sidebar/dom.ts';
import { type Around, act, type Customer, part } from '#web/sidebar/piece.ts';
import type { tagGroupView } from '../../contract.ts';
import { WORDS } from './words.ts';

type Tag = Customer['tags'][number];
type Groups = { data: Wire<typeof tagGroupView>[] };

/** What others noticed of them; a tap takes one away, another adds one. */
export function showTags(customer: Customer, around: Around): HTMLElement {
  const { say, api } = around;
  let tags = customer.tags;
  const read = async () => {
    tags = (await api.get<Customer>(`/customers/${customer.id}`)).tags;
  };
  const change = async (work: () => Promise<unknown>, done: string) => {
    const hasChanged = await act(
      around,
      async () => {
        await work();
        await read();
      },
      done,
    );
    if (hasChanged) await shown.refresh();
  };
  const remove = (tag: Tag) =>
    change(
      () => api.send('DELETE', `/customers/${customer.id}/tags/${tag.id}`),
      say(WORDS.untagged, { name: tag.name }),
    );
  const add = (tag: { id: string; name: string }) =>
    change(
      () => api.send('POST', `/customers/${customer.id}/tags`, { tagIds: [tag.id] }),
      say(WORDS.tagged, { name: tag.name }),
    );
  const shown = part(around, {
    title: say(WORDS.tags),
    load: async () => [
      tags.length === 0 && h('p', { class: 'muted' }, say(WORDS.noTags)),
      h(
        'ul',
        { class: 'chips' },
        tags.map(tag => chip(tag, around, remove)),
      ),
      around.mayWrite && chooser(around, () => tags, add),
    ],
  });
  return shown.element;
}

function chip(tag: Tag, { say, mayWrite }: Around, remove: (tag: Tag) => Promise<void>): HTMLElement {
  const label = say(WORDS.removeTag, { name: tag.name });
  const away = mayWrite && button('×', () => remove(tag), { label, class: 'chip-away' });
  return h('li', { class: 'chip', title: tag.group }, tag.name, away);
}

/** The tags there are, those they carry left out; fetched when somebody wants one. */
function chooser(
  { say, api }: Around,
  carried: () => readonly Tag[],
  add: (tag: { id: string; name: string }) => Promise<void>,
): HTMLElement {
  const place = h('div', { class: 'chooser' });
  const openIt = async () => {
    const { data } = await api.get<Groups>('/tags');
    const list = h('ul', { class: 'chips' });
    const field = h('input', {
      type: 'search',
      placeholder: say(WORDS.findTag),
      'aria-label': say(WORDS.findTag),
    });
    const fill = () => {
      const q = field.value.trim().toLowerCase();
      const known = new Set(carried().map(tag => tag.id));
      const found = data
        .flatMap(group => group.tags)
        .filter(tag => !known.has(tag.id) && tag.name.toLowerCase().includes(q))
        .slice(0, 40);
      const none = h('li', { class: 'muted' }, say(WORDS.noSuchTag));
      list.replaceChildren(
        ...(found.length > 0
          ? found.map(tag =>
              h(
                'li',
                {},
                button(tag.name, () => add(tag)),
              ),
            )
          : [none]),
      );
    };
    field.addEventListener('input', fill);
    fill();
    place.replaceChildren(field, list);
    field.focus();
  };
  place.append(button(say(WORDS.addTag), openIt, { class: 'link' }));
  return place;
}
