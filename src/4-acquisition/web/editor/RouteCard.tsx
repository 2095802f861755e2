import { Segmented } from 'antd';
import { Field } from '#web/kit/Field.tsx';
import { usePhone } from '#web/kit/use-phone.ts';
import { Card } from '../ordered/Card.tsx';
import { sayTarget, sayWhen } from '../plan/say-plan.ts';
import { type Named, useMembers } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { blankTarget, isWhole, type RouteDraft } from './draft.ts';
import { StaffFields } from './StaffFields.tsx';
import { GroupFields, LinkFields, OfficialFields, PictureFields } from './TargetFields.tsx';
import { WhenFields } from './WhenFields.tsx';

type Props = {
  route: RouteDraft;
  at: number;
  of: number;
  known: readonly Named[];
  accountId: string | undefined;
  onChange: (route: RouteDraft) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
};

const KINDS = ['staff', 'group', 'official_account', 'picture', 'link'] as const;

/** One route: the sentence it says, where it leads, when it applies. */
export function RouteCard({ route, at, of, known, accountId, onChange, onMove, onRemove }: Props) {
  const t = useTexts();
  const members = useMembers();
  const isPhone = usePhone();
  const { when, target } = route;
  const nameOf = (id: string) => [...members, ...known].find(one => one.id === id)?.name ?? '';
  const said = t('editor.routeSays', {
    when: sayWhen(when, t),
    target: isWhole(target) ? sayTarget(target, nameOf, t) : '…',
  });
  const name = t('decision.route', { at: at + 1 });
  return (
    <Card at={at} of={of} name={name} said={said} onMove={onMove} onRemove={onRemove}>
      <Field label={t('editor.leadsTo')}>
        {() => (
          <Segmented
            aria-label={t('editor.leadsTo')}
            orientation={isPhone ? 'vertical' : 'horizontal'}
            value={target.kind}
            onChange={kind => onChange({ ...route, target: blankTarget(kind) })}
            options={KINDS.map(value => ({ value, label: t(`target.kind.${value}`) }))}
          />
        )}
      </Field>
      <TargetFields route={route} known={known} accountId={accountId} onChange={onChange} />
      <WhenFields value={when} onChange={next => onChange({ ...route, when: next })} />
    </Card>
  );
}

type FieldsProps = Pick<Props, 'route' | 'known' | 'accountId' | 'onChange'>;

function TargetFields({ route, known, accountId, onChange }: FieldsProps) {
  const { target } = route;
  const put = (next: typeof target) => onChange({ ...route, target: next });
  if (target.kind === 'staff')
    return <StaffFields value={target} known={known} accountId={accountId} onChange={put} />;
  if (target.kind === 'group') return <GroupFields value={target} onChange={put} />;
  if (target.kind === 'official_account') return <OfficialFields value={target} onChange={put} />;
  if (target.kind === 'picture') return <PictureFields value={target} onChange={put} />;
  return <LinkFields value={target} onChange={put} />;
}
