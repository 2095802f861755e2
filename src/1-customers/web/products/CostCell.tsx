import { InputNumber } from 'antd';
import { type KeyboardEvent, useRef, useState } from 'react';
import { formatFen } from '#web/kit/format.ts';
import { Money } from '#web/kit/Money.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useSession } from '#web/session/session.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Products.module.css';
import type { ProductRow } from './use-product-columns.tsx';
import { COST_INPUT, fenOf, useSetCost } from './use-set-cost.ts';

/** A product's cost in the list, where it is also typed: Enter keeps it and goes on to the next row, Esc lets it be. */
export function CostCell({ of }: { of: ProductRow }) {
  const t = useTexts();
  const { can } = useSession();
  const [isEditing, setEditing] = useState(false);
  if (!can('segments:write'))
    return of.cost === null ? <span className={styles.faint}>–</span> : <Money fen={of.cost} />;
  if (isEditing) return <Editor of={of} onClose={() => setEditing(false)} />;
  return (
    <span data-cost="">
      <button
        type="button"
        className={styles.cost}
        data-known={of.cost !== null}
        aria-label={`${t('products.costOf', { name: of.name })} ${of.cost === null ? t('products.costUnknown') : formatFen(of.cost)}`}
        onClick={() => setEditing(true)}
      >
        {of.cost === null ? t('products.sayCost') : <Money fen={of.cost} />}
      </button>
    </span>
  );
}

function Editor({ of, onClose }: { of: ProductRow; onClose: () => void }) {
  const t = useTexts();
  const notify = useNotify();
  const setCost = useSetCost();
  const [yuan, setYuan] = useState(of.cost === null ? null : of.cost / 100);
  const [isRefused, setRefused] = useState(false);
  // Enter and Esc are followed by the loss of focus, which saves of itself.
  const isDone = useRef(false);
  const close = () => {
    isDone.current = true;
    onClose();
  };
  const save = () => {
    const cost = fenOf(yuan);
    if (isDone.current) return;
    if (cost === of.cost) return close();
    isDone.current = true;
    setCost(of.id, cost).then(onClose, (failure: unknown) => {
      isDone.current = false;
      setRefused(true);
      notify.problem(failure);
    });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key === 'Escape') close();
    if (event.key !== 'Enter') return;
    const next = nextCost(event.currentTarget);
    save();
    next?.click();
  };
  return (
    <span className={styles.costInput} data-cost="" data-control="">
      <InputNumber<number>
        size="small"
        autoFocus
        aria-label={t('products.costOf', { name: of.name })}
        {...COST_INPUT}
        placeholder={t('products.costUnknown')}
        value={yuan}
        onChange={setYuan}
        onFocus={event => event.target.select()}
        {...(isRefused && { status: 'error' as const })}
        onKeyDown={onKeyDown}
        onBlur={save}
      />
    </span>
  );
}

/** The button of the next row that has none open. */
function nextCost(field: HTMLElement): HTMLElement | undefined {
  const all = [...(field.closest('table, ul')?.querySelectorAll<HTMLElement>('[data-cost]') ?? [])];
  const at = all.findIndex(one => one.contains(field));
  return all[at + 1]?.querySelector('button') ?? undefined;
}
