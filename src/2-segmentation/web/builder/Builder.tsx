import { Button, type MenuProps } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import type { RuleWire } from '#segmentation/contract';
import { useProblemWords } from '#web/kit/ErrorState.tsx';
import { formatCount } from '#web/kit/format.ts';
import { Notice } from '#web/kit/Notice.tsx';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { useDebounced } from '#web/kit/use-debounced.ts';
import { useSession } from '#web/session/session.ts';
import { json, search, text } from '#web/url/search.ts';
import { useSearch } from '#web/url/use-search.ts';
import { useRuleCount } from '../people/use-rule.ts';
import type { Group } from '../rule/draft.ts';
import { Templates } from '../segments/Templates.tsx';
import { useTexts } from '../texts/index.ts';
import styles from './Builder.module.css';
import { BuilderActions } from './BuilderActions.tsx';
import { Consequence } from './Consequence.tsx';
import { RuleTree } from './RuleTree.tsx';
import { Sample } from './Sample.tsx';
import { type Named, SaveForm } from './SaveForm.tsx';
import { type Draft, groupOf, useDraft } from './use-draft.ts';
import { isOfRule, useRefusal } from './use-refusal.ts';

const builderSearch = search({ rule: json, name: text, why: text });

type Props = {
  /** What the page starts with when its address says nothing else. */
  start: Group;
  named?: Named;
  title?: string;
  aside?: ReactNode;
  /** A saved segment: which one, and what else can be done with it. */
  segment?: {
    id: string;
    version: number;
    actions: ReactNode;
    more: (draft: Draft) => MenuProps['items'];
    /** What uses it, beside the rule. */
    uses: ReactNode;
  };
  save: { run: (body: Named & { rule: RuleWire }) => void; isRunning: boolean; problem: Error | null };
};

/** Builds a rule with its consequence in sight: the sentence, the number, the people, and why each of them. */
export function Builder({ start, named, title, aside, segment, save }: Props) {
  const t = useTexts();
  const formId = useId();
  const [asked, ask] = useSearch(builderSearch);
  const given = asked.rule as RuleWire | undefined;
  const draft = useDraft({ given, put: rule => ask({ rule }, { replace: true }) }, start);
  const settled = useDebounced(draft.rule, 300);
  const whole = useLastWhole(settled);
  const count = useRuleCount(settled);
  const [isLoud, setLoud] = useState(false);
  const refused = save.problem ?? count.error;
  const refusals = useRefusal(refused, draft.root, segment?.id);
  const isEmpty = draft.root.branches.length === 0;
  const missing = isEmpty ? t('save.empty') : t('save.unfinished', { count: draft.faults.length });
  return (
    <>
      <PageHeader
        {...(title !== undefined && { title })}
        lead={segment ? named?.description : t('build.lead')}
        aside={aside}
        actions={
          <>
            <BuilderActions draft={draft} more={segment?.more(draft) ?? []} />
            {segment?.actions}
          </>
        }
      />
      <div className={styles.middle}>
        <div className={styles.main}>
          <div className={styles.notices}>
            {given !== undefined && !groupOf(given) && (
              <Notice kind="advice" title={t('build.urlWrong')}>
                {t('build.urlWrongWhat')}
              </Notice>
            )}
            {isOfRule(refused) && <Refused problem={refused} />}
          </div>
          <RuleTree draft={draft} isLoud={isLoud} refusals={refusals} selfId={segment?.id} />
          {isEmpty && !segment && <Start />}
        </div>
        <aside className={styles.aside}>
          <Consequence draft={draft} count={count} isWaiting={settled !== draft.rule} name={named?.name} />
          <MaySave>
            <SaveForm
              id={formId}
              named={named ?? { name: asked.name ?? '', description: null }}
              rule={draft.rule}
              version={segment && segment.version + 1}
              missing={isLoud && draft.rule === undefined ? missing : undefined}
              onMissing={() => setLoud(true)}
              onSave={given => draft.rule && save.run({ ...given, rule: draft.rule })}
              isSaving={save.isRunning}
              problem={save.problem}
            />
          </MaySave>
          {segment?.uses}
        </aside>
        {whole && !isEmpty && !count.error && (
          <div className={styles.sample}>
            <Sample rule={whole} isOld={whole !== draft.rule} why={asked.why} onWhy={why => ask({ why })} />
          </div>
        )}
      </div>
      <Foot
        people={count.data?.people}
        isStale={settled !== draft.rule || count.isPlaceholderData}
        formId={formId}
      />
    </>
  );
}

/** While a new condition still lacks something, those whom the rule named before it stay in sight. */
function useLastWhole(rule: RuleWire | undefined): RuleWire | undefined {
  const [last, keep] = useState(rule);
  if (rule !== undefined && rule !== last) keep(rule);
  return rule ?? last;
}

function MaySave({ children }: { children: ReactNode }) {
  const t = useTexts();
  const session = useSession();
  if (!session.can('segments:write')) return <p className={styles.quiet}>{t('save.readOnly')}</p>;
  return (
    <section aria-label={t('save.title')}>
      <h2>{t('save.title')}</h2>
      {children}
    </section>
  );
}

function Refused({ problem }: { problem: Error }) {
  const { title, detail } = useProblemWords(problem);
  return (
    <Notice kind="advice" title={title}>
      {detail}
    </Notice>
  );
}

function Start() {
  const t = useTexts();
  return (
    <section className={styles.start}>
      <h2>{t('build.start')}</h2>
      <p>{t('build.startWhat')}</p>
      <Templates />
    </section>
  );
}

type FootProps = { people: number | undefined; isStale: boolean; formId: string };

/** On small screens the number and the button stay in sight. */
function Foot({ people, isStale, formId }: FootProps) {
  const t = useTexts();
  const session = useSession();
  return (
    <footer className={styles.foot}>
      <p data-stale={isStale}>
        {people !== undefined && (
          <>
            <strong>{formatCount(people)}</strong> <span>{t('count.unit')}</span>
          </>
        )}
      </p>
      {session.can('segments:write') && (
        <Button type="primary" htmlType="submit" form={formId}>
          {t('save.title')}
        </Button>
      )}
    </footer>
  );
}
