import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { LabelLayout } from 'echarts/features';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useEffectEvent, useRef } from 'react';
import { useLanguage } from '../i18n/i18n.ts';
import { useShade } from '../theme/appearance.ts';
import styles from './Chart.module.css';
import type { ChartData } from './chart-data.ts';
import { chartOption, chartTheme } from './chart-option.ts';

use([BarChart, LineChart, GridComponent, TooltipComponent, LabelLayout, CanvasRenderer]);

type Props = {
  data: ChartData;
  height: number;
  onPick?: ((category: number, series: number) => void) | undefined;
};

/** The drawing. A chunk of its own: echarts weighs more than the rest of the console. */
export default function Canvas({ data, height, onPick }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const shade = useShade();
  const language = useLanguage();
  const pick = useEffectEvent((category: number, series: number) => onPick?.(category, series));
  const isPickable = onPick !== undefined;
  useEffect(() => {
    if (!place.current) return;
    const chart = init(place.current, chartTheme(shade), { renderer: 'canvas', height });
    chart.setOption(chartOption(data, { shade, language }));
    if (isPickable)
      chart.on('click', event => pick(Number(event.dataIndex ?? 0), Number(event.seriesIndex ?? 0)));
    const observer = new ResizeObserver(() => chart.resize());
    observer.observe(place.current);
    return () => {
      observer.disconnect();
      chart.dispose();
    };
  }, [data, shade, language, isPickable, height]);
  return <div ref={place} className={styles.canvas} style={{ height }} />;
}
