/** Tells WeCom what was changed here. Every minute, and as soon as there is something. */
export const PUSH = { name: 'wecom.push' };
