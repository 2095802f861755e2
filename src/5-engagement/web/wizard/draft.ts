import { composeSms } from '#brand/places';
import { OFFICIAL_TEXT_BYTES, TEXT_BYTES } from '#brand/variables';
import { composeNotice } from '#customers/notice';
import type { RuleWire } from '#segmentation/contract';
import type { Wire } from '#web/api/client.ts';
import { type Attachment, isWhole, OFFICIAL_KINDS } from '#web/message/attachment.ts';
import { bytesOf, unknownPlaces } from '#web/message/text.ts';
import type { broadcastBody, broadcastView } from '../../broadcasts/contract.ts';
import type { NoticeTemplate, Template } from '../reads.ts';

export type Body = Wire<typeof broadcastBody>;
export type Audience = { segmentId: string; rule: RuleWire; name: string } | { rule: RuleWire; name: string };

/** What one writes before it is sent. `at`: when to send, absent for now. */
export type Draft = {
  name: string;
  audience: Audience | undefined;
  channel: Body['channel'];
  accountId: string | undefined;
  /** Of a broadcast by an official account. */
  officialId: string | undefined;
  purpose: 'marketing' | 'service';
  topic: string;
  text: string;
  attachments: readonly Attachment[];
  /** Of a broadcast by SMS: the template, what fills its variables, and whether WeCom's people are left out. */
  template: Template | undefined;
  parameters: Readonly<Record<string, string>>;
  onlyUnreached: boolean;
  /** Of one by an official account: a subscribe notice instead of an answer, with what fills its template. */
  isNotice: boolean;
  noticeTemplate: NoticeTemplate | undefined;
  noticeValues: Readonly<Record<string, string>>;
  noticeUrl: string;
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
  officialId: undefined,
  purpose: 'marketing',
  topic: '',
  text: '',
  attachments: [],
  template: undefined,
  parameters: {},
  onlyUnreached: false,
  isNotice: false,
  noticeTemplate: undefined,
  noticeValues: {},
  noticeUrl: '',
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
  > &
    Partial<Pick<Wire<typeof broadcastView>, 'sms' | 'notice' | 'onlyUnreached'>>,
  templates: readonly Template[] = [],
  notices: readonly NoticeTemplate[] = [],
): Draft {
  const { name, segmentId, segmentName, rule, channel, accountId, purpose, topic, message } = view;
  return {
    ...EMPTY,
    name,
    audience: segmentId
      ? { segmentId, rule, name: segmentName ?? view.ruleWords }
      : { rule: view.onlyUnreached ? withoutUnreached(rule) : rule, name: view.ruleWords },
    channel,
    ...(channel === 'official_account'
      ? { officialId: accountId ?? undefined }
      : { accountId: accountId ?? undefined }),
    purpose,
    topic: topic ?? '',
    text: message.text,
    attachments: message.attachments ?? [],
    holdoutPercent: view.holdoutPercent,
    template: templates.find(({ id }) => id === view.sms?.templateId),
    parameters: view.sms?.parameters ?? {},
    onlyUnreached: view.onlyUnreached ?? false,
    ...(view.notice && {
      text: '',
      isNotice: true,
      noticeTemplate: notices.find(({ id }) => id === view.notice?.templateId),
      noticeValues: view.notice.values,
      noticeUrl: view.notice.url ?? '',
    }),
  };
}

/** The rule as it was chosen: “only those whom WeCom cannot reach” is put around it when it is kept. */
function withoutUnreached(rule: RuleWire): RuleWire {
  return 'all' in rule ? (rule.all[0] ?? rule) : rule;
}

/** What the API takes; undefined while a part is missing without which nothing can be computed. */
export function bodyOf(draft: Draft): Body | undefined {
  const { audience, channel, accountId, text, attachments, name, topic } = draft;
  if (!audience || !hasContent(draft)) return undefined;
  const isAnswer = channel === 'official_account';
  return {
    name: name.trim() || audience.name.slice(0, 60),
    channel,
    accountId: (channel === 'wecom' ? accountId : isAnswer ? draft.officialId : undefined) ?? null,
    segmentId: 'segmentId' in audience ? audience.segmentId : null,
    rule: 'segmentId' in audience ? null : audience.rule,
    ...(channel === 'sms'
      ? { sms: { templateId: draft.template?.id ?? '', parameters: draft.parameters } }
      : goesAsNotice(draft)
        ? {
            notice: {
              templateId: draft.noticeTemplate?.id ?? '',
              values: draft.noticeValues,
              url: draft.noticeUrl,
            },
          }
        : { message: { text, attachments: channel === 'hand' ? [] : attachments.filter(isWhole) } }),
    onlyUnreached: channel === 'sms' && draft.onlyUnreached,
    purpose: draft.purpose,
    topic: topic.trim() || null,
    holdoutPercent: draft.holdoutPercent,
    ...(draft.seed !== undefined && { seed: draft.seed }),
  };
}

