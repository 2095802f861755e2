import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { api } from '#web/api/api.ts';
import { ApiProblem } from '#web/api/problem.ts';
import { useWrite } from '#web/api/queries.ts';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { formatCount } from '#web/kit/format.ts';
import { Notice } from '#web/kit/Notice.tsx';
import { PageSkeleton } from '#web/kit/PageSkeleton.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { Wizard } from '#web/kit/Wizard.tsx';
import { search, whole } from '#web/url/search.ts';
import { useSearch } from '#web/url/use-search.ts';
import { useTexts } from '../texts/index.ts';
import { CheckFile } from './CheckFile.tsx';
import { ChooseColumns } from './ChooseColumns.tsx';
import { ChooseShop } from './ChooseShop.tsx';
import { Consequence } from './Consequence.tsx';
import { choiceOf, type Draft, draftOf, missingFields } from './draft.ts';
import { type ImportRow, type Inspection, isWorking, useInspection } from './import.ts';
import { useStepTitles } from './use-step-titles.ts';

const wizardSearch = search({ step: whole(0, 3) });

/** What a file is, where it goes, and what would come of it, before anything is written. */
export function ImportWizard({ row }: { row: ImportRow }) {
  const { data, error, refetch } = useInspection(row.id);
  if (data) return <Steps row={row} inspection={data} />;
  if (error instanceof ApiProblem && error.status === 422) return <Unreadable problem={error} />;
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return <PageSkeleton />;
}

/** A file that cannot be read at all: why, and the way to another one. */
function Unreadable({ problem }: { problem: ApiProblem }) {
  const t = useTexts();
  const navigate = useNavigate();
  const another = (
    <Button onClick={() => void navigate({ to: '/imports/new' })}>{t('imports.otherFile')}</Button>
  );
  return (
    <Notice kind="stop" title={problem.body.title} actions={another}>
      {problem.body.detail}
    </Notice>
  );
}

function Steps({ row, inspection }: { row: ImportRow; inspection: Inspection }) {
  const t = useTexts();
  const navigate = useNavigate();
  const titles = useStepTitles();
  const [{ step }, ask] = useSearch(wizardSearch);
  const [draft, setDraft] = useState<Draft>(() => draftOf(inspection, row));
  const { check, load, isStarting } = useStart(row);
  const choice = choiceOf(draft, inspection);
  const missing = useMissing(draft, inspection);
  const wasChecked = row.status !== 'uploaded';
  const at = Math.min(step ?? (wasChecked ? 3 : 1), wasChecked || step === 3 ? 3 : 2);
  const go = (to: number) => {
    if (to === 0) return void navigate({ to: '/imports/new' });
    if (to === 3 && choice) check(choice);
    ask({ step: to });
  };
  const contents = [
    null,
    <ChooseColumns key="columns" inspection={inspection} draft={draft} onChange={setDraft} />,
    <ChooseShop key="shop" draft={draft} onChange={setDraft} />,
    <CheckFile key="check" row={row} isStarting={isStarting} onAgain={choice && (() => check(choice))} />,
  ];
  const isReady = row.status === 'checked' && choice !== undefined && !isStarting;
  return (
    <Wizard
      at={at}
      onStep={go}
      steps={titles.map((title, index) => ({
        key: title,
        title,
        content: contents[index],
        missing: [
          undefined,
          missing,
          shopMissing(t('imports.shopMissing'), draft),
          isReady ? undefined : t('imports.checkMissing'),
        ][index],
      }))}
      consequence={
        <Consequence row={row} draft={draft} inspection={inspection} isChecked={at === 3 && isReady} />
      }
      finish={{
        label:
          row.result && at === 3
            ? t('imports.doCount', { count: formatCount(row.result.rows - row.result.rejectedRows) })
            : t('imports.do'),
        run: () => choice && load(choice),
        isRunning: isStarting || isWorking(row),
      }}
      onCancel={() => void navigate({ to: '/imports' })}
    />
  );
}

function shopMissing(words: string, { shop }: Draft): string | undefined {
  return shop && ('id' in shop || shop.name.trim() !== '') ? undefined : words;
}

/** The columns that are still to be named, as one noun phrase. */
function useMissing(draft: Draft, { fields }: Inspection): string | undefined {
  const t = useTexts();
  const [first] = missingFields(draft);
  if (!first) return undefined;
  const names = first.map(field => fields.find(one => one.field === field)?.name ?? field);
  return t('imports.columnMissing', { names: names.join(t('imports.or')) });
}

/** Starts the dry run, or the import; both run on the server, the page only watches. */
function useStart(row: ImportRow) {
  const notify = useNotify();
  const options = { refresh: [`/imports/${row.id}`, '/imports'], onProblem: notify.problem };
  type Choice = NonNullable<ReturnType<typeof choiceOf>>;
  const start = (what: 'check' | 'load') => (choice: Choice, key: string) =>
    api.post<ImportRow>(`/imports/${row.id}/${what}`, choice, { key });
  const check = useWrite(start('check'), options);
  const load = useWrite(start('load'), options);
  return { check: check.run, load: load.run, isStarting: check.isRunning || load.isRunning };
}
