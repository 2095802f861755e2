import { Button, Input } from 'antd';
import { useId, useState } from 'react';
import { api } from '#web/api/api.ts';
import { useWrite } from '#web/api/queries.ts';
import { Count } from '#web/kit/Count.tsx';
import { DateTime } from '#web/kit/DateTime.tsx';
import { Facts } from '#web/kit/Facts.tsx';
import { QuickLook } from '#web/kit/QuickLook.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useSession } from '#web/session/session.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Events.module.css';
import type { EventDefinition } from './matching.ts';

/** One event: what it is called and means, which those who may can change, and the properties it came with. */
export function EventLook({ definition, onClose }: { definition: EventDefinition; onClose: () => void }) {
  const t = useTexts();
  const notify = useNotify();
  const mayWrite = useSession().can('segments:write');
  const id = useId();
  const [name, setName] = useState(definition.name ?? '');
  const [meaning, setMeaning] = useState(definition.meaning ?? '');
  const write = useWrite(
    (body: { name: string | null; meaning: string | null }, key) =>
      api.patch(`/event-definitions/${definition.id}`, body, { key }),
    {
      refresh: ['/event-definitions', '/rules/vocabulary'],
      onDone: () => {
        notify.done(t('dictionary.saved'));
        onClose();
      },
      onProblem: notify.problem,
    },
  );
  const save = (
    <div className={styles.foot}>
      <Button
        type="primary"
        loading={write.isRunning}
        onClick={() => write.run({ name: name.trim() || null, meaning: meaning.trim() || null })}
      >
        {t('dictionary.save')}
      </Button>
    </div>
  );
  return (
    <QuickLook of={definition.id} title={definition.key} onClose={onClose} footer={mayWrite && save}>
      <Facts
        facts={[
          { key: 'seen', label: t('dictionary.seen'), value: <Count of={definition.seen} /> },
          { key: 'people', label: t('dictionary.people'), value: <Count of={definition.people} /> },
          { key: 'first', label: t('dictionary.first'), value: <DateTime at={definition.firstSeenAt} /> },
          { key: 'last', label: t('dictionary.last'), value: <DateTime at={definition.lastSeenAt} /> },
        ]}
      />
      <div className={styles.fields}>
        <div>
          <label htmlFor={`${id}name`}>{t('dictionary.name')}</label>
          <Input
            id={`${id}name`}
            value={name}
            maxLength={60}
            disabled={!mayWrite}
            onChange={event => setName(event.target.value)}
          />
          <small>{t('dictionary.nameHint')}</small>
        </div>
        <div>
          <label htmlFor={`${id}meaning`}>{t('dictionary.meaning')}</label>
          <Input.TextArea
            id={`${id}meaning`}
            value={meaning}
            maxLength={500}
            autoSize={{ minRows: 2, maxRows: 6 }}
            disabled={!mayWrite}
            onChange={event => setMeaning(event.target.value)}
          />
          <small>{t('dictionary.meaningHint')}</small>
        </div>
      </div>
      <h3>{t('dictionary.properties')}</h3>
      <Properties of={definition} />
    </QuickLook>
  );
}

function Properties({ of: { properties } }: { of: EventDefinition }) {
  const t = useTexts();
  if (properties.length === 0) return <p className={styles.types}>{t('dictionary.noProperties')}</p>;
  return (
    <ul className={styles.properties}>
      {properties.map(({ name, types }) => (
        <li key={name}>
          <code>{name}</code>
          <span className={styles.types}>{types.map(type => t(`dictionary.types.${type}`)).join(' / ')}</span>
        </li>
      ))}
    </ul>
  );
}
