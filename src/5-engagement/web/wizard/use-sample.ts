import { useState } from 'react';
import type { Attachment } from '#web/message/attachment.ts';
import { useTexts } from '../texts/index.ts';
import { type Draft, textOf } from './draft.ts';
import type { Preview } from './use-preview.ts';

type Sample = {
  customerId?: string;
  member: string | null;
  text: string;
  attachments: readonly Attachment[];
};

/** The message as one of those who would get it reads it; before anybody would, as it is written. */
export function useSample(draft: Draft, preview: Preview | undefined) {
  const t = useTexts();
  const [chosen, choose] = useState<string | null>(null);
  const samples = preview?.sample ?? [];
  const found = samples.find(({ customerId }) => customerId === chosen) ?? samples[0];
  const written = { member: null, text: textOf(draft), attachments: draft.attachments };
  const sample: Sample = found && textOf(draft).trim() !== '' ? found : written;
  const people = samples.map(({ customerId, name }) => ({
    value: customerId,
    label: name || t('people.unnamed'),
  }));
  return { sample, people, choose };
}
