import { Button, Select } from 'antd';
import { useState } from 'react';
import type { tagGroupView } from '#customers/contract';
import { api } from '#web/api/api.ts';
import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import { Panel } from '#web/kit/Panel.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useSession } from '#web/session/session.ts';
import { useTexts } from '../texts/index.ts';
import type { Health } from './health.ts';
import styles from './TagHealth.module.css';
import { useAgain } from './use-again.ts';

/** Pairs of tags that cannot both be true of somebody. */
export function Conflicts({ of }: { of: Health['conflicts'] }) {
  const t = useTexts();
  const { can } = useSession();
  const notify = useNotify();
  const again = useAgain();
  const lift = async (a: string, b: string) => {
    await api.delete(`/tag-conflicts/${a}/${b}`);
    await again();
  };
  if (of.length === 0 && !can('segments:write')) return null;
  return (
    <Panel title={t('tagHealth.conflicts')}>
      <p className={styles.means}>{t('tagHealth.conflictsWhat')}</p>
      {can('segments:write') && <NewConflict />}
      {of.length > 0 && (
        <div className={styles.rows}>
          {of.map(({ a, b }) => (
            <div key={`${a.id} ${b.id}`} className={styles.row}>
              <span>{t('tagHealth.conflict', { a: `${a.group}/${a.name}`, b: `${b.group}/${b.name}` })}</span>
              {can('segments:write') && (
                <Button size="small" onClick={() => void lift(a.id, b.id).catch(notify.problem)}>
                  {t('tagHealth.liftConflict')}
                </Button>
              )}
            </div>
          ))}
        </div>
      )}
    </Panel>
  );
}

function NewConflict() {
  const t = useTexts();
  const notify = useNotify();
  const again = useAgain();
  const [a, pickA] = useState<string>();
  const [b, pickB] = useState<string>();
  const { data } = useRead<{ data: Wire<typeof tagGroupView>[] }>('/tags');
  const options = (data?.data ?? []).map(group => ({
    label: group.name,
    title: group.name,
    options: group.tags.map(({ id, name }) => ({ value: id, label: name })),
  }));
  const say = async () => {
    await api.post('/tag-conflicts', { a, b });
    notify.done(t('tagHealth.saidConflict'));
    pickA(undefined);
    pickB(undefined);
    await again();
  };
  const tag = (label: string, value: string | undefined, onChange: (value: string) => void) => (
    <Select<string>
      aria-label={label}
      placeholder={label}
      showSearch={{ optionFilterProp: 'label' }}
      options={options}
      {...(value !== undefined && { value })}
      onChange={onChange}
    />
  );
  return (
    <div className={styles.pair}>
      {tag(t('tagHealth.first'), a, pickA)}
      {tag(t('tagHealth.second'), b, pickB)}
      <Button
        disabled={a === undefined || b === undefined || a === b}
        onClick={() => void say().catch(notify.problem)}
      >
        {t('tagHealth.addConflict')}
      </Button>
    </div>
  );
}
