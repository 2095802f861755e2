import type { Translation } from '#web/i18n/texts.ts';
import type { official as zh } from './official.zh.ts';

export const official: Translation<typeof zh> = {
  connect: 'Connect an official account',
  simulator: 'Open the simulated account',
  newTitle: 'Connect an official account',
  afterWhat:
    'Its followers are read in at once and met with customers of WeCom by their UnionID. The secret is sealed; nobody sees it again.',
  connectDo: 'Connect',
  connected: 'Connected; reading its followers',
  appId: 'AppID',
  appIdHint: 'On the platform under Settings & development › Basic configuration; begins with wx',
  secret: 'AppSecret',
  secretHint:
    'On the same page; shown once after “Reset”. This server’s address must be on the IP allowlist of that page too',
  secretKeep: 'Leave empty to keep it',
  followers: '{n} followers',
  found: 'Caught up on changes that had not been told: {begun} followed, {ended} unfollowed.',
  foundNothing: 'Nothing was missing: every change had been told at once.',
  nightly: 'Synced every night at 2:45.',
  callbackWhat:
    'With the server configuration, follows, unfollows, scans and messages are known at once. Save here first, then submit on the platform.',
  callbackMissing: 'The keys of the server configuration are missing; only the nightly sync tells of changes',
  callbackLocal:
    'Only this machine or network can open this address. For WeChat to reach it, set SIYU_PUBLIC_URL.',
  keysSaved: 'Saved; now submit on the platform too',
  steps: {
    open: 'On the platform open Settings & development › Basic configuration › Server configuration; the URL is',
    make: 'Choose a Token, let it make an EncodingAESKey, copy both here, and save here',
    save: 'Back on the platform choose secure mode, submit, then enable',
  },
  warning:
    'Once the server configuration is enabled, auto replies and menus set on the platform stop working: make sure none are in use.',
  lead: 'Each step asks WeChat itself: what works, what does not, and on which page of the platform to change it. It turns green by itself.',
  readyWhat: 'Followers are compared every night; changes are heard at once by the callback.',
  openConsole: 'Open the platform',
  checkSteps: {
    network: 'Reaching WeChat',
    keys: 'AppID and AppSecret',
    address: 'IP allowlist',
    followers: 'May read followers',
    callback: 'Server configuration',
  },
  where: {
    network:
      'This server must reach port 443 of api.weixin.qq.com; where a firewall or proxy stands in between, ask IT to let it through.',
    keys: 'Settings & development › Basic configuration › Developer information.',
    address: 'Settings & development › Basic configuration › IP allowlist.',
    followers: 'Needs a certified account: Settings & development › Account settings › Certification.',
    callback: 'Settings & development › Basic configuration › Server configuration.',
  },
};
