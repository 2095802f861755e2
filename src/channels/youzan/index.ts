export { type TokenKeeper, type YouzanClient, youzanClient } from './client.ts';
export { sayYouzanFault, YouzanFault } from './faults.ts';
export { type YouzanKeys, type YouzanOptions, youzanOptions } from './options.ts';
export { isFromYouzan, PUSH_ANSWER } from './push.ts';
export { keptTokens } from './tokens.ts';
export { changedTrades, type Trade, type TradePage } from './trades.ts';
