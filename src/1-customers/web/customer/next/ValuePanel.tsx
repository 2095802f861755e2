import { Button } from 'antd';
import { useState } from 'react';
import { useRead } from '#web/api/queries.ts';
import { DateTime } from '#web/kit/DateTime.tsx';
import { Explain } from '#web/kit/Explain.tsx';
import { formatFen } from '#web/kit/format.ts';
import { Money } from '#web/kit/Money.tsx';
import { Panel } from '#web/kit/Panel.tsx';
import { useTexts } from '../../texts/index.ts';
import type { Customer } from '../customer.ts';
import styles from './ValuePanel.module.css';
import { type Ledger, partsOf, type ValueEntry } from './value.ts';

const FEW = 5;

/** What a customer cost and brought: the sum, what it is made of, and every entry with the balance after it. */
export function ValuePanel({ of }: { of: Customer }) {
  const t = useTexts();
  const { data } = useRead<Ledger>(`/customers/${of.id}/value`);
  const [isWhole, setWhole] = useState(false);
  const entries = data?.entries ?? [];
  return (
    <Panel
      title={t('value.title')}
      tone="sheet"
      aside={data && <strong className={styles.total}>{formatFen(data.total)}</strong>}
    >
      <p className={styles.lead}>
        <Explain term={t('value.what')} text={t('value.means')} />
      </p>
      {entries.length > 0 && <Parts entries={entries} />}
      {data && entries.length === 0 && <p className={styles.none}>{t('value.none')}</p>}
      <ol className={styles.entries}>
        {(isWhole ? entries : entries.slice(0, FEW)).map(entry => (
          <Entry key={entry.id} entry={entry} />
        ))}
      </ol>
      {entries.length > FEW && (
        <Button type="link" size="small" className={styles.more ?? ''} onClick={() => setWhole(!isWhole)}>
          {isWhole ? t('fewer') : t('value.all', { count: entries.length })}
        </Button>
      )}
    </Panel>
  );
}

/** The sum in its parts, as one would say it: won for 30, brought 200, is worth 170. */
function Parts({ entries }: { entries: readonly ValueEntry[] }) {
  const t = useTexts();
  return (
    <dl className={styles.parts}>
      {partsOf(entries).map(({ kind, amount, entries: count }) => (
        <div key={kind}>
          <dt>{t(`value.${kind}`, { count })}</dt>
          <dd>
            <Money fen={amount} sign />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Entry({ entry }: { entry: ValueEntry }) {
  const t = useTexts();
  const about = entry.note ?? entry.orderNo;
  return (
    <li>
      <span>
        {t(`value.one.${entry.kind}`)}
        {about && <small title={about}>{about}</small>}
      </span>
      <span>
        <Money fen={entry.amount} sign />
        <small>
          <DateTime at={entry.at} style="day" /> {t('value.balance', { balance: formatFen(entry.balance) })}
        </small>
      </span>
    </li>
  );
}
