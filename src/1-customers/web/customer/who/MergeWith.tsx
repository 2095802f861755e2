import { SearchOutlined } from '@ant-design/icons';
import { Input } from 'antd';
import { useDeferredValue, useId, useState } from 'react';
import { api } from '#web/api/api.ts';
import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import { formatFen } from '#web/kit/format.ts';
import { useNotify } from '#web/kit/use-notify.tsx';
import type { customerList } from '../../../contract.ts';
import { ActModal, Labelled } from '../../ActModal.tsx';
import { CustomerName } from '../../CustomerName.tsx';
import { useTexts } from '../../texts/index.ts';
import { useRefresh } from '../../use-refresh.ts';
import type { Customer } from '../customer.ts';
import styles from './Merges.module.css';

/** Looks for the other record of the same person, and says why it is. */
export function MergeWith({ of, onClose }: { of: Customer; onClose: () => void }) {
  const t = useTexts();
  const notify = useNotify();
  const again = useRefresh();
  const [searchId, noteId] = [useId(), useId()];
  const [q, setQ] = useState('');
  const [other, setOther] = useState<string>();
  const [note, setNote] = useState('');
  const merge = async () => {
    await api.post(`/customers/${of.id}/merge`, { other, note: note.trim() });
    notify.done(t('merge.done'));
    await again('/customers');
  };
  return (
    <ActModal
      title={t('merge.with')}
      what={t('merge.means')}
      act={t('merge.do')}
      isBlocked={other === undefined || note.trim() === ''}
      onAct={merge}
      onClose={onClose}
    >
      <Labelled id={searchId} label={t('merge.search')}>
        <Input
          id={searchId}
          type="search"
          prefix={<SearchOutlined />}
          autoFocus
          allowClear
          placeholder={t('list.search')}
          maxLength={100}
          onChange={event => setQ(event.target.value)}
        />
        <Found q={useDeferredValue(q.trim())} not={of.profiles} chosen={other} onChoose={setOther} />
      </Labelled>
      <Labelled id={noteId} label={t('merge.note')}>
        <Input
          id={noteId}
          maxLength={200}
          placeholder={t('merge.noteHint')}
          value={note}
          onChange={event => setNote(event.target.value)}
        />
      </Labelled>
    </ActModal>
  );
}

type FoundProps = {
  q: string;
  not: readonly string[];
  chosen: string | undefined;
  onChoose: (id: string) => void;
};

function Found({ q, not, chosen, onChoose }: FoundProps) {
  const t = useTexts();
  const { data } = useRead<Wire<typeof customerList>>(q ? '/customers' : undefined, { q, pageSize: 8 });
  if (!q || !data) return null;
  const rows = data.data.filter(row => !not.includes(row.id));
  if (rows.length === 0) return <p className={styles.none}>{t('merge.nobody', { q })}</p>;
  return (
    <div className={styles.found} role="radiogroup" aria-label={t('merge.search')}>
      {rows.map(row => (
        <label key={row.id}>
          <input type="radio" name="other" checked={row.id === chosen} onChange={() => onChoose(row.id)} />
          <span>
            <CustomerName of={row} />
            <small>
              {[row.phone, row.city, row.members.map(member => member.name).join('、')]
                .filter(Boolean)
                .join(t('and'))}
            </small>
          </span>
          <small>{t('merge.bought', { count: row.orders, paid: formatFen(row.paid) })}</small>
        </label>
      ))}
    </div>
  );
}
