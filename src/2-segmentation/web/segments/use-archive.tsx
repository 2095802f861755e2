import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App } from 'antd';
import { api } from '#web/api/api.ts';
import { refresh } from '#web/api/queries.ts';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useTexts } from '../texts/index.ts';
import styles from './Segments.module.css';
import type { SegmentUses } from './Uses.tsx';

/**
 * Puts a segment away, which can be taken back for a moment; where something uses it, that is shown before.
 * `leave`: its page is left for the list.
 */
export function useArchive({ leave = false } = {}): (segment: { id: string; name: string }) => void {
  const t = useTexts();
  const notify = useNotify();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { modal } = App.useApp();
  const reread = () => refresh(client, ['/segments']);
  const archive = async ({ id, name }: { id: string; name: string }) => {
    await api.delete(`/segments/${id}`);
    if (leave) await navigate({ to: '/segments' });
    await reread();
    notify.done(t('list.archived', { name }), async () => {
      await api.post(`/segments/${id}/restore`);
      await reread();
    });
  };
  const ask = async (segment: { id: string; name: string }) => {
    const uses = await api.get<SegmentUses>(`/segments/${segment.id}/uses`);
    if (uses.segments.length === 0 && uses.broadcasts.length === 0) return await archive(segment);
    void modal.confirm({
      title: t('uses.archiveTitle', { name: segment.name }),
      // Without links: the dialog stands outside the pages.
      content: (
        <>
          <p className={styles.quiet}>{t('uses.archiveWhat')}</p>
          <ul className={styles.uses}>
            {[...uses.segments, ...uses.broadcasts].map(({ id, name }) => (
              <li key={id}>
                <span>{t(id.startsWith('seg') ? 'uses.segment' : 'uses.broadcast')}</span> {name}
              </li>
            ))}
          </ul>
        </>
      ),
      okText: t('list.archive'),
      onOk: () => archive(segment).catch(notify.problem),
    });
  };
  return segment => void ask(segment).catch(notify.problem);
}
