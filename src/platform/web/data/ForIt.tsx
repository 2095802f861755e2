import { ExportOutlined } from '@ant-design/icons';
import { Panel } from '#web/kit/Panel.tsx';
import { useTexts } from '../texts/index.ts';
import styles from './Data.module.css';

const DOORS = [
  { name: 'docs', to: '/docs/' },
  { name: 'openapi', to: '/openapi.json' },
  { name: 'metrics', to: '/metrics' },
  { name: 'health', to: '/readyz?verbose' },
] as const;

/** Where machines and those who look after them go in. */
export function ForIt() {
  const t = useTexts();
  return (
    <Panel title={t('data.it')} tone="sheet">
      <ul className={styles.doors}>
        {DOORS.map(({ name, to }) => (
          <li key={name}>
            <a href={to} target="_blank" rel="noreferrer">
              {t(`data.${name}`)} <ExportOutlined />
            </a>
            <code>{to}</code>
            <span>{t(`data.${name}What`)}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
