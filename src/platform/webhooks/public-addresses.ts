import { lookup } from 'node:dns/promises';
import { BlockList, isIP, isIPv4 } from 'node:net';

/**
 * What is not on the public internet, of IANA's special-purpose registries (RFC 6890 and later). Of IPv6 only global
 * unicast (2000::/3) is public at all, and of that not what carries an IPv4 address of anybody's choice inside.
 */
const NOT_PUBLIC_4 = blocks([
  ...[
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
  ],
  ...[
    ['172.16.0.0', 12],
    ['192.0.0.0', 24],
    ['192.0.2.0', 24],
    ['192.88.99.0', 24],
    ['192.168.0.0', 16],
  ],
  ...[
    ['198.18.0.0', 15],
    ['198.51.100.0', 24],
    ['203.0.113.0', 24],
    ['224.0.0.0', 4],
    ['240.0.0.0', 4],
  ],
] as [string, number][]);
const GLOBAL_6 = blocks([['2000::', 3]], 'ipv6');
const NOT_PUBLIC_6 = blocks(
  [
    ['2001::', 23],
    ['2001:db8::', 32],
    ['2002::', 16],
    ['3fff::', 20],
  ] as [string, number][],
  'ipv6',
);

function blocks(nets: [string, number][], family: 'ipv4' | 'ipv6' = 'ipv4'): BlockList {
  const list = new BlockList();
  for (const [net, bits] of nets) list.addSubnet(net, bits, family);
  return list;
}

export type Address = { address: string; family: number };

/** Whether an address belongs to a machine anybody may reach, and to no network of somebody's own. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !NOT_PUBLIC_4.check(address);
  const plain = address.split('%')[0] ?? '';
  return isIP(plain) === 6 && GLOBAL_6.check(plain, 'ipv6') && !NOT_PUBLIC_6.check(plain, 'ipv6');
}

export type Resolve = (host: string) => Promise<Address[]>;

const resolveName: Resolve = host => lookup(host, { all: true, verbatim: true });

/**
 * The addresses a host may be reached at. One that is not public is enough to refuse all of them: a name that is both
 * inside and outside is nobody's honest server. The caller connects to these and asks no name server again, because the
 * next answer may be another.
 */
export async function addressesOf(
  host: string,
  allowsPrivate: boolean,
  resolve: Resolve = resolveName,
): Promise<Address[] | 'blocked' | 'unknown'> {
  const literal = host.replace(/^\[|\]$/g, '');
  const family = isIP(literal);
  const found = family ? [{ address: literal, family }] : await resolve(host).catch((): Address[] => []);
  if (found.length === 0) return 'unknown';
  return allowsPrivate || found.every(({ address }) => isPublicAddress(address)) ? found : 'blocked';
}
