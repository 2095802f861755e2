import { Count } from '#web/kit/Count.tsx';
import { DateTime } from '#web/kit/DateTime.tsx';
import { Tag } from '#web/kit/Tag.tsx';
import type { Column } from '#web/kit/table/columns.ts';
import { useSession } from '#web/session/session.ts';
import type { Member } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Members.module.css';

export function useColumns(): Column<Member>[] {
  const t = useTexts();
  const mayWrite = useSession().can('members:write');
  return [
    { key: 'name', title: t('members.name'), cell: row => <Name of={row} />, width: 160 },
    {
      key: 'role',
      title: t('members.role'),
      cell: row => (
        <Tag tone={row.role === 'staff' ? 'plain' : 'accent'}>{t(`members.roles.${row.role}`)}</Tag>
      ),
      phone: 'aside',
    },
    { key: 'team', title: t('members.team'), cell: row => row.teamName ?? <Count of={null} /> },
    { key: 'scope', title: t('members.scope'), cell: row => t(`members.scopes.${row.dataScope}`) },
    // By which name somebody signs in is nobody else's business.
    ...(mayWrite
      ? [
          {
            key: 'login',
            title: t('members.login'),
            cell: (row: Member) => row.login ?? <span className={styles.faint}>{t('members.noLogin')}</span>,
          },
        ]
      : []),
    {
      key: 'since',
      title: t('members.since'),
      cell: row => <DateTime at={row.createdAt} style="day" />,
      align: 'end',
      phone: 'hidden',
    },
  ];
}

function Name({ of }: { of: Member }) {
  const t = useTexts();
  const { member } = useSession();
  return (
    <span className={styles.name} data-disabled={of.status === 'disabled'}>
      {of.name}
      {of.id === member.id && <span className={styles.me}>{t('members.me')}</span>}
      {of.status === 'disabled' && <Tag tone="advice">{t('members.statuses.disabled')}</Tag>}
    </span>
  );
}
