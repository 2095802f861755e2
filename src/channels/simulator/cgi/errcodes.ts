/** The platform's own short texts. Callers must never match on them; they are here for those who read a log. */
const TEXTS: Record<number, string> = {
  [-1]: 'system busy',
  0: 'ok',
  40001: 'invalid credential',
  40003: 'invalid userid',
  40004: 'invalid media file type',
  40005: 'invalid type parameter',
  40006: 'invalid file size',
  40007: 'invalid media_id',
  40009: 'invalid image size',
  40011: 'invalid video size',
  40013: 'invalid corpid',
  40014: 'invalid access_token',
  40029: 'invalid code',
  40058: 'invalid Request Parameter',
  40063: 'some parameters are empty',
  40068: 'invalid tagid',
  40071: 'tag name existed',
  40096: 'invalid external userid',
  40097: 'user has not resigned',
  40099: 'customer count limit of the user exceeded',
  40128: 'transfer too frequently',
  40129: 'external user is being transferred',
  40130: 'handover and takeover are the same',
  40131: 'not an external contact of the handover user',
  40126: 'external contact tag count limit exceeded',
  41001: 'access_token missing',
  41002: 'corpid missing',
  41004: 'corpsecret missing',
  41040: 'invalid contact way type or scene',
  41041: 'contact way user count limit exceeded',
  41042: 'invalid contact way style',
  41043: 'contact way config_id missing',
  41044: 'invalid contact way config_id',
  41045: 'contact way count limit exceeded',
  41048: 'no external contact to send',
  41050: 'invalid welcome code',
  41051: 'chat with external contact has started',
  41054: 'user has not been activated',
  41059: 'moment_id missing',
  41060: 'invalid moment_id',
  41061: 'moment does not belong to the user',
  41062: 'moment not published by the user',
  41063: 'group message is being dispatched',
  41064: 'attachments count exceeded',
  41065: 'invalid attachment msgtype',
  41072: 'attachment type mismatch',
  41079: 'moment is being dispatched',
  41081: 'image resolution exceeded',
  41082: 'video duration exceeded',
  41088: 'empty attachments',
  41089: 'empty moment text and attachments',
  41090: 'video is not mp4',
  41095: 'acquisition link count or quota limit exceeded',
  41091: 'join way chat count limit exceeded',
  41093: 'group message has been cancelled',
  41094: 'remind too frequently',
  42001: 'access_token expired',
  42022: 'code has been used',
  44001: 'empty media data',
  45009: 'api freq out of limit',
  45033: 'api concurrent out of limit',
  45035: 'concurrent operation conflict',
  48002: 'api forbidden',
  48009: 'contact assistant can not read contact detail from a new ip',
  60011: 'no privilege to access/modify contact/party/agent',
  60020: 'not allow to access from your ip',
  60021: 'userid is not in the visible range of the app',
  60111: 'userid not found',
  60123: 'invalid party id',
  81017: 'too many visible members, owner_filter required',
  84061: 'not external contact',
  84074: 'no permission of external contact',
  90500: 'owner has not resigned',
  90501: 'not a customer group',
  90502: 'owner has resigned',
  90508: 'group has been transferred',
  600018: 'invalid start time or end time',
};

export function textOf(errcode: number): string {
  return TEXTS[errcode] ?? 'error';
}

/** The call is refused with this code; nothing of it was carried out. */
export class Refusal extends Error {
  readonly errcode: number;
  readonly fields: Record<string, unknown>;

  /** @param fields what the answer still says beside the code. */
  constructor(errcode: number, fields: Record<string, unknown> = {}) {
    super(textOf(errcode));
    this.errcode = errcode;
    this.fields = fields;
  }
}
