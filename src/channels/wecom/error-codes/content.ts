import type { ErrorCode } from './error-code.ts';

/** Mass messages, moments, attachments. */
export const CONTENT: readonly ErrorCode[] = [
  // Mass messages
  [
    41048,
    'done',
    '没有可发送的客户，没有创建任务。',
    'There is no customer to send to; no task was created.',
  ],
  [
    41063,
    'retry',
    '群发任务正在派发给成员，稍后再查询结果。',
    'The mass message is still being dispatched to members; ask again later.',
  ],
  [41093, 'done', '群发任务已被取消。', 'The mass message has been cancelled.'],
  [
    41094,
    'slow_down',
    '提醒过于频繁：同一任务 24 小时内最多提醒 3 次。',
    'Too many reminders: at most 3 per task in 24 hours.',
  ],
  // Moments
  [41059, 'bug', '缺少朋友圈 ID，这是程序错误。', 'The moment id is missing; this is our mistake.'],
  [41060, 'gone', '朋友圈不存在或 ID 无效。', 'There is no such moment.'],
  [41061, 'fix_data', '该朋友圈不属于这个成员。', 'The moment does not belong to this member.'],
  [
    41062,
    'retry',
    '成员还没有发表该朋友圈，稍后再查询。',
    'The member has not published the moment yet; ask again later.',
  ],
  [
    41078,
    'slow_down',
    '正在进行的朋友圈任务过多，稍后再试。',
    'Too many moment tasks are running; try again later.',
  ],
  [
    41079,
    'retry',
    '朋友圈任务正在派发，稍后再查询。',
    'The moment is still being dispatched; ask again later.',
  ],
  // Attachments, media, albums
  [
    40007,
    'fix_data',
    '素材已过期（media_id 有效 3 天）或无效，需重新上传。',
    'The media has expired (3 days) or is not valid; upload it again.',
  ],
  [
    40004,
    'fix_data',
    '文件类型不受支持，没有上传。',
    'This kind of file is not supported; it was not uploaded.',
  ],
  [
    40005,
    'bug',
    '素材类型参数不合法，这是程序错误。',
    'The type of the media is not valid; this is our mistake.',
  ],
  [
    40006,
    'fix_data',
    '文件大小不合法，没有上传。',
    'The size of the file is not valid; it was not uploaded.',
  ],
  [
    40009,
    'fix_data',
    '图片大小不合法，没有上传。',
    'The size of the picture is not valid; it was not uploaded.',
  ],
  [
    40011,
    'fix_data',
    '视频大小不合法，没有上传。',
    'The size of the video is not valid; it was not uploaded.',
  ],
  [
    40123,
    'fix_data',
    '图片已损坏或格式不合法，没有上传，请换一张。',
    'The picture is damaged or of no valid format; it was not uploaded. Take another one.',
  ],
  [44001, 'bug', '上传的文件为空，这是程序错误。', 'The upload arrived empty; this is our mistake.'],
  [41064, 'fix_data', '附件过多，最多 9 个。', 'Too many attachments; at most 9.'],
  [41065, 'fix_data', '附件类型不受支持。', 'This kind of attachment is not supported.'],
  [
    41072,
    'fix_data',
    '素材的上传场景与用途不符，请重新上传。',
    'The media was uploaded for another use; upload it again.',
  ],
  [41073, 'fix_data', '商品图册的文字不合法。', 'The text of the product album is not valid.'],
  [41074, 'gone', '商品图册已被删除。', 'The product album has been deleted.'],
  [41075, 'gone', '商品图册不存在。', 'There is no such product album.'],
  [41080, 'fix_data', '附件太大，请压缩后再上传。', 'The attachment is too large; make it smaller.'],
  [41081, 'fix_data', '图片分辨率过高，请缩小后再上传。', 'The picture has too many pixels; scale it down.'],
  [41082, 'fix_data', '视频时长超过上限，请剪短后再上传。', 'The video is too long; shorten it.'],
  [41085, 'fix_data', '商品编码不合法。', 'The product number is not valid.'],
  [41086, 'fix_data', '商品价格不合法。', 'The product price is not valid.'],
  [41087, 'fix_data', '商品描述不合法。', 'The product description is not valid.'],
  [41088, 'fix_data', '附件列表为空。', 'The list of attachments is empty.'],
  [41089, 'fix_data', '朋友圈的文字和附件不能都为空。', 'A moment needs a text or an attachment.'],
  [41090, 'fix_data', '视频须为 mp4 格式。', 'A video must be an mp4.'],
];
