import type { Condition } from '../../rule/draft.ts';
import { AttributeFields, FactFields } from './AttributeFields.tsx';
import { ConsentFields, ContactsFields } from './ContactFields.tsx';
import { EventFields } from './EventFields.tsx';
import { FollowsFields } from './FollowsFields.tsx';
import { HolidayFields } from './HolidayFields.tsx';
import { MembershipSelect } from './MembershipSelect.tsx';
import { OrderFields } from './OrderFields.tsx';
import { SegmentFields } from './SegmentFields.tsx';
import { SequenceFields } from './SequenceFields.tsx';
import { TagFields } from './TagFields.tsx';

/** The controls of a condition, after what it speaks about. */
export function LeafFields({ condition }: { condition: Condition }) {
  const { leaf, ...rest } = condition;
  if ('attribute' in leaf) return <AttributeFields condition={{ ...rest, leaf }} />;
  if ('tags' in leaf) return <TagFields condition={{ ...rest, leaf }} />;
  if ('orders' in leaf) return <OrderFields condition={{ ...rest, leaf }} />;
  if ('events' in leaf) return <EventFields condition={{ ...rest, leaf }} />;
  if ('fact' in leaf) return <FactFields condition={{ ...rest, leaf }} />;
  if ('sequence' in leaf) return <SequenceFields condition={{ ...rest, leaf }} />;
  if ('contacts' in leaf) return <ContactsFields condition={{ ...rest, leaf }} />;
  if ('follows' in leaf) return <FollowsFields condition={{ ...rest, leaf }} />;
  if ('consent' in leaf) return <ConsentFields condition={{ ...rest, leaf }} />;
  if ('holidays' in leaf) return <HolidayFields condition={{ ...rest, leaf }} />;
  if ('segment' in leaf) return <SegmentFields condition={{ ...rest, leaf }} />;
  return <MembershipSelect condition={condition} />;
}
