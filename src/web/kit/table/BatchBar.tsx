import { CloseOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { List } from '../../api/queries.ts';
import { useWebTexts } from '../../i18n/i18n.ts';
import { formatCount } from '../format.ts';
import styles from './DataTable.module.css';
import { chosenCount } from './selection.ts';
import type { TableProps } from './table-props.ts';
import type { SelectionHandle } from './use-selection.ts';

type Props<Row> = {
  selection: SelectionHandle;
  list: List<Row>;
  unit: string | undefined;
  batch: NonNullable<TableProps<Row, string>['batch']>;
};

/** What is chosen and what can be done with it; floats at the bottom, so it is in reach however far one scrolled. */
export function BatchBar<Row>({ selection, list, batch, ...props }: Props<Row>) {
  const t = useWebTexts();
  const unit = props.unit ?? t('table.unit');
  const count = chosenCount(selection.state, list.total);
  const { isAll } = selection.state;
  const counted = count === undefined ? '' : formatCount(count);
  return (
    <section className={styles.batch} aria-label={t('table.batch')}>
      <p role="status">
        {count === undefined
          ? t('table.allChosen')
          : t(isAll ? 'table.allSelected' : 'table.selected', { count: counted, unit })}
      </p>
      {!isAll && hasOthers(list) && (
        <Button type="link" onClick={selection.everything}>
          {list.total === undefined
            ? t('table.selectAllUncounted')
            : t('table.selectAll', { count: formatCount(list.total), unit })}
        </Button>
      )}
      <span className={styles.batchActions}>{batch(selection.chosen, count)}</span>
      <Button
        type="text"
        icon={<CloseOutlined />}
        aria-label={t('table.clear')}
        title={t('table.clear')}
        onClick={selection.clear}
      />
    </section>
  );
}

/** There are rows beyond those loaded, or loaded ones beyond those chosen; choosing all is then worth offering. */
function hasOthers<Row>({ rows, total }: List<Row>): boolean {
  return total === undefined || total > 1 || (rows?.length ?? 0) > 1;
}
