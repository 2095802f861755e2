import type { ErrorCode } from './error-code.ts';

/** Customers, tags, transfers, contact ways, welcome messages, groups. */
export const CONTACTS: readonly ErrorCode[] = [
  // Customers and tags
  [
    40096,
    'gone',
    '客户 ID 无效，或其跟进成员不在可见范围内。',
    'The customer id is not valid, or its follower is not visible to the app.',
  ],
  [
    84061,
    'gone',
    '成员与该客户没有好友关系：已删除，或客户尚未通过验证。',
    'Member and customer are not connected: deleted, or not yet accepted.',
  ],
  [40068, 'fix_data', '标签不存在，请重新同步企业标签。', 'There is no such tag; sync the corp tags again.'],
  [40071, 'done', '同名标签已经存在，直接使用它。', 'A tag of that name exists already and is used.'],
  [
    40126,
    'config',
    '企业标签数量已达上限，请先清理不用的标签。',
    'The corp has as many tags as it may; remove some first.',
  ],
  [41053, 'fix_data', '客户未同意会话内容存档。', 'The customer has not agreed to message archiving.'],
  // Transfer of customers
  [
    40097,
    'fix_data',
    '该成员尚未离职，请改用在职继承。',
    'The member has not resigned; use the on-job transfer.',
  ],
  [
    40099,
    'fix_data',
    '接替成员的客户数已达上限，请换一位成员。',
    'The taking member has as many customers as they may; choose another.',
  ],
  [40100, 'done', '该客户正在转接中，无需重复操作。', 'The customer is already being transferred.'],
  [40129, 'done', '该客户正在转接中，无需重复操作。', 'The customer is already being transferred.'],
  [
    40128,
    'fix_data',
    '该客户 90 个自然日内转接已达 2 次，本次跳过。',
    'The customer was transferred twice within 90 days; skipped this time.',
  ],
  [40130, 'fix_data', '移交成员与接替成员相同，已跳过。', 'Handing and taking member are the same; skipped.'],
  [
    40131,
    'fix_data',
    '移交成员没有添加该客户，已跳过。',
    'The handing member does not follow the customer; skipped.',
  ],
  // Contact ways and join ways
  [
    41040,
    'bug',
    '「联系我」的场景不合法，这是程序错误。',
    'The scene of the contact way is not valid; this is our mistake.',
  ],
  [
    41041,
    'fix_data',
    '「联系我」的成员过多：展开部门后最多 100 人。',
    'Too many members in the contact way: at most 100 after expanding departments.',
  ],
  [
    41042,
    'bug',
    '「联系我」的样式不合法，这是程序错误。',
    'The style of the contact way is not valid; this is our mistake.',
  ],
  [
    41043,
    'bug',
    '缺少「联系我」的 config_id，这是程序错误。',
    'The config id of the contact way is missing; this is our mistake.',
  ],
  [
    41044,
    'gone',
    '「联系我」已不存在或 config_id 无效。',
    'The contact way no longer exists or its config id is not valid.',
  ],
  [
    41045,
    'config',
    '「联系我」数量已达上限，请清理不用的渠道活码。',
    'The corp has as many contact ways as it may; remove unused ones.',
  ],
  [41091, 'fix_data', '加入群聊的配置最多关联 5 个群。', 'A join way may hold at most 5 groups.'],
  // Welcome messages
  [
    41050,
    'gone',
    '欢迎语凭证已失效（20 秒内有效且只能用一次），本次不再发送。',
    'The welcome code is no longer valid (20 seconds, once); it is not sent again.',
  ],
  [
    41051,
    'done',
    '已开始聊天或已发过欢迎语，无需再发。',
    'The chat has begun or a welcome was sent; nothing to do.',
  ],
  [
    41055,
    'config',
    '入群欢迎语素材已达上限，请清理不用的素材。',
    'The corp has as many group welcome templates as it may; remove unused ones.',
  ],
  [
    41096,
    'retry',
    '别的应用正在发送欢迎语，可以再试一次。',
    'Another app is sending the welcome; it may be tried again.',
  ],
  // Acquisition links, sign-in
  [
    41095,
    'config',
    '获客链接数量或额度已达上限，请在管理后台处理。',
    'The quota of acquisition links is used up; see the admin console.',
  ],
  [40029, 'fix_data', '登录凭证无效，请重新登录。', 'The sign-in code is not valid; sign in again.'],
  [42003, 'fix_data', '登录凭证已过期，请重新登录。', 'The sign-in code has expired; sign in again.'],
  [42022, 'fix_data', '登录凭证已被使用，请重新登录。', 'The sign-in code was already used; sign in again.'],
  // Customer groups
  [
    90500,
    'fix_data',
    '群主尚未离职，不能按离职继承转让。',
    'The owner has not resigned, so the group cannot be inherited.',
  ],
  [90501, 'fix_data', '这不是客户群。', 'This is not a customer group.'],
  [90502, 'fix_data', '群主已离职，请改用离职继承。', 'The owner has resigned; use the resigned transfer.'],
  [90507, 'done', '该群正在继承中，无需重复操作。', 'The group is already being inherited.'],
  [90508, 'done', '该群已被继承，无需重复操作。', 'The group has already been inherited.'],
  [90509, 'fix_data', '这不是企业微信客户群。', 'This is not a WeCom customer group.'],
];
