/**
 * The address to give to WeCom. Without SIYU_PUBLIC_URL the server names only the path, and how this browser reaches
 * it is the best guess; one that leads to this machine or a private network is of no use to WeCom.
 */
export function callbackAddress(given: string, origin: string): { address: string; isReachable: boolean } {
  const address = given.startsWith('/') ? origin + given : given;
  return { address, isReachable: !isPrivate(new URL(address).hostname) };
}

/** RFC 1918 and 4193, loopback, link-local, and names that only a local network knows. */
function isPrivate(host: string): boolean {
  return (
    !/[.:]/.test(host) ||
    /\.(localhost|local|lan|internal)$/.test(host) ||
    /^(127|10|169\.254|192\.168|172\.(1[6-9]|2\d|3[01]))\./.test(host) ||
    /^\[(::1|f[cd]|fe[89ab])/i.test(host)
  );
}
