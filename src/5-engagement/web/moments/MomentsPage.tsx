import { Segmented } from 'antd';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { day, oneOf, search, whole } from '#web/url/search.ts';
import { useSearch } from '#web/url/use-search.ts';
import { useTexts } from '../texts/index.ts';
import { MomentCalendar } from './MomentCalendar.tsx';
import { MomentList } from './MomentList.tsx';
import { NewMoment } from './NewMoment.tsx';

const momentsSearch = search({
  view: oneOf('calendar', 'list'),
  span: oneOf('week', 'month'),
  day,
  by: oneOf('company', 'member'),
  page: whole(1, 100_000),
});

/** Moments by their days, or one below the other. */
export default function MomentsPage() {
  const t = useTexts();
  const [asked, ask] = useSearch(momentsSearch);
  const { view = 'calendar', span = 'month', by, page = 1 } = asked;
  return (
    <>
      <PageHeader
        lead={t('moments.lead')}
        actions={
          <>
            <Segmented
              aria-label={t('moments.view')}
              value={view}
              onChange={view => ask({ view, page: undefined })}
              options={(['calendar', 'list'] as const).map(value => ({
                value,
                label: t(`moments.${value}`),
              }))}
            />
            <NewMoment />
          </>
        }
      />
      {view === 'calendar' ? (
        <MomentCalendar span={span} day={asked.day} onChange={ask} />
      ) : (
        <MomentList by={by} page={page} onChange={ask} />
      )}
    </>
  );
}
