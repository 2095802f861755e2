import {
  Button,
  Checkbox,
  DatePicker,
  Input,
  InputNumber,
  Radio,
  Segmented,
  Select,
  Space,
  Switch,
} from 'antd';
import { Count } from '../kit/Count.tsx';
import { DateTime } from '../kit/DateTime.tsx';
import { Explain, Term } from '../kit/Explain.tsx';
import { Money } from '../kit/Money.tsx';
import { Columns, Panel } from '../kit/Panel.tsx';
import { StatNumber } from '../kit/StatNumber.tsx';
import { Tag } from '../kit/Tag.tsx';
import { TierTag } from '../kit/TierTag.tsx';
import styles from './Kit.module.css';
import { useTexts } from './texts/index.ts';

const SWATCHES = [
  'paper',
  'surface',
  'sunken',
  'line',
  'edge',
  'ink-faint',
  'ink-soft',
  'ink',
  'accent-soft',
  'accent',
  'advice-soft',
  'advice',
  'stop-soft',
  'stop',
];

export function Colours() {
  const t = useTexts();
  return (
    <Panel title={t('kit.colours')}>
      <ul className={styles.swatches}>
        {SWATCHES.map(name => (
          <li key={name}>
            <span style={{ background: `var(--${name})` }} />
            {name}
          </li>
        ))}
      </ul>
      <h1>{t('report.title')}</h1>
      <h2>{t('report.newByWeek')}</h2>
      <h3>{t('report.sentences')}</h3>
      <p>{t('report.sentence1')}</p>
    </Panel>
  );
}

export function Figures() {
  const t = useTexts();
  const period = t('report.lastWeek');
  const definition = t('report.firstMeans');
  return (
    <Panel title={t('kit.figures')}>
      <Columns min={160}>
        <StatNumber
          size="first"
          label={t('kit.boldNumber')}
          value={1_684}
          definition={definition}
          to="/kit/list"
        />
        <StatNumber
          label={t('report.revenue')}
          value={4_823_050}
          measure="fen"
          definition={definition}
          before={{ value: 4_512_000, period }}
          welcome="up"
        />
        <StatNumber
          label={t('report.repeat')}
          value={0.312}
          measure="share"
          definition={definition}
          before={{ value: 0.327, period }}
          welcome="up"
        />
        <StatNumber label={t('report.answered')} value={null} measure="duration" definition={definition} />
        <StatNumber label={t('report.answered')} value={undefined} definition={definition} />
      </Columns>
      <p className={styles.row}>
        <Money fen={123_450} />
        <Money fen={-99} />
        <Money fen={50_000} sign />
        <Money fen={12_345_678} short />
        <Count of={2_038} />
        <Count of={null} />
        <DateTime at="2026-11-20T17:30:00Z" />
        <DateTime at="2026-11-20T17:30:00Z" style="day" />
        <DateTime at="2026-11-20T17:30:00Z" style="ago" />
      </p>
    </Panel>
  );
}

export function Tags() {
  const t = useTexts();
  return (
    <Panel title={t('kit.tags')}>
      <p className={styles.row}>
        <TierTag tier="important" />
        <TierTag tier="regular" />
        <TierTag tier="occasional" />
        <Tag>{t('list.city')}</Tag>
        <Tag tone="accent">{t('report.confirmed')}</Tag>
        <Tag tone="advice">{t('report.created')}</Tag>
        <Tag tone="stop">{t('kit.stop')}</Tag>
      </p>
      <p className={styles.row}>
        <Term of="reachable" />
        <Term of="attention" />
        <Explain term={t('list.spent')} text={t('list.spentMeans')} />
      </p>
    </Panel>
  );
}

export function Controls() {
  const t = useTexts();
  const choices = [
    { value: 'a', label: t('list.tier') },
    { value: 'b', label: t('list.city') },
  ];
  return (
    <Panel title={t('kit.controls')}>
      <Space wrap size={8}>
        <Button type="primary">{t('kit.primary')}</Button>
        <Button>{t('kit.normal')}</Button>
        <Button danger>{t('kit.danger')}</Button>
        <Button type="primary" danger>
          {t('kit.danger')}
        </Button>
        <Button type="link">{t('kit.link')}</Button>
        <Button type="text">{t('kit.normal')}</Button>
        <Button disabled>{t('kit.disabled')}</Button>
        <Button type="primary" disabled>
          {t('kit.disabled')}
        </Button>
        <Button size="small">{t('kit.normal')}</Button>
        <Button type="primary" loading>
          {t('kit.primary')}
        </Button>
      </Space>
      <div className={styles.gap} />
      <Space wrap size={16}>
        <Input placeholder={t('list.search')} aria-label={t('list.search')} />
        <Select options={choices} defaultValue="a" aria-label={t('list.tier')} />
        <InputNumber prefix="¥" defaultValue={12.5} aria-label={t('list.spent')} />
        <DatePicker aria-label={t('list.lastOrder')} />
        <Checkbox defaultChecked>{t('list.repeat')}</Checkbox>
        <Radio.Group options={choices} defaultValue="a" />
        <Switch defaultChecked aria-label={t('list.repeat')} />
        <Segmented options={choices} />
      </Space>
    </Panel>
  );
}
