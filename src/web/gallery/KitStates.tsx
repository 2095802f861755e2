import { Button, Space } from 'antd';
import { useState } from 'react';
import { ApiProblem } from '../api/problem.ts';
import type { List } from '../api/queries.ts';
import { ErrorState } from '../kit/ErrorState.tsx';
import { MaskedPhone } from '../kit/MaskedPhone.tsx';
import { Notice } from '../kit/Notice.tsx';
import { Columns, Panel } from '../kit/Panel.tsx';
import { ProgressPanel } from '../kit/ProgressPanel.tsx';
import { ReasonModal } from '../kit/ReasonModal.tsx';
import { DataTable } from '../kit/table/DataTable.tsx';
import { useNotify } from '../kit/use-notify.tsx';
import styles from './Kit.module.css';
import { NoSamples } from './SampleLook.tsx';
import type { Sample } from './sample.ts';
import { useSampleColumns } from './sample-columns.tsx';
import { useTexts } from './texts/index.ts';

function useSampleProblem(): ApiProblem {
  const t = useTexts();
  return new ApiProblem({
    type: '/docs#problem-invalid_request',
    title: t('kit.requestWords'),
    detail: t('kit.requestDetail'),
    status: 400,
    instance: '/api/v1/kit',
    code: 'invalid_request',
    requestId: '0b7d6c1e-52f1-4b6b-9f0e-8a8f3f1f6c11',
  });
}

export function Notices() {
  const t = useTexts();
  const notify = useNotify();
  const problem = useSampleProblem();
  return (
    <Panel title={t('kit.notices')}>
      <div className={styles.stack}>
        <Notice title={t('kit.note')}>{t('kit.noteWhat')}</Notice>
        <Notice kind="advice" title={t('kit.advice')} actions={<Button size="small">{t('kit.wait')}</Button>}>
          {t('kit.adviceWhat')}
        </Notice>
        <Notice kind="stop" title={t('kit.stop')}>
          {t('kit.stopWhat')}
        </Notice>
        <Space wrap>
          <Button onClick={() => notify.done(t('kit.doneText'))}>{t('kit.done')}</Button>
          <Button onClick={() => notify.done(t('kit.doneText'), async () => undefined)}>
            {t('kit.undo')}
          </Button>
          <Button onClick={() => notify.problem(problem)}>{t('kit.broken')}</Button>
        </Space>
      </div>
    </Panel>
  );
}

export function People() {
  const t = useTexts();
  const [isAsking, setAsking] = useState(false);
  return (
    <Panel title={t('kit.people')}>
      <Space wrap size={24}>
        <MaskedPhone masked="138****1000" whose="王小姐" onReveal={async () => '13800001000'} />
        <MaskedPhone masked="138****1000" whose="王小姐" />
        <MaskedPhone masked={null} whose="王小姐" />
        <Button danger onClick={() => setAsking(true)}>
          {t('kit.override')}
        </Button>
      </Space>
      {isAsking && (
        <ReasonModal
          title={t('kit.override')}
          why={t('kit.overrideWhy')}
          act={t('kit.override')}
          isDanger
          suggestions={[t('kit.overrideReason1'), t('kit.overrideReason2')]}
          onAct={async () => undefined}
          onClose={() => setAsking(false)}
        />
      )}
    </Panel>
  );
}

export function Work() {
  const t = useTexts();
  const [done, setDone] = useState(811);
  return (
    <Panel title={t('kit.work')}>
      <Columns min={300}>
        <ProgressPanel
          title={t('kit.importing')}
          state="running"
          done={done}
          total={2_318}
          onStop={() => setDone(Math.min(2_318, done + 300))}
        />
        <ProgressPanel title={t('kit.importing')} state="running" done={0} total={undefined} />
        <ProgressPanel title={t('kit.importing')} state="done" done={2_318} total={2_318} took={4_200} />
        <ProgressPanel title={t('kit.importing')} state="failed" done={811} total={2_318}>
          {t('kit.importFailed')}
        </ProgressPanel>
      </Columns>
    </Panel>
  );
}

const NONE: List<Sample> = {
  rows: [],
  total: 0,
  isStale: false,
  error: null,
  retry: () => undefined,
  paging: { kind: 'pages', page: 1, pages: 1, go: () => undefined },
};

export function States() {
  const t = useTexts();
  const problem = useSampleProblem();
  const common = {
    name: 'kit-states',
    label: t('list.name'),
    columns: useSampleColumns(),
    rowKey: (row: Sample) => row.id,
    rowName: (row: Sample) => row.name,
    empty: <NoSamples />,
  };
  return (
    <Panel title={t('kit.states')}>
      <div className={styles.stack}>
        <DataTable {...common} list={NONE} />
        <DataTable {...common} list={NONE} onClearFilters={() => undefined} />
        <DataTable {...common} list={{ ...NONE, rows: undefined }} />
        <DataTable {...common} list={{ ...NONE, rows: undefined, error: problem }} />
        <ErrorState error={new TypeError('a page that broke')} onRetry={() => undefined} />
      </div>
    </Panel>
  );
}
