import type { Wire } from '#web/api/client.ts';
import { formatInstant } from '#web/kit/format.ts';
import { button, type Child, h } from '#web/sidebar/dom.ts';
import { type Around, act, type Customer, part } from '#web/sidebar/piece.ts';
import type { customerFollowUpView, promiseView } from '../../follow-ups/contract.ts';
import { WORDS } from './words.ts';

type FollowUp = Wire<typeof customerFollowUpView>;
type Promised = Wire<typeof promiseView>;

/** What was promised to them, and when somebody talks to them next. */
export function showFollowUp(customer: Customer, around: Around): HTMLElement {
  const { say, api } = around;
  let nextDay = customer.nextFollowUp;
  const path = `/customers/${customer.id}`;
  const shown = part(around, {
    title: say(WORDS.promises),
    load: async () => {
      const { promises, last } = await api.get<FollowUp>(`${path}/follow-up`);
      const open = promises.filter(one => one.state === 'open');
      return [
        dayLine(around, () => nextDay, setDay),
        last &&
          h('p', { class: 'muted' }, say(WORDS.last, { day: formatInstant(last.at, 'day'), by: last.by })),
        open.length === 0 && h('p', { class: 'muted' }, say(WORDS.noPromises)),
        h(
          'ul',
          { class: 'promises' },
          open.map(one => promise(one, around)),
        ),
        around.mayWrite && newPromise(path, around),
      ];
    },
  });
  const setDay = async (day: string | null) => {
    const words = day ? say(WORDS.set, { day }) : say(WORDS.cleared);
    const send = () => api.send('PATCH', path, { nextFollowUp: day });
    if (!(await act(around, send, words))) return;
    nextDay = day;
    around.changed();
  };
  const again = async () => {
    nextDay = (await api.get<Customer>(path)).nextFollowUp;
    await shown.refresh();
  };
  around.onChanged(() => void again());
  return shown.element;
}

/** `2026-06-10`, so many days from today in Shanghai. */
function dayIn(days: number): string {
  return formatInstant(new Date(Date.now() + days * 86_400_000), 'day');
}

/** The day itself is the field; below it the days one sets most. */
function dayLine(
  { say, mayWrite }: Around,
  nextDay: () => string | null,
  set: (day: string | null) => Promise<void>,
): Child {
  const day = nextDay();
  const label = h('span', {}, say(WORDS.nextDay));
  if (!mayWrite) return h('p', { class: 'day' }, label, h('strong', {}, day ?? say(WORDS.noDay)));
  const field = h('input', { type: 'date', min: dayIn(0), value: day, 'aria-label': say(WORDS.nextDay) });
  if (day !== null && day <= dayIn(0)) field.classList.add('due');
  field.addEventListener('change', () => field.value && void set(field.value));
  const quick = ([1, 3, 7, 30] as const).map(days =>
    button(say(WORDS[`in${days}`]), () => set(dayIn(days)), { class: 'small' }),
  );
  const clear = day !== null && button(say(WORDS.clear), () => set(null), { class: 'link' });
  return [h('div', { class: 'day' }, label, field, clear), h('div', { class: 'quick' }, quick)];
}

function promise({ id, text, dueDay: day }: Promised, around: Around): HTMLElement {
  const { say, api } = around;
  const isLate = day < dayIn(0);
  const keep = async () => {
    const send = () => api.send('PATCH', `/promises/${id}`, { state: 'kept' });
    if (await act(around, send, say(WORDS.keptNoted))) around.changed();
  };
  return h(
    'li',
    {},
    h(
      'span',
      {},
      text,
      h('span', { class: isLate ? 'late' : 'muted' }, ` ${say(isLate ? WORDS.late : WORDS.due, { day })}`),
    ),
    around.mayWrite && button(say(WORDS.kept), keep, { class: 'small' }),
  );
}

/** Two fields that open when somebody has promised something. */
function newPromise(path: string, around: Around): HTMLElement {
  const { say, api } = around;
  const place = h('div', { class: 'chooser' });
  const openIt = () => {
    const text = h('input', {
      name: 'text',
      required: true,
      maxlength: 300,
      placeholder: say(WORDS.what),
      'aria-label': say(WORDS.what),
    });
    const day = h('input', {
      name: 'day',
      type: 'date',
      required: true,
      value: dayIn(1),
      min: dayIn(0),
      'aria-label': say(WORDS.by),
    });
    const form = h(
      'form',
      { class: 'promise' },
      text,
      day,
      h('button', { class: 'primary' }, say(WORDS.write)),
    );
    form.addEventListener('submit', event => {
      event.preventDefault();
      const body = { text: text.value.trim(), dueDay: day.value };
      void act(around, () => api.send('POST', `${path}/promises`, body), say(WORDS.made)).then(
        done => done && around.changed(),
      );
    });
    place.replaceChildren(form);
    text.focus();
  };
  place.append(button(say(WORDS.make), openIt, { class: 'link' }));
  return place;
}
