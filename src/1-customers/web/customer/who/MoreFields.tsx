import { Button, Input, InputNumber, Select } from 'antd';
import { api } from '#web/api/api.ts';
import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import { Explain } from '#web/kit/Explain.tsx';
import { formatInstant } from '#web/kit/format.ts';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useSession } from '#web/session/session.ts';
import type { customerField, customerFields } from '../../../fields/contract.ts';
import { FIELD_LIMITS } from '../../../fields/types.contract.ts';
import { DayInput } from '../../DayInput.tsx';
import { useTexts } from '../../texts/index.ts';
import { useRefresh } from '../../use-refresh.ts';
import styles from './Editable.module.css';
import { Editable } from './Editable.tsx';

type Field = Wire<typeof customerField>;
type Value = Field['value'];

/** The brand's own fields: what counts, changed where it stands, and what others said. Nothing where there are none. */
export function MoreFields({ of }: { of: string }) {
  const t = useTexts();
  const again = useRefresh();
  const mayEdit = useSession().can('customers:write');
  const { data } = useRead<Wire<typeof customerFields>>(`/customers/${of}/fields`);
  if (!data || data.data.length === 0) return null;
  const save = async (key: string, value: Value) => {
    await api.patch(`/customers/${of}/fields`, { values: { [key]: value } });
    await again(`/customers/${of}/fields`, `/customers/${of}/timeline`, '/customers');
  };
  return (
    <section className={styles.more} aria-label={t('fields.of.title')}>
      <h3>
        <Explain term={t('fields.of.title')} text={t('fields.of.rule')} />
      </h3>
      <dl className={styles.facts}>
        {data.data.map(field => (
          <OneField
            key={field.key}
            field={field}
            {...(mayEdit && { save: (value: Value) => save(field.key, value) })}
          />
        ))}
      </dl>
    </section>
  );
}

type OneProps = { field: Field; save?: (value: Value) => Promise<unknown> };

function OneField({ field, save }: OneProps) {
  const say = useSaid();
  return (
    <Editable<Value>
      label={field.name}
      shown={
        <>
          {say(field.value)}
          <Others field={field} save={save} />
        </>
      }
      isEmpty={field.value === null && field.others.length === 0}
      value={field.value}
      edit={(draft, set, id) => <Control field={field} id={id} value={draft} onChange={set} />}
      save={save}
    />
  );
}

function useSaid(): (value: Value) => string {
  const t = useTexts();
  return value => {
    if (value === null) return '';
    if (typeof value === 'boolean') return t(value ? 'fields.of.yes' : 'fields.of.no');
    return Array.isArray(value) ? value.join(t('and')) : String(value);
  };
}

/** What somebody else said, with who and when, and the way to let it count. */
function Others({ field, save }: { field: Field; save: OneProps['save'] | undefined }) {
  const t = useTexts();
  const say = useSaid();
  const notify = useNotify();
  if (field.others.length === 0) return null;
  const from = {
    staff: 'fields.of.fromStaff',
    file: 'fields.of.fromFile',
    server: 'fields.of.fromServer',
    browser: 'fields.of.fromBrowser',
  } as const;
  return (
    <span className={styles.others}>
      {field.others.map(other => (
        <span key={`${other.profile} ${other.source} ${other.toldAt}`}>
          <span>
            {t('fields.of.also', { value: say(other.value) })}
            {save && (
              <Button
                type="link"
                size="small"
                className={styles.take ?? ''}
                onClick={() => void save(other.value).catch(notify.problem)}
              >
                {t('fields.of.take')}
              </Button>
            )}
          </span>
          <small>
            {t('fields.of.told', {
              source: t(from[other.source], { name: other.by }),
              day: formatInstant(other.toldAt, 'day'),
            })}
          </small>
        </span>
      ))}
    </span>
  );
}

type ControlProps = { field: Field; id: string; value: Value; onChange: (value: Value) => void };

/** The control of the field's type. */
function Control({ field, id, value, onChange }: ControlProps) {
  const t = useTexts();
  const common = { id, autoFocus: true, placeholder: t('fields.of.choose') };
  switch (field.type) {
    case 'number':
      return (
        <InputNumber<number>
          id={id}
          autoFocus
          value={typeof value === 'number' ? value : null}
          onChange={onChange}
        />
      );
    case 'day':
      return (
        <DayInput id={id} autoFocus value={typeof value === 'string' ? value : null} onChange={onChange} />
      );
    case 'flag':
      return (
        <Select<'yes' | 'no' | null>
          {...common}
          allowClear
          options={[
            { value: 'yes', label: t('fields.of.yes') },
            { value: 'no', label: t('fields.of.no') },
          ]}
          value={typeof value === 'boolean' ? (value ? 'yes' : 'no') : null}
          onChange={next => onChange(next ? next === 'yes' : null)}
        />
      );
    case 'choice':
      return (
        <Select<string>
          {...common}
          allowClear
          options={field.options.map(option => ({ value: option, label: option }))}
          value={typeof value === 'string' ? value : null}
          onChange={next => onChange(next ?? null)}
        />
      );
    case 'choices':
      return (
        <Select<string[]>
          {...common}
          mode="multiple"
          allowClear
          options={field.options.map(option => ({ value: option, label: option }))}
          value={Array.isArray(value) ? value : []}
          onChange={next => onChange(next.length > 0 ? next : null)}
        />
      );
    default:
      return (
        <Input.TextArea
          id={id}
          autoFocus
          autoSize={{ minRows: 1, maxRows: 6 }}
          maxLength={FIELD_LIMITS.text}
          value={typeof value === 'string' ? value : ''}
          onChange={event => onChange(event.target.value.trim() === '' ? null : event.target.value)}
        />
      );
  }
}
