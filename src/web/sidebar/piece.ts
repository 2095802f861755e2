import type { customerView } from '#customers/contract';
import type { Language } from '#platform/contract.ts';
import type { Wire } from '../api/client.ts';
import type { SidebarApi } from './api.ts';
import type { Client } from './client.ts';
import { button, type Child, h } from './dom.ts';
import { type Say, WORDS } from './words.ts';

export type Customer = Wire<typeof customerView>;

/** What a piece is shown with: whose page it is, who looks, and what it may do. */
export type Around = {
  api: SidebarApi;
  say: Say;
  language: Language;
  mayWrite: boolean;
  /** In a chat with this very customer: hands a message to it. Absent elsewhere: texts are copied. */
  send: Client['send'] | undefined;
  /** The WeCom account the sidebar was opened for. */
  account: string | undefined;
  /** A short word at the bottom, that goes by itself. */
  notify(words: string): void;
  /** Tells the other pieces that something of this customer has changed. */
  changed(): void;
  /** Runs when another piece has changed something. */
  onChanged(refresh: () => void): void;
};

/** One part of the person's page. A stage exports its pieces from `web/sidebar/index.ts`; they are found there. */
export type Piece = { order: number; show(customer: Customer, around: Around): HTMLElement };

/** A titled part that loads itself: bones first, then what it shows, or why not with a way to try again. */
export function part(
  around: Around,
  { title, className = '', load }: { title?: string; className?: string; load: () => Promise<Child> },
): { element: HTMLElement; refresh: () => Promise<void> } {
  const { say } = around;
  const place = h(
    'div',
    { class: 'part-body' },
    h('div', { class: 'bone' }),
    h('div', { class: 'bone short' }),
  );
  const element = h(
    'section',
    { class: `part ${className}`, 'aria-busy': 'true', 'aria-label': title },
    title ? h('h2', {}, title) : null,
    place,
  );
  const refresh = async () => {
    try {
      const shown = await load();
      place.replaceChildren(h('div', {}, shown));
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      place.replaceChildren(
        h('p', { class: 'stop' }, words, ' ', button(say(WORDS.retry), refresh, { class: 'link' })),
      );
    } finally {
      element.removeAttribute('aria-busy');
    }
  };
  void refresh();
  return { element, refresh };
}

/** Does something and says what came of it; a refusal in the server's words. */
export async function act(around: Around, work: () => Promise<unknown>, done?: string): Promise<boolean> {
  try {
    await work();
    if (done) around.notify(done);
    return true;
  } catch (error) {
    around.notify(error instanceof Error ? error.message : String(error));
    return false;
  }
}
