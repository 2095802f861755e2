import { Button, Input, Select } from 'antd';
import { useId, useState } from 'react';
import { api } from '#web/api/api.ts';
import type { Wire } from '#web/api/client.ts';
import { useProblemWords } from '#web/kit/ErrorState.tsx';
import { Notice } from '#web/kit/Notice.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import type { optionRenameBody } from '../../fields/contract.ts';
import { FIELD_LIMITS } from '../../fields/types.contract.ts';
import { Labelled } from '../ActModal.tsx';
import { useTexts } from '../texts/index.ts';
import { useRefresh } from '../use-refresh.ts';
import styles from './Fields.module.css';
import type { FieldView } from './fields.ts';

type Props = { field: FieldView; onRenamed: (from: string, to: string) => void };

/** Another word for an option, at once and for everybody who has it. */
export function RenameOption({ field, onRenamed }: Props) {
  const t = useTexts();
  const notify = useNotify();
  const again = useRefresh();
  const id = useId();
  const [from, setFrom] = useState<string>();
  const [to, setTo] = useState('');
  const [waits, setWaits] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const words = useProblemWords(problem);
  const rename = async () => {
    if (from === undefined) return;
    const body: Wire<typeof optionRenameBody> = { from, to: to.trim() };
    setProblem(undefined);
    setWaits(true);
    try {
      const { people } = await api.post<{ people: number }>(
        `/customer-fields/${field.id}/rename-option`,
        body,
      );
      await again('/customer-fields', '/rules/vocabulary', '/segments');
      onRenamed(from, body.to);
      notify.done(t('fields.page.renamed', { from, to: body.to, people }));
      setFrom(undefined);
      setTo('');
    } catch (failure) {
      setProblem(failure);
    } finally {
      setWaits(false);
    }
  };
  return (
    <Labelled id={id} label={t('fields.page.renameOption')}>
      <div className={styles.rename}>
        <Select<string>
          id={id}
          value={from ?? null}
          placeholder={t('fields.page.renameWhich')}
          options={field.options.map(value => ({ value, label: value }))}
          onChange={setFrom}
        />
        <Input
          aria-label={t('fields.page.renameTo')}
          placeholder={t('fields.page.renameTo')}
          maxLength={FIELD_LIMITS.option}
          value={to}
          onChange={event => setTo(event.target.value)}
        />
        <Button
          disabled={from === undefined || to.trim() === '' || to.trim() === from}
          loading={waits}
          onClick={rename}
        >
          {t('fields.page.rename')}
        </Button>
      </div>
      <span className={styles.hint}>{t('fields.page.renameMeans')}</span>
      {problem !== undefined && (
        <Notice kind="stop" title={words.title}>
          {words.detail}
        </Notice>
      )}
    </Labelled>
  );
}
