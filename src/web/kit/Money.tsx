import { useLanguage } from '../i18n/i18n.ts';
import styles from './figures.module.css';
import { formatFen, formatFenShort } from './format.ts';

type Props = {
  fen: number;
  /** Say `+` too: for differences and ledger entries. */
  sign?: boolean;
  /** `¥12.3万`, with the exact amount on hover. */
  short?: boolean;
};

/** An amount, exact to the fen, in figures of one width. In a column: `align: 'end'`. */
export function Money({ fen, sign = false, short = false }: Props) {
  const language = useLanguage();
  const exact = formatFen(fen, { sign });
  return (
    <data value={fen} className={styles.figure} title={short ? exact : undefined}>
      {short ? formatFenShort(fen, language) : exact}
    </data>
  );
}
