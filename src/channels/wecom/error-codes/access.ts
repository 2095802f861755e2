import type { ErrorCode } from './error-code.ts';

/** Who may call, how much, and with what. */
export const ACCESS: readonly ErrorCode[] = [
  // Token, secret, corp
  [-1, 'retry', '企业微信系统繁忙，请稍后再试。', 'WeCom is busy; try again later.'],
  [
    40001,
    'config',
    '应用 Secret 不正确，已停止调用以免 IP 被封禁一小时。请到「渠道账号」重新填写 Secret。',
    'The app secret is wrong; calls have stopped so that the IP is not banned for an hour. Enter the secret again.',
  ],
  [
    40013,
    'config',
    '企业 ID（corpid）不正确，请到「渠道账号」核对。',
    'The corp id is wrong; check it in the channel account.',
  ],
  [
    40014,
    'refresh_token',
    'access_token 无效，已换取新的仍不被接受，请检查是否有别的系统在使用同一 Secret。',
    'The access token was not accepted, nor was a fresh one; check whether another system uses the same secret.',
  ],
  [
    42001,
    'refresh_token',
    'access_token 已过期，已换取新的仍不被接受，请稍后再试。',
    'The access token had expired and a fresh one was not accepted; try again later.',
  ],
  [
    41001,
    'bug',
    '请求没有带上 access_token，这是程序错误。',
    'The request carried no access token; this is our mistake.',
  ],
  [
    41002,
    'bug',
    '请求没有带上 corpid，这是程序错误。',
    'The request carried no corp id; this is our mistake.',
  ],
  [
    41004,
    'bug',
    '请求没有带上应用 Secret，这是程序错误。',
    'The request carried no app secret; this is our mistake.',
  ],
  [
    48002,
    'config',
    '应用没有此接口的权限。请在管理后台「客户联系 › 可调用接口的应用」中加入该应用。',
    'The app may not call this interface; add it under 客户联系 › 可调用接口的应用 in the admin console.',
  ],
  [
    48007,
    'config',
    '应用未被授权管理此微信客服账号，请在管理后台「微信客服」中授权。',
    'The app has not been granted this customer-service account; grant it under 微信客服.',
  ],
  [
    48009,
    'config',
    '不能从新的 IP 使用通讯录同步 Secret，请改用自建应用的 Secret。',
    'The contact-sync secret is not accepted from a new IP; use the secret of a self-built app.',
  ],
  [
    50001,
    'config',
    '跳转地址的域名不是应用的可信域名，请在管理后台设置。',
    'The redirect address is not a trusted domain of the app; set it in the admin console.',
  ],
  [
    50003,
    'config',
    '应用已被停用，请在管理后台启用。',
    'The app is disabled; enable it in the admin console.',
  ],
  [
    60020,
    'config',
    '服务器 IP 不在应用的「企业可信IP」中，请在管理后台添加，约 1 分钟后生效。',
    'The server address is not among the app’s trusted IPs; add it in the admin console, it takes effect in about a minute.',
  ],
  [
    42012,
    'config',
    'jsapi_ticket 不可用：agentConfig 需要应用的 ticket。',
    'The jsapi ticket is not usable: agentConfig needs the ticket of the app.',
  ],
  [
    701008,
    'config',
    '这些成员都没有互通账号许可，请为其分配许可。',
    'None of these members holds a 互通 licence; assign them one.',
  ],
  // Limits
  [
    45009,
    'slow_down',
    '调用次数超过企业微信上限，此接口暂停一分钟后继续。',
    'The call limit of WeCom was reached; this interface pauses for a minute.',
  ],
  [
    45033,
    'slow_down',
    '并发调用超过上限，已自动降低并发。',
    'Too many calls at the same time; fewer are made from now on.',
  ],
  [
    45035,
    'slow_down',
    '有别的系统正在给同一批客户打标签或分配，稍后再试。',
    'Something else is tagging or assigning the same customers; try again later.',
  ],
  [
    45001,
    'fix_data',
    '文件太大，企业微信没有接受，请压缩后再上传。',
    'The file is too large and was not accepted; make it smaller.',
  ],
  [
    81017,
    'bug',
    '对象过多：可见范围超过 1000 人时须按群主查询客户群。',
    'Too many objects: with more than 1,000 visible people, groups must be asked for by owner.',
  ],
  // Parameters
  [40058, 'bug', '参数不合法，这是程序错误。', 'A parameter is not valid; this is our mistake.'],
  [40063, 'bug', '参数为空，这是程序错误。', 'A parameter is empty; this is our mistake.'],
  [
    600018,
    'bug',
    '统计的起止时间不合法，这是程序错误。',
    'The time span of the statistics is not valid; this is our mistake.',
  ],
  [
    40057,
    'config',
    '回调地址校验失败，请核对 URL、Token 与 EncodingAESKey。',
    'The callback address failed its check; compare URL, Token and EncodingAESKey.',
  ],
  // People and the directory
  [
    40003,
    'fix_data',
    '成员 userid 不合法，请重新同步通讯录。',
    'The member id is not valid; sync the directory again.',
  ],
  [
    60111,
    'fix_data',
    '企业中没有这个成员，请重新同步通讯录。',
    'There is no such member; sync the directory again.',
  ],
  [
    60011,
    'config',
    '没有权限访问：对象不在应用的可见范围内，请在管理后台调整可见范围。',
    'No access: it is outside the app’s visible range; widen the range in the admin console.',
  ],
  [
    60021,
    'config',
    '成员不在应用的可见范围内，请在管理后台调整可见范围。',
    'The member is outside the app’s visible range; widen the range in the admin console.',
  ],
  [60123, 'gone', '部门不存在，请重新同步通讯录。', 'There is no such department; sync the directory again.'],
  [
    40098,
    'fix_data',
    '成员尚未实名认证，请先排除该成员。',
    'The member has not verified their real name; leave them out for now.',
  ],
  [
    41054,
    'fix_data',
    '成员尚未激活企业微信，请先排除该成员。',
    'The member has not activated WeCom; leave them out for now.',
  ],
  [
    84074,
    'config',
    '成员没有客户联系权限，请在管理后台「客户联系 › 权限配置」中添加。',
    'The member lacks the customer-contact permission; grant it under 客户联系 › 权限配置.',
  ],
];
