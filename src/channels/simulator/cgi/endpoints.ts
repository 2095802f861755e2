import { acquisitionLinks } from './acquisition-links.ts';
import { acquisitionReading } from './acquisition-reading.ts';
import { contactWays } from './contact-ways.ts';
import { customers } from './customers.ts';
import { directory } from './directory.ts';
import type { Endpoint, OpenEndpoint } from './endpoint.ts';
import { groups } from './groups.ts';
import { joinWays } from './join-ways.ts';
import { kfAccounts } from './kf-accounts.ts';
import { kfMessages } from './kf-messages.ts';
import { kfSessions } from './kf-sessions.ts';
import { kfStatistics } from './kf-statistics.ts';
import { markTag } from './mark-tag.ts';
import { massControl } from './mass-control.ts';
import { addMsgTemplate } from './mass-messages.ts';
import { massReading } from './mass-reading.ts';
import { media } from './media.ts';
import { momentReading } from './moment-reading.ts';
import { moments } from './moments.ts';
import { productAlbum } from './product-album.ts';
import { remark } from './remark.ts';
import { getUserInfo } from './sign-in.ts';
import { statistics } from './statistics.ts';
import { tags } from './tags.ts';
import { tickets } from './tickets.ts';
import { gettoken } from './tokens.ts';
import { groupTransfers } from './transfer-groups.ts';
import { transfers } from './transfers.ts';
import { sendWelcomeMsg } from './welcome.ts';

/** The table of contents of /cgi-bin/: a further API is a further file and a line here. */
const all: readonly (Endpoint | OpenEndpoint)[] = [
  gettoken,
  ...directory,
  ...customers,
  remark,
  ...tags,
  markTag,
  addMsgTemplate,
  ...massReading,
  ...massControl,
  ...moments,
  ...momentReading,
  ...productAlbum,
  ...contactWays,
  ...acquisitionLinks,
  ...acquisitionReading,
  ...kfAccounts,
  ...kfMessages,
  ...kfSessions,
  ...kfStatistics,
  ...groups,
  ...joinWays,
  ...transfers,
  ...groupTransfers,
  sendWelcomeMsg,
  ...statistics,
  ...media,
  getUserInfo,
  ...tickets,
];

export const endpoints: ReadonlyMap<string, Endpoint | OpenEndpoint> = new Map(
  all.map(endpoint => [endpoint.path, endpoint]),
);
