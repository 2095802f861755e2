import { Checkbox, Input, Select } from 'antd';
import { useId, useState } from 'react';
import { api } from '#web/api/api.ts';
import type { Wire } from '#web/api/client.ts';
import { useWords } from '#web/i18n/i18n.ts';
import { useNotify } from '#web/kit/use-notify.tsx';
import type { fieldBody } from '../../fields/contract.ts';
import { FIELD_LIMITS, FIELD_TYPE_WORDS, FIELD_TYPES, type FieldType } from '../../fields/types.contract.ts';
import { ActModal, Labelled } from '../ActModal.tsx';
import { useTexts } from '../texts/index.ts';
import { useRefresh } from '../use-refresh.ts';
import { FieldActs } from './FieldActs.tsx';
import styles from './Fields.module.css';
import type { FieldView } from './fields.ts';
import { RenameOption } from './RenameOption.tsx';

type Props = { field: FieldView | undefined; fields: readonly FieldView[]; onClose: () => void };

/** A field, new or changed. Its type and key are said once and stay. */
export function FieldForm({ field, fields, onClose }: Props) {
  const t = useTexts();
  const notify = useNotify();
  const again = useRefresh();
  const [name, setName] = useState(field?.name ?? '');
  const [key, setKey] = useState('');
  const [type, setType] = useState<FieldType>(field?.type ?? 'text');
  const [options, setOptions] = useState(field?.options ?? []);
  const [inList, setInList] = useState(field?.inList ?? false);
  const hasOptions = type === 'choice' || type === 'choices';
  const save = async () => {
    const said = { name: name.trim(), inList, ...(hasOptions && { options }) };
    const body: Wire<typeof fieldBody> = { ...said, type, ...(key.trim() && { key: key.trim() }) };
    await (field ? api.patch(`/customer-fields/${field.id}`, said) : api.post('/customer-fields', body));
    notify.done(field ? t('fields.page.saved') : t('fields.page.made', { name: said.name }));
    await again('/customer-fields', '/rules/vocabulary');
  };
  return (
    <ActModal
      title={t(field ? 'fields.page.edit' : 'fields.page.add')}
      what={field && t('fields.page.typeFixed')}
      act={t(field ? 'save' : 'fields.page.create')}
      isBlocked={name.trim() === '' || (hasOptions && options.length === 0)}
      onAct={save}
      onClose={onClose}
    >
      <Name value={name} onChange={setName} />
      <TypeAndKey field={field} type={type} onType={setType} keyText={key} onKey={setKey} />
      {hasOptions && <Options values={options} onChange={setOptions} />}
      {hasOptions && field && (
        <RenameOption
          field={fields.find(one => one.id === field.id) ?? field}
          onRenamed={(from, to) => setOptions(options.map(option => (option === from ? to : option)))}
        />
      )}
      <Checkbox checked={inList} onChange={event => setInList(event.target.checked)}>
        {t('fields.page.showInList')}
      </Checkbox>
      {field && <FieldActs field={field} fields={fields} onClose={onClose} />}
    </ActModal>
  );
}

function Name({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const t = useTexts();
  const id = useId();
  return (
    <Labelled id={id} label={t('fields.page.name')}>
      <Input
        id={id}
        autoFocus
        maxLength={FIELD_LIMITS.name}
        placeholder={t('fields.page.nameHint')}
        value={value}
        onChange={event => onChange(event.target.value)}
      />
    </Labelled>
  );
}

type TypeProps = {
  field: FieldView | undefined;
  type: FieldType;
  onType: (type: FieldType) => void;
  keyText: string;
  onKey: (key: string) => void;
};

function TypeAndKey({ field, type, onType, keyText, onKey }: TypeProps) {
  const t = useTexts();
  const words = useWords();
  const [typeId, keyId] = [useId(), useId()];
  if (field)
    return (
      <p>
        {words(FIELD_TYPE_WORDS[type])} · <code>{field.key}</code>
      </p>
    );
  return (
    <>
      <Labelled id={typeId} label={t('fields.page.type')}>
        <Select<FieldType>
          id={typeId}
          value={type}
          options={FIELD_TYPES.map(value => ({ value, label: words(FIELD_TYPE_WORDS[value]) }))}
          onChange={onType}
        />
      </Labelled>
      <Labelled id={keyId} label={t('fields.page.key')}>
        <Input
          id={keyId}
          maxLength={FIELD_LIMITS.key}
          value={keyText}
          onChange={event => onKey(event.target.value)}
        />
        <span className={styles.hint}>{t('fields.page.keyHint')}</span>
      </Labelled>
    </>
  );
}

function Options({ values, onChange }: { values: string[]; onChange: (values: string[]) => void }) {
  const t = useTexts();
  const id = useId();
  return (
    <Labelled id={id} label={t('fields.page.options')}>
      <Select<string[]>
        id={id}
        mode="tags"
        open={false}
        suffixIcon={null}
        tokenSeparators={[',', '，', '、', ';', '；', '\n', '\t']}
        placeholder={t('fields.page.optionsHint')}
        value={values}
        onChange={next => onChange([...new Set(next.map(one => one.trim()))].filter(one => one !== ''))}
      />
    </Labelled>
  );
}
