import { Collapse, Input, Radio, Select } from 'antd';
import { useId } from 'react';
import { useTexts } from '../texts/index.ts';
import type { ColumnsProps } from './ChooseColumns.tsx';
import styles from './imports.module.css';

const CURRENCIES = ['CNY', 'HKD', 'TWD', 'USD', 'EUR', 'GBP', 'JPY'];
const ZONES = ['Asia/Shanghai', 'UTC', 'Europe/London', 'America/New_York', 'Asia/Tokyo'];

/** How amounts and times of an unknown file are read; for most files as it stands. */
export function ReadingChoices({ draft, onChange }: ColumnsProps) {
  const t = useTexts();
  const [currencyId, zoneId, prefixId] = [useId(), useId(), useId()];
  const amounts = [
    { value: 'order', label: t('imports.amountsOrder') },
    { value: 'line', label: t('imports.amountsLine') },
  ];
  const fields = (
    <div className={styles.reading}>
      {draft.kind === 'orders' && (
        <Radio.Group
          options={amounts}
          value={draft.amountsPer}
          onChange={event => onChange({ ...draft, amountsPer: event.target.value })}
        />
      )}
      <div>
        <label htmlFor={currencyId}>{t('imports.currency')}</label>
        <Select
          id={currencyId}
          options={CURRENCIES.map(value => ({ value }))}
          value={draft.currency}
          onChange={currency => onChange({ ...draft, currency })}
        />
      </div>
      <div>
        <label htmlFor={zoneId}>{t('imports.zone')}</label>
        <Select
          id={zoneId}
          options={ZONES.map(value => ({ value }))}
          value={draft.zone}
          onChange={zone => onChange({ ...draft, zone })}
        />
      </div>
      {draft.kind === 'orders' && (
        <div>
          <label htmlFor={prefixId}>{t('imports.cancelPrefix')}</label>
          <Input
            id={prefixId}
            maxLength={20}
            value={draft.cancelPrefix}
            onChange={event => onChange({ ...draft, cancelPrefix: event.target.value.trim() })}
          />
        </div>
      )}
    </div>
  );
  return <Collapse ghost items={[{ key: 'more', label: t('imports.reading2'), children: fields }]} />;
}
