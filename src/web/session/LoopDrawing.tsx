import { useWebTexts } from '../i18n/i18n.ts';
import styles from './LoginPage.module.css';

const STAGES = [
  'customers',
  'segmentation',
  'brand',
  'acquisition',
  'engagement',
  'growth',
  'service',
  'feedback',
  'insight',
] as const;
const RADIUS = 132;
const CENTRE = 220;

/** What Siyu is, in one drawing: nine stages that come round to the same person. */
export function LoopDrawing() {
  const t = useWebTexts();
  return (
    <svg viewBox="0 0 440 440" className={styles.loop} aria-hidden="true">
      <circle cx={CENTRE} cy={CENTRE} r={RADIUS} className={styles.ring} />
      <circle cx={CENTRE} cy={CENTRE} r="7" className={styles.person} />
      {STAGES.map((stage, at) => {
        const angle = (at / STAGES.length) * 2 * Math.PI - Math.PI / 2;
        const x = CENTRE + RADIUS * Math.cos(angle);
        const y = CENTRE + RADIUS * Math.sin(angle);
        const textX = CENTRE + (RADIUS + 22) * Math.cos(angle);
        const textY = CENTRE + (RADIUS + 26) * Math.sin(angle);
        const side = Math.abs(Math.cos(angle)) < 0.2 ? 'middle' : Math.cos(angle) > 0 ? 'start' : 'end';
        return (
          <g key={stage}>
            <circle cx={x} cy={y} r="5" className={styles.stop} />
            <text x={textX} y={textY} textAnchor={side} dominantBaseline="central">
              {t(`section.${stage}`)}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
