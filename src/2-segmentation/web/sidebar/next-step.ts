import type { Wire } from '#web/api/client.ts';
import { button, h } from '#web/sidebar/dom.ts';
import { type Around, act, type Customer, part } from '#web/sidebar/piece.ts';
import type { nextStepView } from '../../next-step/contract.ts';
import { WORDS } from './words.ts';

type Step = Wire<typeof nextStepView>;
/** When somebody was just talked to, they are asked after again in a month; the member can say another day below. */
const AGAIN = 30;

/** The one thing to do now, why, and a tap for when it is done. */
export function showNextStep(customer: Customer, around: Around): HTMLElement {
  const { say, api } = around;
  const shown = part(around, {
    className: 'next',
    title: say(WORDS.next),
    load: async () => {
      const step = await api.get<Step>(`/customers/${customer.id}/next-step`);
      return [
        h('strong', { 'data-step': step.step }, step.title),
        h('p', {}, step.reason),
        around.mayWrite && doneButton(step, customer, around),
      ];
    },
  });
  around.onChanged(() => void shown.refresh());
  return shown.element;
}

const TALKED = ['planned', 'win_back', 'rhythm', 'ask_how', 'first_order'];

function doneButton({ step, promiseId }: Step, customer: Customer, around: Around): HTMLElement | null {
  const { say, api } = around;
  if (promiseId !== null)
    return button(
      say(WORDS.kept),
      async () => {
        const keep = () => api.send('PATCH', `/promises/${promiseId}`, { state: 'kept' });
        if (await act(around, keep, say(WORDS.keptNoted))) around.changed();
      },
      {},
    );
  if (!TALKED.includes(step)) return null;
  return button(
    say(WORDS.talked),
    async () => {
      let day = '';
      const note = async () => {
        const body = { outcome: 'done', inDays: AGAIN };
        day = (await api.send<{ nextFollowUp: string }>('POST', `/customers/${customer.id}/follow-ups`, body))
          .nextFollowUp;
      };
      if (!(await act(around, note))) return;
      around.notify(say(WORDS.noted, { day }));
      around.changed();
    },
    {},
  );
}
