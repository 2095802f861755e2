import { Button } from 'antd';
import { api } from '#web/api/api.ts';
import { useWrite } from '#web/api/queries.ts';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useSession } from '#web/session/session.ts';
import { useTexts } from '../texts/index.ts';
import type { Health } from './HealthPage.tsx';

type Props = { override: Health['overrides'][number]; health: Health };

/** The automatic pace holds again. */
export function LiftOverride({ override, health: { account } }: Props) {
  const t = useTexts();
  const notify = useNotify();
  const { can } = useSession();
  const lift = useWrite((_: undefined, key) => api.post(`/pace-overrides/${override.id}/lift`, {}, { key }), {
    refresh: [`/accounts/${account.id}/health`, '/account-warnings', '/todos'],
    onDone: () => notify.done(t('health.override.lifted')),
    onProblem: notify.problem,
  });
  if (!can('channels:write')) return null;
  return (
    <Button size="small" loading={lift.isRunning} onClick={() => lift.run(undefined)}>
      {t('health.override.lift')}
    </Button>
  );
}
