import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '#web/api/api.ts';
import { useAsk, useWrite } from '#web/api/queries.ts';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { Facts } from '#web/kit/Facts.tsx';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { PageSkeleton } from '#web/kit/PageSkeleton.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { Wizard } from '#web/kit/Wizard.tsx';
import { search, text, whole } from '#web/url/search.ts';
import { useSearch } from '#web/url/use-search.ts';
import { useTexts } from '../texts/index.ts';
import { CheckStep } from './CheckStep.tsx';
import { bodyOf, type Draft, EMPTY, hasSubject } from './draft.ts';
import { GiverStep } from './GiverStep.tsx';
import { TakerStep } from './TakerStep.tsx';
import { type Giver, giverKey, type Preview, useGivers } from './transfer.ts';

const newSearch = search({ from: text, step: whole(0, 2) });

/** 新建继承: whose customers, to whom, and what would come of it before anything is asked of WeCom. */
export default function NewTransferPage() {
  const { givers, error, retry } = useGivers();
  if (error) return <ErrorState error={error} onRetry={retry} />;
  return (
    <>
      <PageHeader />
      {givers ? <Steps givers={givers} /> : <PageSkeleton />}
    </>
  );
}

function Steps({ givers }: { givers: readonly Giver[] }) {
  const t = useTexts();
  const navigate = useNavigate();
  const [{ from, step = 0 }, ask] = useSearch(newSearch);
  const [draft, setDraft] = useState<Draft>(EMPTY);
  const change = (patch: Partial<Draft>) => setDraft(before => ({ ...before, ...patch }));
  const giver = givers.find(one => giverKey(one) === from);
  const body = bodyOf(draft, giver);
  const missings = useMissing(giver, draft);
  const furthest = missings[0] ? 0 : missings[1] ? 1 : 2;
  const at = Math.min(step, furthest);
  const preview = useAsk<Preview>('/transfers/preview', at === 2 ? body : undefined);
  const told = at === 2 && !preview.isPlaceholderData ? preview.data : undefined;
  const start = useStart();
  const isNothing = told !== undefined && told.customers + told.groups === 0;
  const last = told ? (isNothing ? t('transfers.nothing') : undefined) : t('transfers.loading');
  const again = () => void preview.refetch();
  const contents = [
    <GiverStep
      key="giver"
      givers={givers}
      giver={giver}
      onGiver={key => ask({ from: key })}
      draft={draft}
      onChange={change}
    />,
    <TakerStep key="taker" giver={giver} draft={draft} onChange={change} />,
    giver && <CheckStep key="check" giver={giver} preview={told} error={preview.error} onAgain={again} />,
  ];
  return (
    <Wizard
      at={at}
      onStep={to => ask({ step: to })}
      steps={(['giver', 'taker', 'check'] as const).map((key, index) => ({
        ...{ key, title: t(`transfers.steps.${key}`), content: contents[index] },
        missing: index === 2 ? last : missings[index],
      }))}
      consequence={<Consequence giver={giver} draft={draft} preview={told} />}
      finish={{ label: t('transfers.start'), run: () => body && start.run(body), isRunning: start.isRunning }}
      onCancel={() => void navigate({ to: '/transfers' })}
    />
  );
}

function useMissing(giver: Giver | undefined, draft: Draft): [string | undefined, string | undefined] {
  const t = useTexts();
  const subject = giver
    ? hasSubject(draft, giver)
      ? undefined
      : t('transfers.chosenMissing')
    : t('transfers.giverMissing');
  return [subject, draft.takerIds.length === 0 ? t('transfers.takerMissing') : undefined];
}

function useStart() {
  const t = useTexts();
  const notify = useNotify();
  const navigate = useNavigate();
  return useWrite((body: object, key) => api.post<{ id: string }>('/transfers', body, { key }), {
    refresh: ['/transfers', '/transfer-givers'],
    onDone: ({ id }) => {
      notify.done(t('transfers.started'));
      void navigate({ to: `/transfers/${id}` });
    },
    onProblem: notify.problem,
  });
}

type ConsequenceProps = { giver: Giver | undefined; draft: Draft; preview: Preview | undefined };

function Consequence({ giver, draft, preview }: ConsequenceProps) {
  const t = useTexts();
  const chosen =
    draft.which === 'all' ? giver?.customers : draft.which === 'none' ? 0 : draft.customerIds.length;
  const groups = draft.withGroups ? giver?.groups : 0;
  return (
    <Facts
      facts={[
        { key: 'from', label: t('transfers.giver'), value: giver?.member.name ?? '–' },
        { key: 'kind', label: t('transfers.kind'), value: giver ? t(`transfers.kinds.${giver.kind}`) : '–' },
        {
          key: 'customers',
          label: t(preview ? 'transfers.would' : 'transfers.customers'),
          value: preview?.customers ?? chosen ?? '–',
        },
        { key: 'groups', label: t('transfers.groups'), value: preview?.groups ?? groups ?? '–' },
        { key: 'takers', label: t('transfers.takers'), value: draft.takerIds.length || '–' },
      ]}
    />
  );
}
