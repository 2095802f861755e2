import type { sidebarView } from '#customers/contract';
import type { Wire } from '../api/client.ts';
import { installStandIn } from './stand-in.ts';

type Registration = NonNullable<Wire<typeof sidebarView>['client']>;

/** Whom the chat beside the sidebar is with, as far as the client tells. */
export type Chat = { with: 'customer'; externalUserId: string } | { with: 'group' } | { with: 'nobody' };

export type ChatMessage = { msgtype: string } & Record<string, unknown>;

export type Client = {
  chat: Chat;
  /** Hands a message to the chat, as `sendChatMessage` takes it; the member presses send, or does not. */
  send(message: ChatMessage): Promise<'sent' | 'cancelled'>;
};

const PATIENCE = 6_000;
const APIS = ['getContext', 'getCurExternalContact', 'sendChatMessage'] as const;
/** Entries that know a customer (official page 94314). */
const OF_CUSTOMERS = ['contact_profile', 'single_chat_tools', 'single_kf_tools', 'chat_attachment'];

/** Whether this page stands in WeCom's client, or in the page that stands for it. */
export function isInClient(): boolean {
  return /wxwork/i.test(navigator.userAgent) || window.parent !== window;
}

/** Fetches the SDK while the server is asked who looks; the stand-in must be there before it, so not in the simulator. */
export function fetchSdk(): void {
  if (/wxwork/i.test(navigator.userAgent)) void import('@wecom/jssdk');
}

/** Registers the page with the client and asks whose chat it is. @throws when the client does not answer. */
export async function openClient(registration: Registration): Promise<Client> {
  const { corpId, agentId, config, agentConfig, standIn } = registration;
  if (standIn !== null) installStandIn(standIn);
  // Only now: it looks for the client when it is loaded.
  const ww = await import('@wecom/jssdk');
  ww.register({
    ...{ corpId, agentId, jsApiList: [...APIS] },
    getConfigSignature: () => config,
    getAgentConfigSignature: () => agentConfig,
  });
  const { entry } = await inTime(ww.getContext());
  return {
    chat: await chatOf(entry, ww),
    async send(message) {
      try {
        await ww.sendChatMessage(message as never);
        return 'sent';
      } catch (error) {
        if (/:cancel/.test(messageOf(error))) return 'cancelled';
        throw new Error(messageOf(error));
      }
    },
  };
}

async function chatOf(entry: string, ww: typeof import('@wecom/jssdk')): Promise<Chat> {
  if (entry.includes('group_chat')) return { with: 'group' };
  if (!OF_CUSTOMERS.includes(entry)) return { with: 'nobody' };
  try {
    const { userId } = await inTime(ww.getCurExternalContact());
    return { with: 'customer', externalUserId: userId };
  } catch {
    // 「fail without context of external contact」: opened beside a chat with a colleague, say.
    return { with: 'nobody' };
  }
}

function messageOf(error: unknown): string {
  const { errMsg, message } = (error ?? {}) as { errMsg?: string; message?: string };
  return errMsg ?? message ?? String(error);
}

/** A client that is none never answers. */
function inTime<T>(answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the client does not answer')), PATIENCE);
    answer.finally(() => clearTimeout(timer)).then(resolve, error => reject(new Error(messageOf(error))));
  });
}
