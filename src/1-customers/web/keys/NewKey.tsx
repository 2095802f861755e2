import { AutoComplete, Input, Radio } from 'antd';
import { useId, useState } from 'react';
import type { accountView } from '#customers/contract';
import { api } from '#web/api/api.ts';
import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import type { newWriteKey, writeKeyBody } from '../../intake/contract.ts';
import { ActModal, Labelled } from '../ActModal.tsx';
import { useTexts } from '../texts/index.ts';
import { useRefresh } from '../use-refresh.ts';
import styles from './Keys.module.css';
import type { Made, WriteKey } from './KeysPage.tsx';

const KINDS = ['server', 'browser'] as const;
/** Where people have user ids of their own. */
const SOURCES: readonly string[] = ['shop', 'mini_program', 'official_account', 'douyin'];

/** A new key: what for, how far it is trusted, and whose people it speaks of. */
export function NewKey({ onMade, onClose }: { onMade: (made: Made) => void; onClose: () => void }) {
  const t = useTexts();
  const [nameId, kindId, sourceId] = [useId(), useId(), useId()];
  const again = useRefresh();
  const { data } = useRead<{ data: Wire<typeof accountView>[] }>('/accounts');
  const sources = data?.data.filter(({ kind }) => SOURCES.includes(kind)) ?? [];
  const [name, setName] = useState('');
  const [kind, setKind] = useState<WriteKey['kind']>('server');
  const [source, setSource] = useState('');
  const make = async () => {
    const known = sources.find(account => account.name === source.trim());
    const body: Wire<typeof writeKeyBody> = {
      name: name.trim(),
      kind,
      source: known ? { id: known.id } : { name: source.trim() },
    };
    const made = await api.post<Wire<typeof newWriteKey>>('/write-keys', body);
    await again('/write-keys', '/accounts');
    onMade({ ...made, kind });
  };
  return (
    <ActModal
      title={t('keys.add')}
      act={t('keys.make')}
      isBlocked={name.trim() === '' || source.trim() === ''}
      onAct={make}
      onClose={onClose}
    >
      <Labelled id={nameId} label={t('keys.name')}>
        <Input
          id={nameId}
          maxLength={60}
          placeholder={t('keys.nameHint')}
          value={name}
          onChange={event => setName(event.target.value)}
        />
      </Labelled>
      <Labelled id={kindId} label={t('keys.kind')} isGroup>
        <Radio.Group
          aria-labelledby={kindId}
          className={styles.kinds ?? ''}
          value={kind}
          onChange={event => setKind(event.target.value as WriteKey['kind'])}
        >
          {KINDS.map(one => (
            <Radio key={one} value={one}>
              {t(`keys.kinds.${one}`)}
              <small>{t(`keys.kindMeans.${one}`)}</small>
            </Radio>
          ))}
        </Radio.Group>
      </Labelled>
      <Labelled id={sourceId} label={t('keys.source')}>
        <AutoComplete
          id={sourceId}
          value={source}
          maxLength={60}
          options={sources
            .filter(account => account.name.includes(source))
            .map(account => ({ value: account.name }))}
          onChange={setSource}
        />
        <span className={styles.hint}>{t('keys.sourceHint')}</span>
      </Labelled>
    </ActModal>
  );
}
