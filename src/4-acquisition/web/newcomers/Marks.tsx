import { CheckOutlined, CloseOutlined, MinusOutlined } from '@ant-design/icons';
import { Tooltip } from 'antd';
import { useTexts } from '../texts/index.ts';
import type { Newcomer } from './columns.tsx';
import styles from './Newcomers.module.css';

type State = 'done' | 'open' | 'failed';
const ICONS = { done: CheckOutlined, open: MinusOutlined, failed: CloseOutlined };

/** What was done for somebody, mark by mark; the welcome says what became of it. */
export function Marks({ of: row }: { of: Newcomer }) {
  const t = useTexts();
  const welcome = row.welcome ?? 'unknown';
  const marks: { key: 'welcome' | 'tag' | 'remark' | 'care' | 'order'; state: State; what: string }[] = [
    { key: 'welcome', state: WELCOME[welcome], what: t(`newcomers.welcomeIs.${welcome}`) },
    { key: 'tag', ...mark(row.isTagged), what: t(row.isTagged ? 'newcomers.tagged' : 'newcomers.notTagged') },
    {
      key: 'remark',
      ...mark(row.isRemarked),
      what: t(row.isRemarked ? 'newcomers.remarked' : 'newcomers.notRemarked'),
    },
    {
      key: 'care',
      ...mark(row.isLookedAfter),
      what: t(row.isLookedAfter ? 'newcomers.lookedAfter' : 'newcomers.notLookedAfter'),
    },
    {
      key: 'order',
      ...mark(row.hasOrdered),
      what: t(row.hasOrdered ? 'newcomers.hasOrdered' : 'newcomers.notOrdered'),
    },
  ];
  return (
    <ul className={styles.marks}>
      {marks.map(({ key, state, what }) => {
        const Icon = ICONS[state];
        return (
          <li key={key} data-state={state}>
            <Tooltip title={what}>
              <span>
                <Icon aria-hidden="true" /> {t(`newcomers.mark.${key}`)}
                <span className="visually-hidden">{what}</span>
              </span>
            </Tooltip>
          </li>
        );
      })}
    </ul>
  );
}

const WELCOME: Record<NonNullable<Newcomer['welcome']> | 'unknown', State> = {
  sent: 'done',
  greeted: 'done',
  none: 'open',
  unknown: 'open',
  late: 'failed',
  refused: 'failed',
};

const mark = (isDone: boolean): { state: State } => ({ state: isDone ? 'done' : 'open' });
