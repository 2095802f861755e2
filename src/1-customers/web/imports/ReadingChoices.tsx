import { Input, Select } from 'antd';
import { type ReactNode, useId } from 'react';
import { useLanguage } from '#web/i18n/i18n.ts';
import { useTexts } from '../texts/index.ts';
import type { ColumnsProps } from './ChooseColumns.tsx';
import { currencyName } from './currency.ts';
import styles from './imports.module.css';

const CURRENCIES = ['CNY', 'HKD', 'MOP', 'TWD', 'USD', 'EUR', 'GBP', 'JPY', 'KRW', 'SGD', 'MYR', 'AUD'];
const ZONES = {
  'Asia/Shanghai': 'shanghai',
  UTC: 'utc',
  'Asia/Tokyo': 'tokyo',
  'Europe/London': 'london',
  'Europe/Berlin': 'berlin',
  'America/New_York': 'newYork',
  'America/Los_Angeles': 'losAngeles',
} as const;

/** How amounts, times and returns of an unknown file are meant: a wrong currency is a wrong sum, so they stand open. */
export function ReadingChoices(props: ColumnsProps) {
  const t = useTexts();
  const { draft, onChange } = props;
  const language = useLanguage();
  const zones = Object.entries(ZONES).map(([value, name]) => ({ value, label: t(`imports.zones.${name}`) }));
  const currencies = CURRENCIES.map(value => ({ value, label: `${currencyName(value, language)} ${value}` }));
  return (
    <section className={styles.reading} aria-label={t('imports.readingTitle')}>
      <h3>{t('imports.readingTitle')}</h3>
      <Choice
        label={t('imports.currency')}
        hint={draft.currency === 'CNY' ? undefined : t('imports.currencyWhat')}
      >
        {id => (
          <Select
            id={id}
            showSearch={{ optionFilterProp: 'label' }}
            options={currencies}
            value={draft.currency}
            onChange={currency => onChange({ ...draft, currency })}
          />
        )}
      </Choice>
      <Choice label={t('imports.zone')}>
        {id => (
          <Select
            id={id}
            showSearch={{ optionFilterProp: 'label' }}
            options={zones}
            value={draft.zone}
            onChange={zone => onChange({ ...draft, zone })}
          />
        )}
      </Choice>
      {draft.kind === 'orders' && <OfOrders {...props} />}
    </section>
  );
}

/** What only orders have: lines, and numbers that take another order back. */
function OfOrders({ inspection, draft, onChange }: ColumnsProps) {
  const t = useTexts();
  const amounts = [
    { value: 'order' as const, label: t('imports.amountsOrder') },
    { value: 'line' as const, label: t('imports.amountsLine') },
  ];
  const prefix = inspection.cancelPrefix;
  return (
    <>
      <Choice label={t('imports.amounts')} hint={t('imports.amountsWhat')}>
        {id => (
          <Select
            id={id}
            options={amounts}
            value={draft.amountsPer}
            onChange={amountsPer => onChange({ ...draft, amountsPer })}
          />
        )}
      </Choice>
      <Choice
        label={t('imports.cancelPrefix')}
        hint={prefix ? t('imports.cancelPrefixFound', { prefix }) : t('imports.cancelPrefixWhat')}
      >
        {id => (
          <Input
            id={id}
            maxLength={20}
            value={draft.cancelPrefix}
            onChange={event => onChange({ ...draft, cancelPrefix: event.target.value.trim() })}
          />
        )}
      </Choice>
    </>
  );
}

type ChoiceProps = { label: string; hint?: string | undefined; children: (id: string) => ReactNode };

function Choice({ label, hint, children }: ChoiceProps) {
  const id = useId();
  return (
    <div className={styles.choice}>
      <label htmlFor={id}>{label}</label>
      {children(id)}
      {hint && <p className={styles.hint}>{hint}</p>}
    </div>
  );
}
