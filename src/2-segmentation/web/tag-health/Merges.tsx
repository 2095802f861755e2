import { Button } from 'antd';
import { api } from '#web/api/api.ts';
import { formatCount, formatInstant } from '#web/kit/format.ts';
import { Panel } from '#web/kit/Panel.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useSession } from '#web/session/session.ts';
import { useTexts } from '../texts/index.ts';
import type { Health } from './health.ts';
import styles from './TagHealth.module.css';
import { useAgain } from './use-again.ts';

/** Tags that became others lately, and the way back. */
export function Merges({ of }: { of: Health['merges'] }) {
  const t = useTexts();
  const { can } = useSession();
  const notify = useNotify();
  const again = useAgain();
  const undo = async (id: string) => {
    const { people } = await api.post<{ people: number }>(`/tag-merges/${id}/undo`, {});
    notify.done(t('tagHealth.undone', { people: formatCount(people) }));
    await again();
  };
  if (of.length === 0) return null;
  return (
    <Panel title={t('tagHealth.merges')}>
      <div className={styles.rows}>
        {of.map(({ id, from, into, people, at, by }) => (
          <div key={id} className={styles.row}>
            <span>
              {t('tagHealth.mergeOf', { from, into, people: formatCount(people) })}{' '}
              <small className={styles.faint}>
                {formatInstant(at)} · {by}
              </small>
            </span>
            {can('segments:write') && (
              <Button size="small" onClick={() => void undo(id).catch(notify.problem)}>
                {t('tagHealth.undo')}
              </Button>
            )}
          </div>
        ))}
      </div>
    </Panel>
  );
}
