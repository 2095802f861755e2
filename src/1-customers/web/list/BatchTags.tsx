import { Button } from 'antd';
import { useState } from 'react';
import { api } from '#web/api/api.ts';
import { formatCount } from '#web/kit/format.ts';
import type { Chosen } from '#web/kit/table/selection.ts';
import { useNotify } from '#web/kit/use-notify.tsx';
import { PickTags } from '../tags/PickTags.tsx';
import { useTexts } from '../texts/index.ts';
import { useRefresh } from '../use-refresh.ts';

type Props = {
  chosen: Chosen;
  count: number | undefined;
  filters: Record<string, string>;
  onDone: () => void;
};
type Change = 'add' | 'remove';

/** Tags everybody chosen, or takes tags away from them. */
export function BatchTags({ chosen, count, filters, onDone }: Props) {
  const t = useTexts();
  const notify = useNotify();
  const again = useRefresh();
  const [change, setChange] = useState<Change>();
  const people = chosen.all ? { filters, except: chosen.except } : { ids: chosen.ids };
  const send = async (tagIds: readonly string[], what: Change) => {
    const body = { people, tagIds, change: what };
    const done = await api.post<{ people: number; changed: number }>('/customers/tags', body);
    const said = { people: formatCount(done.people), changed: formatCount(done.changed) };
    notify.done(t(what === 'add' ? 'batch.added' : 'batch.removed', said));
    onDone();
    await again('/customers', '/tags');
  };
  const shown = count === undefined ? '' : formatCount(count);
  return (
    <>
      <Button type="primary" onClick={() => setChange('add')}>
        {t('batch.add')}
      </Button>
      <Button onClick={() => setChange('remove')}>{t('batch.remove')}</Button>
      {change && (
        <PickTags
          title={t(change === 'add' ? 'batch.addTo' : 'batch.removeFrom', { count: shown })}
          what={t(change === 'add' ? 'batch.addMeans' : 'batch.removeMeans')}
          act={t(change === 'add' ? 'batch.add' : 'batch.remove')}
          mayCreate={change === 'add'}
          onPick={tagIds => send(tagIds, change)}
          onClose={() => setChange(undefined)}
        />
      )}
    </>
  );
}
