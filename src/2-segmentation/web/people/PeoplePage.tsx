import { Button, Checkbox } from 'antd';
import type { RuleWire } from '#segmentation/contract';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { PageLink } from '#web/kit/PageLink.tsx';
import { Bone } from '#web/kit/PageSkeleton.tsx';
import { Panel } from '#web/kit/Panel.tsx';
import { encodeRule } from '#web/links.ts';
import { useSession } from '#web/session/session.ts';
import { flag, json, search, stringifySearch, text, whole } from '#web/url/search.ts';
import { useSearch } from '#web/url/use-search.ts';
import { groupOf } from '../builder/use-draft.ts';
import { useTexts } from '../texts/index.ts';
import { Audience } from './Audience.tsx';
import { CheckSomebody } from './CheckSomebody.tsx';
import styles from './People.module.css';
import { PeopleTable } from './PeopleTable.tsx';
import { useRuleCount, useRulePeople } from './use-rule.ts';
import { WhyDrawer } from './WhyDrawer.tsx';

const peopleSearch = search({ rule: json, title: text, reachable: flag, page: whole(1), why: text });

/** The people behind a number: who exactly, how many, and what to do with them. Any page leads here (web/links.ts). */
export default function PeoplePage() {
  const t = useTexts();
  const [asked] = useSearch(peopleSearch);
  const rule = groupOf(asked.rule as RuleWire | undefined) && (asked.rule as RuleWire);
  const title = asked.title ?? t('people.title');
  if (!rule)
    return (
      <EmptyState
        size="page"
        title={t('people.noRule')}
        what={t('people.noRuleWhat')}
        action={
          <PageLink to="/segments/new">
            <Button type="primary">{t('list.new')}</Button>
          </PageLink>
        }
      />
    );
  return (
    <>
      <PageHeader title={title} actions={<SaveAsSegment rule={rule} title={asked.title} />} />
      <People rule={rule} title={asked.title} />
    </>
  );
}

function SaveAsSegment({ rule, title }: { rule: RuleWire; title: string | undefined }) {
  const t = useTexts();
  const session = useSession();
  if (!session.can('segments:write')) return null;
  return (
    <PageLink to={`/segments/new${stringifySearch({ rule: encodeRule(rule), name: title })}`}>
      <Button type="primary">{t('people.save')}</Button>
    </PageLink>
  );
}

function People({ rule, title }: { rule: RuleWire; title: string | undefined }) {
  const t = useTexts();
  const [{ reachable, page = 1, why }, ask] = useSearch(peopleSearch);
  const count = useRuleCount(rule);
  const listed: RuleWire = reachable ? { all: [rule, { reachable: 'wecom' }] } : rule;
  const list = useRulePeople(listed, { page, size: 50, go: page => ask({ page }) });
  if (count.error) return <ErrorState error={count.error} onRetry={() => void count.refetch()} />;
  return (
    <>
      {count.data ? <p className={styles.sentence}>{count.data.words}</p> : <Bone height={26} />}
      {count.data && (
        <div className={styles.audience}>
          <Audience count={count.data} isStale={count.isPlaceholderData} rule={rule} name={title} />
        </div>
      )}
      <Panel
        title={t('sample.title')}
        aside={
          <span className={styles.tools}>
            <Checkbox
              checked={reachable === true}
              onChange={event => ask({ reachable: event.target.checked || undefined, page: undefined })}
            >
              {t('people.onlyReachable')}
            </Checkbox>
            <CheckSomebody onPick={why => ask({ why })} />
          </span>
        }
      >
        <PeopleTable
          name="people"
          list={list}
          onWhy={why => ask({ why })}
          empty={<EmptyState title={t('sample.nobody')} what={t('sample.nobodyWhat')} />}
        />
      </Panel>
      <WhyDrawer rule={rule} customerId={why} onClose={() => ask({ why: undefined })} />
    </>
  );
}
