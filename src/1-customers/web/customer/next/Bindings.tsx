import { Button, Input } from 'antd';
import { useId, useState } from 'react';
import { api } from '#web/api/api.ts';
import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import { formatInstant } from '#web/kit/format.ts';
import { PageLink } from '#web/kit/PageLink.tsx';
import { Tag, type Tone } from '#web/kit/Tag.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useSession } from '#web/session/session.ts';
import type { bindingList, bindingView } from '../../../identities/contract.ts';
import { ActModal, Labelled } from '../../ActModal.tsx';
import { useTexts } from '../../texts/index.ts';
import { useRefresh } from '../../use-refresh.ts';
import styles from './Bindings.module.css';

type Binding = Wire<typeof bindingView>;
type State = Exclude<Binding['state'], 'undone'>;
const TONES: Record<State, Tone> = {
  suggested: 'advice',
  waiting: 'plain',
  bound: 'accent',
  conflict: 'advice',
};

/** 订单号绑定: order numbers the customer has named, what became of each, and the way to write down another. */
export function Bindings({ of }: { of: string }) {
  const t = useTexts();
  const mayChange = useSession().can('customers:write');
  const [isAdding, setAdding] = useState(false);
  const { data } = useRead<Wire<typeof bindingList>>(`/customers/${of}/order-bindings`);
  const rows = data?.data ?? [];
  if (rows.length === 0 && !mayChange) return null;
  return (
    <div className={styles.bindings}>
      {rows.length > 0 && (
        <>
          <h3>{t('match.binding.title')}</h3>
          <ul>
            {rows.map(binding => (
              <OneBinding key={binding.id} of={of} binding={binding} mayChange={mayChange} />
            ))}
          </ul>
        </>
      )}
      {mayChange && (
        <Button size="small" onClick={() => setAdding(true)}>
          {t('match.binding.add')}
        </Button>
      )}
      {isAdding && <AddBinding of={of} onClose={() => setAdding(false)} />}
    </div>
  );
}

function OneBinding({ of, binding, mayChange }: { of: string; binding: Binding; mayChange: boolean }) {
  const t = useTexts();
  const notify = useNotify();
  const again = useRefresh();
  const decide = (decision: 'confirm' | 'undo') =>
    api
      .post(`/order-bindings/${binding.id}/decide`, { decision })
      .then(() => {
        notify.done(
          t(decision === 'undo' ? 'match.binding.undone' : 'match.binding.done', {
            orderNo: binding.orderNo,
          }),
        );
        return again(`/customers/${of}`, '/customers', '/merge-suggestions');
      })
      .catch(notify.problem);
  return (
    <li>
      <span className={styles.line}>
        {binding.orderNo}
        {binding.state !== 'undone' && (
          <Tag tone={TONES[binding.state]}>{t(`match.binding.state.${binding.state}`)}</Tag>
        )}
      </span>
      <small>
        <What of={binding} />
      </small>
      <small>
        {t('match.binding.from', { who: binding.toldBy, day: formatInstant(binding.toldAt, 'day') })}
        {mayChange && binding.state === 'suggested' && (
          <Button type="link" size="small" onClick={() => void decide('confirm')}>
            {t('match.binding.confirm')}
          </Button>
        )}
        {mayChange && (
          <Button type="link" size="small" onClick={() => void decide('undo')}>
            {t('match.binding.undo')}
          </Button>
        )}
      </small>
    </li>
  );
}

/** What became of it, where that is not simply "theirs". */
function What({ of }: { of: Binding }) {
  const t = useTexts();
  if (of.state === 'waiting' || of.state === 'suggested') return t(`match.binding.${of.state}`);
  if (of.state !== 'conflict') return of.shop;
  if (!of.claimedBy) return t('match.binding.conflictHidden');
  return (
    <PageLink to={`/customers/${of.claimedBy}`}>
      {t('match.binding.conflict', { name: of.claimedName ?? of.claimedBy })}
    </PageLink>
  );
}

function AddBinding({ of, onClose }: { of: string; onClose: () => void }) {
  const t = useTexts();
  const notify = useNotify();
  const again = useRefresh();
  const id = useId();
  const [orderNo, setOrderNo] = useState('');
  const add = async () => {
    await api.post(`/customers/${of}/order-bindings`, { orderNo: orderNo.trim() });
    notify.done(t('match.binding.done', { orderNo: orderNo.trim() }));
    await again(`/customers/${of}`, '/customers', '/merge-suggestions');
  };
  return (
    <ActModal
      title={t('match.binding.add')}
      what={t('match.binding.what')}
      act={t('match.binding.do')}
      isBlocked={orderNo.trim() === ''}
      onAct={add}
      onClose={onClose}
    >
      <Labelled id={id} label={t('match.binding.number')}>
        <Input
          id={id}
          autoFocus
          maxLength={64}
          placeholder={t('match.binding.hint')}
          value={orderNo}
          onChange={event => setOrderNo(event.target.value)}
        />
      </Labelled>
    </ActModal>
  );
}
