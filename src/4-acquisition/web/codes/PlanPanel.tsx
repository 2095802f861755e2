import { type Fact, Facts } from '#web/kit/Facts.tsx';
import { Panel } from '#web/kit/Panel.tsx';
import { Tag } from '#web/kit/Tag.tsx';
import { sayTarget, sayWhen } from '../plan/say-plan.ts';
import type { Code } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import styles from './PlanPanel.module.css';

/** What the code does with who opens it, as sentences in the order in which they are tried. */
export function PlanPanel({ code }: { code: Code }) {
  const t = useTexts();
  const nameOf = (id: string) => code.members.find(one => one.id === id)?.name ?? '';
  return (
    <Panel title={t('plan.title')}>
      <ol className={styles.routes}>
        {code.plan.routes.map(({ when, target }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: routes are told apart by their place
          <li key={at}>
            <span>{sayWhen(when ?? {}, t)}</span>
            <strong>{sayTarget(target, nameOf, t)}</strong>
          </li>
        ))}
      </ol>
      <Facts facts={factsOf(code, nameOf, t)} />
    </Panel>
  );
}

function factsOf(
  { plan, welcome, tags, remark }: Code,
  nameOf: (id: string) => string,
  t: ReturnType<typeof useTexts>,
): (Fact & { key: string })[] {
  const { backup = [], fallback } = plan;
  const words = [fallback?.text, fallback?.phone].filter(Boolean).join(' · ');
  const facts = [
    { key: 'backup', value: backup.map(nameOf).join(t('and')) || t('plan.noBackup') },
    { key: 'fallback', value: words || t('plan.noFallback') },
    {
      key: 'welcome',
      value: welcome ? t('plan.ownWelcome', { n: welcome.variants.length }) : t('plan.accountWelcome'),
    },
    {
      key: 'tags',
      value:
        tags.length > 0 ? (
          <span className={styles.tags}>
            {tags.map(tag => (
              <Tag key={tag.id}>{tag.name}</Tag>
            ))}
          </span>
        ) : (
          t('plan.none')
        ),
    },
    { key: 'remark', value: remark || t('plan.none') },
  ] as const;
  return facts.map(({ key, value }) => ({ key, label: t(`plan.${key}`), value }));
}
