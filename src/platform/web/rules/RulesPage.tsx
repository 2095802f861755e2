import { useState } from 'react';
import { useWholeList } from '#web/api/queries.ts';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { PageSkeleton } from '#web/kit/PageSkeleton.tsx';
import { Panel } from '#web/kit/Panel.tsx';
import { useSession } from '#web/session/session.ts';
import { useTexts } from '../texts/index.ts';
import { EditRule } from './EditRule.tsx';
import { RuleLine } from './RuleLine.tsx';
import styles from './Rules.module.css';
import { type Fact, type Rule, rulesOf } from './rules.ts';

/** 规则包: the limits messages keep to, with their sources. The company's own can be changed, from today on. */
export default function RulesPage() {
  const t = useTexts();
  const mayWrite = useSession().can('settings:write');
  const { rows, error, retry } = useWholeList<Fact>('/rule-facts');
  const [editing, edit] = useState<Rule>();
  const { own, given } = rulesOf(rows ?? []);
  return (
    <>
      <PageHeader lead={t('rules.lead')} />
      {!rows && (error ? <ErrorState error={error} onRetry={retry} /> : <PageSkeleton />)}
      {own.length > 0 && (
        <Panel title={t('rules.own')}>
          <p className={styles.what}>{t(mayWrite ? 'rules.ownWhat' : 'rules.readOnly')}</p>
          <ul className={styles.rules}>
            {own.map(rule => (
              <RuleLine key={rule.now.name} rule={rule} onEdit={mayWrite ? () => edit(rule) : undefined} />
            ))}
          </ul>
        </Panel>
      )}
      {given.length > 0 && (
        <Panel title={t('rules.given')}>
          <ul className={styles.rules}>
            {given.map(rule => (
              <RuleLine key={rule.now.name} rule={rule} />
            ))}
          </ul>
        </Panel>
      )}
      {editing && <EditRule key={editing.now.name} rule={editing} onClose={() => edit(undefined)} />}
    </>
  );
}
