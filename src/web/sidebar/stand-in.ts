type Answered = (result: Record<string, unknown>) => void;
type Bridge = {
  invoke(name: string, params: Record<string, unknown>, answered: Answered): void;
  on(name: string, handle: Answered): void;
};
declare global {
  interface Window {
    WeixinJSBridge?: Bridge;
  }
}

/**
 * Where a corp lives in the simulator there is no WeCom client to show this page: the simulator's page stands around it.
 * What the client would put into the page, the bridge that Tencent's SDK speaks to, is put here and speaks to that page.
 * Everything above it is the same: the SDK, its registration, the signatures.
 */
export function installStandIn(origin: string): void {
  const waiting = new Map<number, Answered>();
  let number = 0;
  addEventListener('message', event => {
    if (event.origin !== origin || event.source !== window.parent) return;
    const { id, result } = event.data?.wxworkAnswer ?? {};
    waiting.get(id)?.(result);
    waiting.delete(id);
  });
  window.WeixinJSBridge = {
    invoke(name, params, answered) {
      number += 1;
      waiting.set(number, answered);
      window.parent.postMessage({ wxwork: { id: number, name, params, url: location.href } }, origin);
    },
    on: () => undefined,
  };
  // The SDK asks the browser's name whether it is in a client.
  Object.defineProperty(navigator, 'userAgent', {
    value: `${navigator.userAgent} wxwork/4.1.30`,
    configurable: true,
  });
}
