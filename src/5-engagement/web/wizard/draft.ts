import { TEXT_BYTES } from '#brand/variables';
import type { RuleWire } from '#segmentation/contract';
import type { Wire } from '#web/api/client.ts';
import { type Attachment, isWhole } from '#web/message/attachment.ts';
import { bytesOf, unknownPlaces } from '#web/message/text.ts';
import type { broadcastBody, broadcastView } from '../../broadcasts/contract.ts';

export type Body = Wire<typeof broadcastBody>;
export type Audience = { segmentId: string; rule: RuleWire; name: string } | { rule: RuleWire; name: string };

/** What one writes before it is sent. `at`: when to send, absent for now. */
export type Draft = {
  name: string;
  audience: Audience | undefined;
  channel: 'wecom' | 'hand';
  accountId: string | undefined;
  purpose: 'marketing' | 'service';
  topic: string;
  text: string;
  attachments: readonly Attachment[];
  holdoutPercent: number;
  at: string | undefined;
  /** Which draw of the hold-out; one that is written down has its own. */
  seed: number | undefined;
};

export const EMPTY: Draft = {
  name: '',
  audience: undefined,
  channel: 'wecom',
  accountId: undefined,
  purpose: 'marketing',
  topic: '',
  text: '',
  attachments: [],
  holdoutPercent: 10,
  at: undefined,
  seed: undefined,
};

/** A broadcast that is there already, to be written on or to be written again. */
export function draftOf(
  view: Pick<
    Wire<typeof broadcastView>,
    | 'name'
    | 'segmentId'
    | 'segmentName'
    | 'rule'
    | 'channel'
    | 'accountId'
    | 'purpose'
    | 'topic'
    | 'message'
    | 'holdoutPercent'
    | 'ruleWords'
  >,
): Draft {
  const { name, segmentId, segmentName, rule, channel, accountId, purpose, topic, message } = view;
  return {
    ...EMPTY,
    name,
    audience: segmentId
      ? { segmentId, rule, name: segmentName ?? view.ruleWords }
      : { rule, name: view.ruleWords },
    channel,
    accountId: accountId ?? undefined,
    purpose,
    topic: topic ?? '',
    text: message.text,
    attachments: message.attachments ?? [],
    holdoutPercent: view.holdoutPercent,
  };
}

/** What the API takes; undefined while a part is missing without which nothing can be computed. */
export function bodyOf(draft: Draft): Body | undefined {
  const { audience, channel, accountId, text, attachments, name, topic } = draft;
  if (!audience || text.trim() === '' || (channel === 'wecom' && !accountId)) return undefined;
  return {
    name: name.trim() || audience.name.slice(0, 60),
    channel,
    accountId: channel === 'wecom' ? (accountId ?? null) : null,
    segmentId: 'segmentId' in audience ? audience.segmentId : null,
    rule: 'segmentId' in audience ? null : audience.rule,
    message: { text, attachments: channel === 'wecom' ? attachments.filter(isWhole) : [] },
    purpose: draft.purpose,
    topic: topic.trim() || null,
    holdoutPercent: draft.holdoutPercent,
    ...(draft.seed !== undefined && { seed: draft.seed }),
  };
}

/** What is still wanting in the content, the first thing first. */
export type Missing =
  | { what: 'missingText' | 'missingAccount' | 'missingName' | 'missingLink' | 'tooLong' }
  | { what: 'missingPlace'; place: string };

export function missingIn(draft: Draft): Missing | undefined {
  if (draft.channel === 'wecom' && !draft.accountId) return { what: 'missingAccount' };
  if (draft.name.trim() === '') return { what: 'missingName' };
  if (draft.text.trim() === '') return { what: 'missingText' };
  if (bytesOf(draft.text) > TEXT_BYTES) return { what: 'tooLong' };
  const [place] = unknownPlaces(draft.text);
  if (place) return { what: 'missingPlace', place };
  if (draft.channel === 'wecom' && !draft.attachments.every(isWhole)) return { what: 'missingLink' };
  return undefined;
}
