import { Form, Input, Select } from 'antd';
import type { posterRow } from '#brand/contract';
import { api } from '#web/api/api.ts';
import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import { EditDrawer } from '#web/kit/EditDrawer.tsx';
import { PageLink } from '#web/kit/PageLink.tsx';
import { useTexts } from '../texts/index.ts';
import { PutOutField } from './SayPutOut.tsx';

type Values = { posterId: string | undefined; hook: string; putOut: number | null };
type Poster = Wire<typeof posterRow>;

/** A poster of the library, with its own hook or another. */
export function AddVariant({ codeId, onClose }: { codeId: string; onClose: () => void }) {
  const t = useTexts();
  const { data } = useRead<{ data: Poster[] }>('/posters');
  const posters = data?.data ?? [];
  const hookOf = (id: string | undefined) => posters.find(poster => poster.id === id)?.hook ?? '';
  return (
    <EditDrawer<Values>
      title={t('codePosters.newTitle')}
      what={t('codePosters.newWhat')}
      act={t('codePosters.act')}
      initial={{ posterId: undefined, hook: '', putOut: null }}
      save={({ putOut, ...values }, key) =>
        api.post(`/live-codes/${codeId}/variants`, { ...values, putOut: putOut ?? null }, { key })
      }
      refresh={[`/live-codes/${codeId}`]}
      onClose={onClose}
    >
      {form => (
        <>
          <Form.Item
            name="posterId"
            label={t('codePosters.poster')}
            rules={[{ required: true, message: t('codePosters.needed') }]}
            extra={
              data?.data.length === 0 ? (
                <>
                  {t('codePosters.noPosters')}{' '}
                  <PageLink to="/posters/new">{t('codePosters.makePoster')}</PageLink>
                </>
              ) : undefined
            }
          >
            <Select
              showSearch
              optionFilterProp="label"
              placeholder={t('codePosters.pickPoster')}
              options={posters.map(({ id, name }) => ({ value: id, label: name }))}
            />
          </Form.Item>
          <Form.Item noStyle dependencies={['posterId']}>
            {() => (
              <Form.Item name="hook" label={t('codePosters.hook')} extra={t('codePosters.hookHint')}>
                <Input maxLength={60} placeholder={hookOf(form.getFieldValue('posterId'))} />
              </Form.Item>
            )}
          </Form.Item>
          <PutOutField />
        </>
      )}
    </EditDrawer>
  );
}
