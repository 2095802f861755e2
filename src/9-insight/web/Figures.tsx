import { Panel } from '#web/kit/Panel.tsx';
import { StatNumber } from '#web/kit/StatNumber.tsx';
import { peopleLink } from '#web/links.ts';
import styles from './Report.module.css';
import type { Home } from './sentences.ts';
import { useTexts } from './texts/index.ts';

type Kind = 'customers' | 'followed' | 'added' | 'lost' | 'revenue' | 'orders' | 'repeatShare';
type Shown = { kind: Kind; text: 'repeat' | Exclude<Kind, 'repeatShare'> } & {
  measure?: 'fen' | 'share';
  period?: 'week' | 'month';
  welcome?: 'up' | 'down';
};

const SHOWN: readonly Shown[] = [
  { kind: 'customers', text: 'customers' },
  { kind: 'followed', text: 'followed' },
  { kind: 'added', text: 'added', period: 'week', welcome: 'up' },
  { kind: 'lost', text: 'lost', period: 'week', welcome: 'down' },
  { kind: 'revenue', text: 'revenue', measure: 'fen', period: 'month', welcome: 'up' },
  { kind: 'orders', text: 'orders', period: 'month', welcome: 'up' },
  { kind: 'repeatShare', text: 'repeat', measure: 'share', period: 'month', welcome: 'up' },
];

/** The seven numbers below the first, each with its definition, its people, and what it was before where that is known. */
export function Figures({ home }: { home: Home }) {
  return (
    <Panel>
      <div className={styles.figures}>
        {SHOWN.map(shown => (
          <Figure key={shown.kind} shown={shown} figure={home[shown.kind]} />
        ))}
      </div>
    </Panel>
  );
}

function Figure({ shown, figure }: { shown: Shown; figure: Home[Kind] }) {
  const t = useTexts();
  const { text, measure, period, welcome } = shown;
  const before = period && figure.before !== null ? { value: figure.before, period: t(period) } : undefined;
  return (
    <div className={measure === 'fen' ? styles.wide : undefined}>
      <StatNumber
        label={t(text)}
        value={figure.value}
        definition={t(`${text}Means`)}
        {...(measure && { measure })}
        {...(before && { before })}
        {...(welcome && { welcome })}
        {...(figure.people && { to: peopleLink(figure.people, t(text)) })}
      />
    </div>
  );
}
