import { Facts } from '#web/kit/Facts.tsx';
import { PageLink } from '#web/kit/PageLink.tsx';
import { Panel } from '#web/kit/Panel.tsx';
import { useSession } from '#web/session/session.ts';
import { useMembers } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Account.module.css';

/** As whom one is signed in; changed by the owner, who can do it from here. */
export function Who() {
  const t = useTexts();
  const { member, can } = useSession();
  const me = useMembers().find(({ id }) => id === member.id);
  const facts = [
    { key: 'name', label: t('account.name'), value: member.name },
    { key: 'login', label: t('members.login'), value: me?.login ?? '–' },
    { key: 'role', label: t('account.role'), value: <Role of={member.role} /> },
    {
      key: 'scope',
      label: t('members.scope'),
      value: me ? t(`members.scopes.${me.dataScope}`) : '–',
    },
    { key: 'team', label: t('members.team'), value: me?.teamName ?? t('members.noTeam') },
  ];
  return (
    <Panel title={t('account.who')} tone="sheet">
      <Facts facts={facts} />
      <p className={styles.faint}>
        {can('members:write') ? (
          <PageLink to={`/settings/members?look=${member.id}`}>{t('account.toMembers')}</PageLink>
        ) : (
          t('account.nameHint')
        )}
      </p>
    </Panel>
  );
}

function Role({ of }: { of: 'owner' | 'manager' | 'staff' }) {
  const t = useTexts();
  return (
    <>
      {t(`members.roles.${of}`)}
      <span className={styles.means}>{t(`members.rolesMeans.${of}`)}</span>
    </>
  );
}
