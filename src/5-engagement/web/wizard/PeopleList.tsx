import { Button } from 'antd';
import { useState } from 'react';
import { formatCount } from '#web/kit/format.ts';
import { PageLink } from '#web/kit/PageLink.tsx';
import { Tag, type Tone } from '#web/kit/Tag.tsx';
import { useTexts } from '../texts/index.ts';
import styles from './PeopleList.module.css';
import type { Preview } from './use-preview.ts';

const TONES: Record<Preview['people'][number]['outcome'], Tone> = {
  send: 'accent',
  held_out: 'advice',
  withheld: 'plain',
};
/** Those who do not get it first: they are what one wants to look at. */
const ORDER = { withheld: 0, held_out: 1, send: 2 };
const FIRST = 8;

/** Person by person: who gets it, who does not and why. */
export function PeopleList({ people, audience }: { people: Preview['people']; audience: number }) {
  const t = useTexts();
  const [isOpen, setOpen] = useState(false);
  if (people.length === 0) return null;
  const sorted = people.toSorted((one, other) => ORDER[one.outcome] - ORDER[other.outcome]);
  const shown = isOpen ? sorted : sorted.slice(0, FIRST);
  const isAll = audience <= people.length;
  const n = formatCount(people.length);
  return (
    <section>
      <h3>{t('wizard.who')}</h3>
      <ul className={styles.people}>
        {shown.map(({ customerId, name, outcome, words }) => (
          <li key={customerId}>
            <PageLink to={`/customers/${customerId}`} target="_blank">
              {name || t('people.unnamed')}
            </PageLink>
            <Tag tone={TONES[outcome]}>{t(`wizard.outcome.${outcome}`)}</Tag>
            <span>{words}</span>
          </li>
        ))}
      </ul>
      {!isOpen && people.length > FIRST && (
        <Button type="link" className={styles.more ?? ''} onClick={() => setOpen(true)}>
          {t(isAll ? 'wizard.whoAll' : 'wizard.whoFirst', { n })}
        </Button>
      )}
      {isOpen && !isAll && <p className={styles.part}>{t('wizard.whoPart', { n })}</p>}
    </section>
  );
}
