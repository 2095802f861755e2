import openapi from '@alicloud/openapi-util';
import tencent from 'tencentcloud-sdk-nodejs-common/tencentcloud/common/sign.js';

/** The vendors' own helpers, which sign as their SDKs do: what the fakes judge by, and nothing of ours. */

type Request = {
  method: string;
  pathname: string;
  query: Record<string, string>;
  headers: Record<string, string>;
};

export function aliyunAuthorization(request: Request, payload: string, id: string, secret: string): string {
  return own(openapi).getAuthorization(request as never, 'ACS3-HMAC-SHA256', payload, id, secret);
}

export function tencentAuthorization(request: object): string {
  return own(tencent).sign3(request as never);
}

/** Both are CommonJS with a default export; Node and the test runner unwrap that differently. */
function own<T extends object>(module: T | { default: T }): T {
  return 'default' in module ? module.default : module;
}
