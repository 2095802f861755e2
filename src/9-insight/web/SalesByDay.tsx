import { useNavigate } from '@tanstack/react-router';
import type { RuleWire } from '#segmentation/contract';
import { Chart } from '#web/charts/Chart.tsx';
import { useLanguage } from '#web/i18n/i18n.ts';
import { Panel } from '#web/kit/Panel.tsx';
import { peopleLink } from '#web/links.ts';
import styles from './Report.module.css';
import { bestDay, type Home } from './sentences.ts';
import { useTexts } from './texts/index.ts';

/** Sales of thirty days; a click on a day opens those who ordered on it. */
export function SalesByDay({ days }: { days: Home['revenueByDay'] }) {
  const t = useTexts();
  const language = useLanguage();
  const navigate = useNavigate();
  const open = (at: number) => {
    const day = days[at]?.day;
    if (day) void navigate({ href: peopleLink(orderedOn(day), t('orderedOn', { day })) });
  };
  return (
    <Panel>
      <div className={styles.chart}>
        <Chart
          kind="bar"
          title={t('byDay')}
          finding={
            <>
              {bestDay(days, language, t)}
              <span className={styles.onScreen}>
                {language === 'en' && ' '}
                {t('dayPick')}
              </span>
            </>
          }
          height={200}
          categories={days.map(({ day }) => day.slice(5))}
          measure="fen"
          series={[{ name: t('day'), values: days.map(({ paid }) => paid) }]}
          onPick={open}
        />
      </div>
    </Panel>
  );
}

function orderedOn(day: string): RuleWire {
  return {
    orders: 'count',
    test: { is: 'at_least', value: 1 },
    window: { kind: 'between', from: day, to: day },
  };
}
