import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef } from 'react';
import { api } from '#web/api/api.ts';
import { refresh } from '#web/api/queries.ts';
import type { Broadcast } from './BroadcastPage.tsx';

const RARELY = 5_000;

/**
 * Asks the platform for results when one opens the page or comes back to it: whoever has just confirmed a task in
 * another tab sees it here.
 */
export function useFreshResults({ id, status, channel, funnel }: Broadcast): void {
  const client = useQueryClient();
  const last = useRef(0);
  const isOpen =
    channel === 'wecom' && status === 'sent' && funnel.taskCreated > funnel.delivered + funnel.failed;
  const ask = useEffectEvent(() => {
    if (!isOpen || document.visibilityState !== 'visible' || Date.now() - last.current < RARELY) return;
    last.current = Date.now();
    api.post(`/broadcasts/${id}/refresh`).then(
      () => refresh(client, [`/broadcasts/${id}`]),
      () => undefined,
    );
  });
  useEffect(() => {
    if (isOpen) ask();
  }, [isOpen]);
  useEffect(() => {
    const come = () => ask();
    addEventListener('focus', come);
    document.addEventListener('visibilitychange', come);
    return () => {
      removeEventListener('focus', come);
      document.removeEventListener('visibilitychange', come);
    };
  }, []);
}
