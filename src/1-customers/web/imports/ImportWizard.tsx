import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { ApiProblem } from '#web/api/problem.ts';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { formatCount } from '#web/kit/format.ts';
import { Notice } from '#web/kit/Notice.tsx';
import { PageSkeleton } from '#web/kit/PageSkeleton.tsx';
import { Wizard } from '#web/kit/Wizard.tsx';
import { search, text, whole } from '#web/url/search.ts';
import { useSearch } from '#web/url/use-search.ts';
import { useTexts } from '../texts/index.ts';
import { CheckFile } from './CheckFile.tsx';
import { ChooseColumns } from './ChooseColumns.tsx';
import { ChooseShop } from './ChooseShop.tsx';
import { Consequence } from './Consequence.tsx';
import { choiceOf, type Draft, draftOf, hasShop, missingFields } from './draft.ts';
import { type ImportRow, type Inspection, isWorking, useInspection } from './import.ts';
import { useKeptDraft } from './kept-draft.ts';
import { hasNoGoodRow, isNothingNew } from './sentences.ts';
import { useStart } from './use-start.ts';
import { useStepTitles } from './use-step-titles.ts';

const wizardSearch = search({ step: whole(0, 3), sheet: text });

/** What a file is, where it goes, and what would come of it, before anything is written. */
export function ImportWizard({ row }: { row: ImportRow }) {
  const [{ sheet }] = useSearch(wizardSearch);
  const { data, error, refetch } = useInspection(row.id, sheet ?? row.sheet ?? undefined);
  if (data) return <Steps key={data.sheet} row={row} inspection={data} />;
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

type StepsProps = { row: ImportRow; inspection: Inspection };

function Steps({ row, inspection }: StepsProps) {
  const t = useTexts();
  const navigate = useNavigate();
  const titles = useStepTitles();
  const [{ step }, ask] = useSearch(wizardSearch);
  const { draft, setDraft, forget } = useKeptDraft(`${row.id}.${inspection.sheet ?? ''}`, () =>
    draftOf(inspection, row),
  );
  const { check, load, isStarting } = useStart(row);
  const choice = choiceOf(draft, inspection);
  const missing = useMissing(draft, inspection);
  const furthest = missing ? 1 : hasShop(draft) ? 3 : 2;
  const at = Math.min(step ?? (row.status === 'uploaded' ? 1 : 3), furthest);
  const go = (to: number) => {
    if (to === 0) return void navigate({ to: '/imports/new' });
    if (to === 3 && choice) check(choice);
    ask({ step: to });
  };
  const run = () => {
    if (!choice) return;
    forget();
    load(choice);
  };
  const onSheet = (sheet: string) => ask({ sheet });
  const isReady = row.status === 'checked' && choice !== undefined && !isStarting;
  const contents = [
    null,
    <ChooseColumns
      key="columns"
      inspection={inspection}
      draft={draft}
      onChange={setDraft}
      onSheet={onSheet}
    />,
    <ChooseShop key="shop" draft={draft} onChange={setDraft} />,
    <CheckFile key="check" row={row} isStarting={isStarting} onAgain={choice && (() => check(choice))} />,
  ];
  const shopMissing = hasShop(draft) ? undefined : t('imports.shopMissing');
  const isEmpty = row.result !== null && hasNoGoodRow(row.result);
  const checkMissing = isEmpty ? t('imports.noRowsMissing') : undefined;
  const missings = [undefined, missing, shopMissing, isReady ? checkMissing : t('imports.checkMissing')];
  return (
    <Wizard
      at={at}
      onStep={go}
      steps={titles.map((title, index) => ({
        key: title,
        title,
        content: contents[index],
        missing: missings[index],
      }))}
      consequence={
        <Consequence row={row} draft={draft} inspection={inspection} isChecked={at === 3 && isReady} />
      }
      finish={{ label: useFinish(row, at === 3 && isReady), run, isRunning: isStarting || isWorking(row) }}
      onCancel={() => void navigate({ to: '/imports' })}
    />
  );
}

/** What the last button does, as far as the dry run has told. */
function useFinish({ result }: ImportRow, isChecked: boolean): string {
  const t = useTexts();
  if (!result || !isChecked) return t('imports.do');
  if (isNothingNew(result)) return t('imports.doAnyway');
  return t('imports.doCount', { count: formatCount(result.rows - result.rejectedRows) });
}

/** The columns that are still to be named, as one noun phrase. */
function useMissing(draft: Draft, { fields }: Inspection): string | undefined {
  const t = useTexts();
  const [first] = missingFields(draft);
  if (!first) return undefined;
  const names = first.map(field => fields.find(one => one.field === field)?.name ?? field);
  return t('imports.columnMissing', { names: names.join(t('imports.or')) });
}
