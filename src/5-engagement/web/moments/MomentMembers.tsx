import { useWholeList } from '#web/api/queries.ts';
import { CopyText } from '#web/kit/CopyText.tsx';
import { Count } from '#web/kit/Count.tsx';
import { formatInstant } from '#web/kit/format.ts';
import { Notice } from '#web/kit/Notice.tsx';
import { PageLink } from '#web/kit/PageLink.tsx';
import { Panel } from '#web/kit/Panel.tsx';
import { Tag } from '#web/kit/Tag.tsx';
import type { Column } from '#web/kit/table/columns.ts';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import { useTexts } from '../texts/index.ts';
import styles from './Editor.module.css';
import type { Moment, Part } from './reads.ts';
import { useNameOf } from './state.tsx';

const EVERY = 15_000;
const NAMED = 5;

/** Who has published it and who has not, and what came of each one's. */
export function MomentMembers({ moment }: { moment: Moment }) {
  const t = useTexts();
  const list = useWholeList<Part>(`/moments/${moment.id}/members`, () => EVERY);
  const waiting = moment.status === 'open' ? (list.rows ?? []).filter(one => one.publishedAt === null) : [];
  const lead =
    list.rows && list.rows.length > 0 && moment.status === 'open'
      ? waiting.length > 0
        ? t('moments.result.waitingLead', { n: waiting.length })
        : t('moments.result.allDone')
      : undefined;
  return (
    <Panel title={t('moments.result.members')} aside={lead && <span className={styles.soft}>{lead}</span>}>
      {waiting.length > 0 && !moment.member && <Remind moment={moment} waiting={waiting} />}
      <DataTable
        name="moment-members"
        label={t('moments.result.members')}
        columns={useColumns(moment)}
        rowKey={line => line.member.id}
        rowName={line => line.member.name}
        list={{ ...list, total: undefined }}
        empty={<p className={styles.soft}>{t('moments.result.noMembers')}</p>}
      />
    </Panel>
  );
}

/** WeCom reminds nobody of a moment, so a person does: with a sentence to take along. */
function Remind({ moment, waiting }: { moment: Moment; waiting: readonly Part[] }) {
  const t = useTexts();
  const nameOf = useNameOf();
  const first = waiting
    .slice(0, NAMED)
    .map(one => one.member.name)
    .join('、');
  const names =
    waiting.length > NAMED ? t('moments.result.remindMany', { names: first, n: waiting.length }) : first;
  const name = [...nameOf(moment)].slice(0, 20).join('');
  return (
    <div className={styles.remind}>
      <Notice title={t('moments.result.remind')}>
        {t('moments.result.remindWhat')}
        <div>
          <CopyText
            text={t('moments.result.remindText', { names, name })}
            label={t('moments.result.copyRemind')}
          />
        </div>
      </Notice>
    </div>
  );
}

function useColumns({ id }: Moment): Column<Part>[] {
  const t = useTexts();
  const to = (line: Part, of: string) => `/moments/${id}/people?of=${of}&member=${line.member.id}`;
  return [
    { key: 'member', title: t('moments.result.member'), cell: line => line.member.name, width: 120 },
    {
      key: 'state',
      title: t('moments.result.state'),
      cell: line =>
        line.publishedAt ? (
          <Tag tone="accent">{`${t('moments.result.publishedAt')} ${formatInstant(line.publishedAt)}`}</Tag>
        ) : (
          <Tag tone="advice">{t('moments.result.waiting')}</Tag>
        ),
      phone: 'aside',
    },
    {
      key: 'planned',
      title: t('moments.result.planned'),
      cell: line => (
        <PageLink to={to(line, 'planned')}>
          <Count of={line.planned} />
        </PageLink>
      ),
      align: 'end',
    },
    {
      key: 'shown',
      title: t('moments.shown'),
      cell: line => (
        <PageLink to={to(line, 'shown')}>
          <Count of={line.shown} />
        </PageLink>
      ),
      align: 'end',
    },
    { key: 'likes', title: t('moments.likes'), cell: line => <Count of={line.likes} />, align: 'end' },
    {
      key: 'comments',
      title: t('moments.comments'),
      cell: line => <Count of={line.comments} />,
      align: 'end',
    },
  ];
}
