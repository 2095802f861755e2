import { useAsk } from '#web/api/queries.ts';
import type { Say } from '#web/i18n/texts.ts';
import { Term } from '#web/kit/Explain.tsx';
import { type Fact, Facts } from '#web/kit/Facts.tsx';
import { formatCount, formatFen } from '#web/kit/format.ts';
import { isDirect } from '../direct.ts';
import { useTexts } from '../texts/index.ts';
import type zh from '../texts/zh.ts';
import styles from './Consequence.module.css';
import { countSayer } from './say-count.ts';
import type { StepProps } from './step.ts';
import type { Preview } from './use-preview.ts';

type Keyed = Fact & { key: string };

/** What this will do, live: how many people, how many of them get it, what it costs members and customers. */
export function Consequence(props: StepProps) {
  const { draft, preview } = props;
  const t = useTexts();
  const question = draft.audience && { rule: draft.audience.rule };
  const count = useAsk<{ people: number; reachable: number }>('/segments/count', question).data;
  const outcome = useOutcome(props);
  if (!draft.audience) return <p className={styles.wait}>{t('wizard.chooseFirst')}</p>;
  const audience: Keyed[] = [
    { key: 'people', label: t('stage.audience'), value: number(count?.people) },
    { key: 'reachable', label: <Term of="reachable" />, value: number(count?.reachable) },
  ];
  return (
    <div aria-busy={preview.isBusy} className={styles.consequence}>
      <Facts facts={preview.data ? outcome : audience} />
      {preview.data?.estimatedFrom && (
        <p className={styles.note}>{t('wizard.estimated', { n: formatCount(preview.data.estimatedFrom) })}</p>
      )}
      {preview.isBusy && <p className={styles.wait}>{t('wizard.counting')}</p>}
    </div>
  );
}

function useOutcome({ draft, preview, limits }: StepProps): Keyed[] {
  const t = useTexts();
  const { data } = preview;
  if (!data) return [];
  const tasks = data.members.reduce((sum, member) => sum + member.tasks, 0);
  const about = countSayer(data, t);
  const stopped = data.withheld.reduce((sum, reason) => sum + reason.people, 0);
  const taskFacts: Keyed[] = [
    {
      key: 'tasks',
      label: t('wizard.members'),
      value: t('wizard.tasksOf', { members: formatCount(data.members.length), tasks: formatCount(tasks) }),
    },
    { key: 'minutes', label: t('wizard.time'), value: t('wizard.minutes', { n: formatCount(data.minutes) }) },
  ];
  const cost =
    draft.purpose === 'service'
      ? t('wizard.costNone')
      : t('wizard.costOf', { max: limits.week === undefined ? '–' : limits.week });
  return [
    { key: 'audience', label: t('stage.audience'), value: number(data.audience) },
    {
      key: 'send',
      label: t('wizard.gets'),
      value: <strong className={styles.first}>{about(data.send)}</strong>,
    },
    { key: 'heldOut', label: t('stage.heldOut'), value: about(data.heldOut) },
    { key: 'withheld', label: t('stage.withheld'), value: about(stopped) },
    ...(data.cost ? [costFact(data.cost, t)] : isDirect(draft.channel) ? [] : taskFacts),
    { key: 'cost', label: <Term of="attention" />, value: cost },
  ];
}

/** What the texts cost, before anything is sent. */
function costFact({ parts, fen }: NonNullable<Preview['cost']>, t: Say<typeof zh>): Keyed {
  const value = t('wizard.smsCostOf', { amount: formatFen(fen), parts: formatCount(parts) });
  return { key: 'money', label: t('wizard.smsCost'), value: <strong>{value}</strong> };
}

function number(count: number | undefined): string {
  return count === undefined ? '…' : formatCount(count);
}