export const goesAsNotice = ({ channel, isNotice }: Pick<Draft, 'channel' | 'isNotice'>): boolean =>
  channel === 'official_account' && isNotice;

/** Enough of it for the server to compute with. */
function hasContent(draft: Draft): boolean {
  if (goesAsNotice(draft)) return draft.officialId !== undefined && missingInNotice(draft) === undefined;
  if (draft.channel === 'sms') return draft.template !== undefined && emptyVariable(draft) === undefined;
  if (draft.text.trim() === '') return false;
  if (draft.channel === 'official_account') return draft.officialId !== undefined;
  return draft.channel === 'hand' || draft.accountId !== undefined;
}

function emptyVariable({ template, parameters }: Draft): string | undefined {
  return template?.variables.find(name => !parameters[name]?.trim());
}

/** How long a text the platform takes that carries it. */
export const mostBytes = ({ channel }: Pick<Draft, 'channel'>): number =>
  channel === 'official_account' ? OFFICIAL_TEXT_BYTES : TEXT_BYTES;

/** Beside the text: five messages are answered at most, and the server knows whether the rule has changed. */
export const MOST_HANGING = 4;

/** What is still wanting in the content, the first thing first. */
export type Missing =
  | {
      what:
        | 'missingText'
        | 'missingAccount'
        | 'missingOfficial'
        | 'tooManyPieces'
        | 'missingName'
        | 'missingLink'
        | 'kindNotCarried'
        | 'tooLong'
        | 'missingTemplate'
        | 'missingNoticeTemplate'
        | 'missingNoticeUrl'
        | 'otherKind';
    }
  | { what: 'missingPlace' | 'missingVariable' | 'missingNoticeField'; place: string };

export function missingIn(draft: Draft): Missing | undefined {
  if (draft.channel === 'wecom' && !draft.accountId) return { what: 'missingAccount' };
  if (draft.channel === 'official_account' && !draft.officialId) return { what: 'missingOfficial' };
  if (draft.name.trim() === '') return { what: 'missingName' };
  if (draft.channel === 'sms') return missingInText(draft);
  if (goesAsNotice(draft)) return missingInNotice(draft);
  if (draft.text.trim() === '') return { what: 'missingText' };
  if (bytesOf(draft.text) > mostBytes(draft)) return { what: 'tooLong' };
  const [place] = unknownPlaces(draft.text);
  if (place) return { what: 'missingPlace', place };
  if (draft.channel === 'hand') return undefined;
  if (!draft.attachments.every(isWhole)) return { what: 'missingLink' };
  if (
    draft.channel === 'official_account' &&
    !draft.attachments.every(({ kind }) => OFFICIAL_KINDS.includes(kind))
  )
    return { what: 'kindNotCarried' };
  if (draft.channel === 'official_account' && draft.attachments.length > MOST_HANGING)
    return { what: 'tooManyPieces' };
  return undefined;
}

/** A text is its template; what fills the variables may hold places of ours. */
function missingInText(draft: Draft): Missing | undefined {
  if (!draft.template) return { what: 'missingTemplate' };
  if ((draft.template.kind === 'marketing') !== (draft.purpose === 'marketing')) return { what: 'otherKind' };
  const empty = emptyVariable(draft);
  if (empty !== undefined) return { what: 'missingVariable', place: empty };
  const [place] = unknownPlaces(Object.values(draft.parameters).join(' '));
  return place ? { what: 'missingPlace', place } : undefined;
}

/** A notice is its template; what fills the fields may hold places of ours. */
function missingInNotice({ noticeTemplate, noticeValues, noticeUrl }: Draft): Missing | undefined {
  if (!noticeTemplate) return { what: 'missingNoticeTemplate' };
  const empty = noticeTemplate.fields.find(({ key }) => !noticeValues[key]?.trim());
  if (empty) return { what: 'missingNoticeField', place: empty.label };
  const [place] = unknownPlaces(Object.values(noticeValues).join(' '));
  if (place) return { what: 'missingPlace', place };
  return noticeUrl !== '' && !/^https?:\/\/\S+\.\S+$/.test(noticeUrl)
    ? { what: 'missingNoticeUrl' }
    : undefined;
}

/** What is said: of a text the template with what fills it, the places of ours still in it. */
export function textOf(draft: Draft): string {
  const { channel, text, template, parameters, noticeTemplate } = draft;
  if (goesAsNotice(draft))
    return noticeTemplate
      ? `${noticeTemplate.title}\n${composeNotice(noticeTemplate.content, draft.noticeValues)}`
      : '';
  if (channel !== 'sms') return text;
  return template ? composeSms(template.text, template.vendor, template.signName, parameters) : '';
}
