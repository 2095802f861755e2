import { Button } from 'antd';
import { Explain } from '#web/kit/Explain.tsx';
import { useTexts } from '../texts/index.ts';
import styles from './Rules.module.css';
import { type Fact, type Rule, readSource } from './rules.ts';
import { useRuleWords } from './use-rule-words.ts';

type Props = { rule: Rule; onEdit?: (() => void) | undefined };

/** One limit: what it limits, how much, since when and on whose word; under it what held before. */
export function RuleLine({ rule: { now, earlier }, onEdit }: Props) {
  const t = useTexts();
  const words = useRuleWords();
  const means = words.means(now);
  const isOwn = now.confidence === 'own';
  return (
    <li className={styles.rule} data-editable={onEdit !== undefined}>
      <div className={styles.text}>
        <h3>{words.name(now)}</h3>
        {means && <p>{means}</p>}
        <p className={styles.faint}>
          {!isOwn && <Given of={now} />}
          <span>{t('rules.since', { day: now.effectiveFrom })}</span>
        </p>
        {earlier.length > 0 && <Earlier facts={earlier} />}
      </div>
      <strong className={styles.value}>{words.value(now)}</strong>
      {onEdit && (
        <Button onClick={onEdit} aria-label={`${t('change')} ${words.name(now)}`}>
          {t('change')}
        </Button>
      )}
    </li>
  );
}

/** How far a limit that is not our own can be relied on, and where it stands written. */
function Given({ of: { confidence, source } }: { of: Fact }) {
  const t = useTexts();
  return (
    <>
      <Explain term={t(`rules.confidence.${confidence}`)} text={t(`rules.confidenceMeans.${confidence}`)} />
      <Source of={source} />
    </>
  );
}

function Source({ of }: { of: string }) {
  const { text, href, rest } = readSource(of);
  return (
    <span className={styles.source}>
      {href ? (
        <a href={href} target="_blank" rel="noreferrer">
          {text}
        </a>
      ) : (
        text
      )}
      {rest && ` ${rest}`}
    </span>
  );
}

function Earlier({ facts }: { facts: readonly Fact[] }) {
  const t = useTexts();
  const words = useRuleWords();
  return (
    <details className={styles.earlier}>
      <summary>{t('rules.history')}</summary>
      <ul>
        {facts.map(fact => (
          <li key={fact.id}>
            {t('rules.since', { day: fact.effectiveFrom })} · {words.value(fact)}
          </li>
        ))}
      </ul>
    </details>
  );
}
