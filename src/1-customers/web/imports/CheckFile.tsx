import { Button } from 'antd';
import { Notice } from '#web/kit/Notice.tsx';
import { useTexts } from '../texts/index.ts';
import { Issues } from './Issues.tsx';
import { type ImportRow, isWorking } from './import.ts';
import { Sentences } from './Sentences.tsx';
import { Working } from './Working.tsx';

type Props = { row: ImportRow; isStarting: boolean; onAgain: (() => void) | undefined };

/** The dry run: everything is read and checked, nothing is written; what would come of it, in sentences. */
export function CheckFile({ row, isStarting, onAgain }: Props) {
  const t = useTexts();
  if (isStarting || isWorking(row)) return <Working row={{ ...row, status: 'checking' }} />;
  const again = onAgain && <Button onClick={onAgain}>{t('imports.checkAgain')}</Button>;
  if (row.status === 'failed')
    return (
      <Notice kind="stop" title={t('imports.failed')} actions={again}>
        {row.failure}
      </Notice>
    );
  if (!row.result) return <div>{again}</div>;
  return (
    <>
      <Sentences row={row} result={row.result} isForecast />
      <Issues row={row} />
    </>
  );
}
