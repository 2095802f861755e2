import { useNavigate } from '@tanstack/react-router';
import type { RuleWire, segmentView } from '#segmentation/contract';
import { api } from '#web/api/api.ts';
import type { Wire } from '#web/api/client.ts';
import { useWrite } from '#web/api/queries.ts';
import { useNotify } from '#web/kit/use-notify.tsx';
import { EMPTY } from '../rule/draft.ts';
import { useTexts } from '../texts/index.ts';
import { Builder } from './Builder.tsx';
import type { Named } from './SaveForm.tsx';

type Segment = Wire<typeof segmentView>;

export default function NewSegmentPage() {
  const t = useTexts();
  const notify = useNotify();
  const navigate = useNavigate();
  const save = useWrite(
    async (body: Named & { rule: RuleWire }, key) => {
      const saved = await api.post<Segment>('/segments', body, { key });
      return await api.post<Segment>(`/segments/${saved.id}/refresh`);
    },
    {
      refresh: ['/segments'],
      onDone: segment => {
        notify.done(t('save.saved', { name: segment.name }));
        void navigate({ to: `/segments/${segment.id}`, replace: true });
      },
    },
  );
  return <Builder start={EMPTY} save={save} />;
}
