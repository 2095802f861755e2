import { Button, Input, Select } from 'antd';
import { Field } from '#web/kit/Field.tsx';
import { useTagGroups } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Editor.module.css';
import type { SectionProps } from './Editor.tsx';
import { remarkOf } from './remark.ts';

/** What is noted of who comes: tags, and how the member names them. */
export function TagFields({ draft, change, code }: SectionProps) {
  const t = useTexts();
  const groups = useTagGroups();
  const { tagIds, remark, name } = draft;
  const sample = remarkOf(remark, { name: t('editor.sampleName'), code: name || t('editor.sampleCode') });
  const archived = (code?.tags ?? []).filter(
    tag => !groups.some(group => group.tags.some(one => one.id === tag.id)),
  );
  const options = groups.map(group => ({
    label: group.name,
    options: group.tags.map(tag => ({ value: tag.id, label: tag.name })),
  }));
  return (
    <div className={styles.pair}>
      <Field label={t('editor.tags')} hint={t('editor.tagsHint')}>
        {id => (
          <Select
            id={id}
            mode="multiple"
            className={styles.wide ?? ''}
            optionFilterProp="label"
            placeholder={t('plan.none')}
            value={[...tagIds]}
            onChange={next => change({ tagIds: next.slice(0, 20) })}
            options={[...options, ...archived.map(tag => ({ value: tag.id, label: tag.name }))]}
          />
        )}
      </Field>
      <Field
        label={t('editor.remark')}
        hint={remark ? t('editor.remarkSample', { sample }) : t('editor.remarkHint')}
        aside={
          <span>
            {(['name', 'code'] as const).map(place => (
              <Button
                key={place}
                type="link"
                size="small"
                onClick={() => change({ remark: `${remark}{{${place}}}`.slice(0, 60) })}
              >
                {t(`editor.place.${place}`)}
              </Button>
            ))}
          </span>
        }
      >
        {id => (
          <Input
            id={id}
            maxLength={60}
            placeholder="{{name}}-{{code}}"
            value={remark}
            onChange={event => change({ remark: event.target.value })}
          />
        )}
      </Field>
    </div>
  );
}
