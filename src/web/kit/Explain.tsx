import { Tooltip } from 'antd';
import { useWebTexts } from '../i18n/i18n.ts';
import type { TextKey } from '../i18n/texts.ts';
import type zh from '../texts/zh.ts';
import styles from './Explain.module.css';

/** A term with its one-sentence explanation, on hover, on focus and on tap. */
export function Explain({ term, text }: { term: string; text: string }) {
  return (
    <Tooltip title={text} trigger={['hover', 'focus']} placement="top">
      <button type="button" className={styles.term}>
        {term}
      </button>
    </Tooltip>
  );
}

type Terms = (typeof zh)['term'];
type TermName = Exclude<keyof Terms & string, `${string}What`>;

/** A term of the house, from its one glossary (texts `term.*`), so that it means the same on every page. */
export function Term({ of }: { of: TermName }) {
  const t = useWebTexts();
  const meaning = `term.${of}What` as TextKey<typeof zh>;
  return <Explain term={t(`term.${of}`)} text={t(meaning)} />;
}
