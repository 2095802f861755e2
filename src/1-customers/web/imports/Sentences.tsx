import { useLanguage } from '#web/i18n/i18n.ts';
import { formatCount } from '#web/kit/format.ts';
import { useTexts } from '../texts/index.ts';
import { currencyName } from './currency.ts';
import type { ImportResult, ImportRow } from './import.ts';
import styles from './imports.module.css';
import { hasNoGoodRow, headlineOf, isNothingNew, sentencesOf } from './sentences.ts';

type Props = { row: Pick<ImportRow, 'mapping'>; result: ImportResult; isForecast?: boolean };

/** What a file comes to, in sentences one can read aloud. */
export function Sentences({ row, result, isForecast = false }: Props) {
  const t = useTexts();
  const language = useLanguage();
  const currency = row.mapping?.currency ?? 'CNY';
  const foreign = language === 'zh' ? currencyName(currency, language) : currency;
  const unit = currency === 'CNY' ? t('imports.yuan') : foreign;
  return (
    <div className={styles.sentences}>
      <First result={result} isForecast={isForecast} />
      <ul>
        {sentencesOf(result, { isForecast, unit }, t).map(sentence => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  );
}

function First({ result, isForecast }: { result: ImportResult; isForecast: boolean }) {
  const t = useTexts();
  if (hasNoGoodRow(result)) return <p className={styles.nothing}>{t('imports.noRows')}</p>;
  if (isNothingNew(result)) return <p className={styles.nothing}>{t('imports.nothingNew')}</p>;
  const { count, of } = headlineOf(result);
  return (
    <p className={styles.first}>
      <strong>{formatCount(count)}</strong>
      {t(isForecast ? `imports.firstWill.${of}` : `imports.first.${of}`)}
    </p>
  );
}
