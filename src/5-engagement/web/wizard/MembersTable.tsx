import { formatCount } from '#web/kit/format.ts';
import { useTexts } from '../texts/index.ts';
import styles from './MembersTable.module.css';
import type { Preview } from './use-preview.ts';

/** What each member has to do so that it goes out. */
export function MembersTable({ members }: { members: Preview['members'] }) {
  const t = useTexts();
  if (members.length === 0) return null;
  return (
    <section>
      <h3>{t('wizard.members')}</h3>
      <p className={styles.lead}>{t('wizard.membersWhat')}</p>
      <table className={styles.members}>
        <thead>
          <tr>
            <th scope="col">{t('wizard.member')}</th>
            <th scope="col">{t('wizard.customers')}</th>
            <th scope="col">{t('wizard.tasks')}</th>
          </tr>
        </thead>
        <tbody>
          {members.map(({ id, name, people, tasks }) => (
            <tr key={id}>
              <th scope="row">{name}</th>
              <td>{formatCount(people)}</td>
              <td>{formatCount(tasks)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
