export const PURPOSES = ['marketing', 'profiling', 'service', 'guardian'] as const;
export const CHANNELS = ['all', 'wecom', 'sms', 'hand'] as const;
export const SOURCES = ['staff', 'wecom', 'shop', 'site', 'paper', 'sms'] as const;
