import { InsertRowLeftOutlined } from '@ant-design/icons';
import { Button, Popover } from 'antd';
import { useWebTexts } from '../../i18n/i18n.ts';
import type { Column, ColumnChoice } from './columns.ts';
import styles from './DataTable.module.css';

type Props<Row, Key extends string> = {
  columns: readonly Column<Row, Key>[];
  choice: ColumnChoice<Row, Key>;
};

/** Which columns to show. The first one, the row's name, is not up for choice. */
export function ColumnChooser<Row, Key extends string>({ columns, choice }: Props<Row, Key>) {
  const t = useWebTexts();
  const list = (
    <div className={styles.chooser}>
      {columns.slice(1).map(column => (
        <label key={column.key}>
          <input
            type="checkbox"
            checked={choice.isShown(column.key)}
            onChange={event => choice.show(column.key, event.target.checked)}
          />
          {column.title}
        </label>
      ))}
      <Button type="link" size="small" onClick={choice.reset}>
        {t('table.columnsReset')}
      </Button>
    </div>
  );
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      arrow={false}
      title={t('table.columnsTitle')}
      content={list}
    >
      <Button type="text" size="small" icon={<InsertRowLeftOutlined />}>
        {t('table.columns')}
      </Button>
    </Popover>
  );
}
