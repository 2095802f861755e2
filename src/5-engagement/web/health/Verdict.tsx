import { Notice } from '#web/kit/Notice.tsx';
import { useTexts } from '../texts/index.ts';
import styles from './Health.module.css';
import type { Health } from './HealthPage.tsx';
import { LiftOverride } from './LiftOverride.tsx';
import { sayPace } from './say-pace.ts';

const KINDS = { green: 'note', yellow: 'advice', red: 'stop' } as const;

/** The colour with its reasons, and what follows from it; what a person holds back does not look as if all were going on. */
export function Verdict({ health }: { health: Health }) {
  const t = useTexts();
  const { color, words, pace, slowPeople, overrides } = health;
  const override = pace.by === 'member' ? overrides.find(one => !one.endedAt && !one.member) : undefined;
  return (
    <Notice
      kind={color === 'green' && pace.pace !== 'full' ? 'advice' : KINDS[color]}
      title={t(`health.verdict.${color}`)}
      actions={override && <LiftOverride override={override} health={health} />}
    >
      <ul className={styles.words}>
        {words.map(sentence => (
          <li key={sentence}>{sentence}</li>
        ))}
        <li>{sayPace(pace, slowPeople, t)}</li>
      </ul>
    </Notice>
  );
}
