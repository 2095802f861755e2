import { Chart } from '../charts/Chart.tsx';
import { Columns, Panel } from '../kit/Panel.tsx';
import { PrintPage } from '../kit/PrintPage.tsx';
import { StatNumber } from '../kit/StatNumber.tsx';
import { useTexts } from './texts/index.ts';

const WEEKS = Array.from({ length: 12 }, (_, at) => `W${35 + at}`);
const DAYS = Array.from(
  { length: 30 },
  (_, at) => `${at < 15 ? 10 : 11}-${String((at % 30) + 1).padStart(2, '0')}`,
);

export default function ReportPage() {
  const t = useTexts();
  return (
    <PrintPage title={t('report.title')} period={t('report.period')} lead={t('report.growing')}>
      <Numbers />
      <Panel>
        <Chart
          kind="line"
          title={t('report.newByWeek')}
          categories={WEEKS}
          measure="count"
          series={[
            { name: t('report.store'), values: [31, 35, 33, 41, 44, 40, 52, 58, 55, 63, 71, 78] },
            { name: t('report.online'), values: [22, 25, 21, 24, 23, 28, 26, 25, 29, 27, 31, 30] },
          ]}
        />
      </Panel>
      <Charts />
      <Panel title={t('report.sentences')}>
        <p>{t('report.sentence1')}</p>
        <p>{t('report.sentence2')}</p>
        <p>{t('report.sentence3')}</p>
      </Panel>
    </PrintPage>
  );
}

function Numbers() {
  const t = useTexts();
  const period = t('report.lastWeek');
  return (
    <Panel>
      <StatNumber
        size="first"
        label={t('report.first')}
        value={1_684}
        definition={t('report.firstMeans')}
        before={{ value: 1_611, period }}
        welcome="up"
        to="/kit/list"
      />
      <br />
      <Columns min={160}>
        <StatNumber
          label={t('report.revenue')}
          value={4_823_050}
          measure="fen"
          definition={t('report.revenueMeans')}
          before={{ value: 4_512_000, period }}
          welcome="up"
          to="/kit/list?sort=-spent"
        />
        <StatNumber
          label={t('report.repeat')}
          value={0.312}
          measure="share"
          definition={t('report.repeatMeans')}
          before={{ value: 0.327, period }}
          welcome="up"
        />
        <StatNumber
          label={t('report.answered')}
          value={260_000}
          measure="duration"
          definition={t('report.answeredMeans')}
          before={{ value: 260_000, period }}
          welcome="down"
        />
      </Columns>
    </Panel>
  );
}

function Charts() {
  const t = useTexts();
  const steps = ['planned', 'created', 'confirmed', 'seen', 'ordered'] as const;
  return (
    <Panel>
      <Columns min={300}>
        <Chart
          kind="funnel"
          title={t('report.funnel')}
          categories={steps.map(step => t(`report.${step}`))}
          measure="count"
          series={[{ name: t('report.funnel'), values: [1_203, 1_203, 988, 641, 77] }]}
        />
        <Chart
          kind="stack"
          title={t('report.parts')}
          categories={WEEKS.slice(-6)}
          measure="count"
          series={[
            { name: t('report.give'), values: [820, 910, 870, 1_020, 990, 1_104] },
            { name: t('report.ask'), values: [310, 300, 340, 290, 330, 356] },
          ]}
        />
        <Chart
          kind="line"
          title={t('report.sales')}
          categories={DAYS}
          measure="fen"
          series={[
            { name: t('report.revenue'), values: DAYS.map((_, at) => 120_000 + ((at * 37_117) % 90_000)) },
          ]}
        />
        <Chart
          kind="rank"
          title={t('report.shops')}
          categories={['文三路店', '滨江店', '湖滨店']}
          measure="fen"
          series={[{ name: t('report.revenue'), values: [2_103_050, 1_688_000, 1_032_000] }]}
        />
      </Columns>
    </Panel>
  );
}
