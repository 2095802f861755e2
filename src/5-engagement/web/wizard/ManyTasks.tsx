import { formatCount } from '#web/kit/format.ts';
import { Notice } from '#web/kit/Notice.tsx';
import { useTexts } from '../texts/index.ts';
import type { Preview } from './use-preview.ts';

/** From here on a member would rather not: one task is one more thing to confirm. */
const MANY = 5;

/** Variables make a task of every text that came out differently; when that is much work for a member, it is said. */
export function ManyTasks({ preview }: { preview: Preview | undefined }) {
  const t = useTexts();
  const members = preview?.members ?? [];
  const busiest = members.reduce<Preview['members'][number] | undefined>(
    (most, member) => (member.tasks > (most?.tasks ?? 0) ? member : most),
    undefined,
  );
  if (!busiest || busiest.tasks <= MANY) return null;
  const tasks = members.reduce((sum, member) => sum + member.tasks, 0);
  return (
    <Notice kind="advice" title={t('wizard.manyTasks', { tasks: formatCount(tasks) })}>
      {t('wizard.manyTasksWhat', { member: busiest.name, most: formatCount(busiest.tasks) })}
    </Notice>
  );
}
