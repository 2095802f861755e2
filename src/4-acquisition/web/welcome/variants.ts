import { TEXT_BYTES } from '#brand/variables';
import type { Wire } from '#web/api/client.ts';
import { isWhole } from '#web/message/attachment.ts';
import { bytesOf, unknownPlaces } from '#web/message/text.ts';
import type { variant, welcomePlan } from '../../contract.ts';

export type Welcome = Wire<typeof welcomePlan>;
export type Variant = Wire<typeof variant>;
export type Who = NonNullable<Variant['who']>;

/** One of several welcomes while one writes; its key moves with it. */
export type VariantDraft = Variant & { key: string };

export function blankVariant(): VariantDraft {
  return { key: crypto.getRandomValues(new Uint32Array(2)).join('-'), who: 'anybody', message: { text: '' } };
}

export function variantDrafts({ variants }: Welcome): VariantDraft[] {
  return variants.map(variant => ({ ...blankVariant(), ...variant }));
}

export function variantsOf(drafts: readonly VariantDraft[]): Variant[] {
  return drafts.map(({ key: _, ...variant }) => variant);
}

/** Whether a welcome can be sent as it is written. */
export function isSaid({ message: { text, attachments = [] } }: Variant): boolean {
  const isWritten = text.trim() !== '' && bytesOf(text) <= TEXT_BYTES;
  return isWritten && unknownPlaces(text).length === 0 && attachments.every(isWhole);
}

/** Whether nobody can get past it to those below: it greets anybody, at any hour, of any member. */
export function takesAll({ who = 'anybody', from, to, memberIds = [] }: Variant): boolean {
  const isAllDay = (from ?? '00:00') === '00:00' && ['24:00', '00:00'].includes(to ?? '24:00');
  return who === 'anybody' && isAllDay && memberIds.length === 0;
}
