import { PlusOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { Field } from '#web/kit/Field.tsx';
import { MembersSelect } from '../MembersSelect.tsx';
import { moved } from '../ordered/move.ts';
import { useTexts } from '../texts/index.ts';
import { blankRoute, type RouteDraft } from './draft.ts';
import styles from './Editor.module.css';
import type { SectionProps } from './Editor.tsx';
import { RouteCard } from './RouteCard.tsx';

/** The routes in the order in which they are tried, who stands in, and the last words. */
export function PlanFields({ draft, change, code }: SectionProps) {
  const t = useTexts();
  const { routes, backup, fallback } = draft;
  const put = (next: readonly RouteDraft[]) => change({ routes: next });
  return (
    <>
      <p className={styles.lead}>{t('editor.planWhat')}</p>
      <ol>
        {routes.map((route, at) => (
          <RouteCard
            key={route.key}
            route={route}
            at={at}
            of={routes.length}
            known={code?.members ?? []}
            accountId={draft.accountId}
            onChange={next => put(routes.map(one => (one.key === route.key ? next : one)))}
            onMove={by => put(moved(routes, at, by))}
            onRemove={() => put(routes.filter(one => one.key !== route.key))}
          />
        ))}
      </ol>
      <div className={styles.stack}>
        <Button
          icon={<PlusOutlined />}
          disabled={routes.length >= 20}
          onClick={() => put([...routes, blankRoute()])}
          style={{ alignSelf: 'flex-start' }}
        >
          {t('editor.addRoute')}
        </Button>
        <Field label={t('editor.backup')} hint={t('editor.backupHint')}>
          {id => (
            <MembersSelect
              id={id}
              value={backup}
              known={code?.members ?? []}
              placeholder={t('editor.noBackup')}
              onChange={next => change({ backup: next })}
            />
          )}
        </Field>
        <div className={styles.pair}>
          <Field label={t('editor.fallback')} hint={t('editor.fallbackHint')}>
            {id => (
              <Input
                id={id}
                maxLength={200}
                placeholder={t('editor.fallbackUsual')}
                value={fallback.text}
                onChange={event => change({ fallback: { ...fallback, text: event.target.value } })}
              />
            )}
          </Field>
          <Field label={t('editor.phone')}>
            {id => (
              <Input
                id={id}
                maxLength={30}
                inputMode="tel"
                value={fallback.phone}
                onChange={event => change({ fallback: { ...fallback, phone: event.target.value } })}
              />
            )}
          </Field>
        </div>
      </div>
    </>
  );
}
