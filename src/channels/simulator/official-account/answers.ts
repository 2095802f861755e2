import { randomBytes } from 'node:crypto';

export type Call = {
  path: string;
  query: Record<string, string>;
  body: Record<string, unknown>;
  file?: Uint8Array | undefined;
};

export const refused = (errcode: number, errmsg: string) => ({
  errcode,
  errmsg: `${errmsg} rid: ${randomBytes(6).toString('hex')}`,
});
