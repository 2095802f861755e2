import { useNavigate } from '@tanstack/react-router';
import { Chart } from '#web/charts/Chart.tsx';
import { formatFen, formatShare } from '#web/kit/format.ts';
import { Panel } from '#web/kit/Panel.tsx';
import { peopleLink } from '#web/links.ts';
import { useTexts } from '../texts/index.ts';
import type { Predictions } from './PredictionsPage.tsx';

type Band = Predictions['values'][number];

/** How the expected value is spread: most of it usually hangs on few. A bar opens its people. */
export function Values({ bands }: { bands: readonly Band[] }) {
  const t = useTexts();
  const navigate = useNavigate();
  const yuan = (fen: number) => formatFen(fen).replace('.00', '');
  const names = bands.map(({ from, to }) =>
    to === null ? t('predictions.from', { from: yuan(from) }) : `${yuan(from)} – ${yuan(to)}`,
  );
  const top = topOf(bands);
  return (
    <Panel title={t('predictions.spread')}>
      <Chart
        kind="bar"
        title={t('predictions.spreadChart')}
        finding={
          top &&
          t('predictions.spreadFinding', {
            from: yuan(top.from),
            people: formatShare(top.people),
            value: formatShare(top.value, 0),
          })
        }
        categories={names}
        measure="count"
        series={[{ name: t('predictions.people'), values: bands.map(({ people }) => people) }]}
        onPick={at => {
          const band = bands[at];
          if (band) void navigate({ to: linkTo(band, names[at]) });
        }}
      />
    </Panel>
  );
}

function linkTo({ from, to }: Band, name: string | undefined): string {
  const test =
    to === null ? ({ is: 'at_least', value: from } as const) : ({ is: 'between', from, to: to - 1 } as const);
  return peopleLink({ fact: 'value.expected', test }, name);
}

/** The highest bands that together hold at least half of the value: where they begin, and their shares. */
function topOf(bands: readonly Band[]): { from: number; people: number; value: number } | undefined {
  const sum = (of: readonly Band[], name: 'people' | 'value') =>
    of.reduce((all, band) => all + band[name], 0);
  const [people, value] = [sum(bands, 'people'), sum(bands, 'value')];
  if (value <= 0) return undefined;
  for (let at = bands.length - 1; at >= 0; at--) {
    const above = bands.slice(at);
    const share = sum(above, 'value') / value;
    if (share >= 0.5)
      return { from: above[0]?.from ?? 0, people: sum(above, 'people') / people, value: share };
  }
  return undefined;
}
