import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { formatInstant } from '#web/kit/format.ts';
import { QuickLook } from '#web/kit/QuickLook.tsx';
import { useSession } from '#web/session/session.ts';
import { useCustomerName } from '../../CustomerName.tsx';
import { useTexts } from '../../texts/index.ts';
import type { Customer } from '../customer.ts';
import { Consents } from './Consents.tsx';
import { EraseModal } from './EraseModal.tsx';
import styles from './Rights.module.css';

/** All that a person may ask for, in one place: a copy, a correction, an end of consent, an end of everything. */
export function RightsDrawer({
  of,
  isOpen,
  onClose,
}: {
  of: Customer;
  isOpen: boolean;
  onClose: () => void;
}) {
  const t = useTexts();
  const { can } = useSession();
  const name = useCustomerName(of);
  return (
    <QuickLook of={isOpen ? of.id : undefined} title={`${t('rights.title')} · ${name}`} onClose={onClose}>
      {can('exports:write') && <Copy id={of.id} />}
      <Section title={t('rights.correct.title')} what={t('rights.correct.what')}>
        <Corrections of={of} />
      </Section>
      <Section title={t('rights.consent.title')}>
        <Consents of={of} />
      </Section>
      <Erase of={of} mayErase={can('customers:erase')} />
    </QuickLook>
  );
}

function Section({ title, what, children }: { title: string; what?: string; children: ReactNode }) {
  return (
    <section className={styles.section}>
      <h3>{title}</h3>
      {what && <p className={styles.what}>{what}</p>}
      {children}
    </section>
  );
}

function Copy({ id }: { id: string }) {
  const t = useTexts();
  const href = (format: string) => `/api/v1/customers/${id}/export?format=${format}`;
  return (
    <Section title={t('rights.copy.title')} what={t('rights.copy.what')}>
      <div className={styles.buttons}>
        <Button size="small" href={href('csv')} download>
          {t('rights.copy.csv')}
        </Button>
        <Button size="small" href={href('json')} download>
          {t('rights.copy.json')}
        </Button>
      </div>
    </Section>
  );
}

const FIELDS = ['name', 'gender', 'birthday', 'province', 'city', 'minor'] as const;

function Corrections({ of }: { of: Customer }) {
  const t = useTexts();
  const corrected = FIELDS.flatMap(field => {
    const mark = of.corrected[field];
    return mark ? [{ field, ...mark }] : [];
  });
  if (corrected.length === 0) return <p className={styles.faint}>{t('rights.correct.none')}</p>;
  return (
    <ul className={styles.list}>
      {corrected.map(({ field, at, by }) => (
        <li key={field}>
          <span>{t(`field.${field}`)}</span>
          <span className={styles.faint}>
            {t('rights.correct.line', { who: by, day: formatInstant(at, 'day') })}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Erase({ of, mayErase }: { of: Customer; mayErase: boolean }) {
  const t = useTexts();
  const [isAsking, setAsking] = useState(false);
  return (
    <Section title={t('rights.erase.title')} what={t(mayErase ? 'rights.erase.what' : 'rights.erase.notYou')}>
      {mayErase && (
        <Button size="small" danger onClick={() => setAsking(true)}>
          {t('rights.erase.open')}
        </Button>
      )}
      {isAsking && <EraseModal of={of} onClose={() => setAsking(false)} />}
    </Section>
  );
}
