import type { z } from 'zod';
import type { accountView, productView } from '#customers/contract';
import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import { useSession } from '#web/session/session.ts';
import type { albumAccount, albumItemRow, albumView } from '../../contract.ts';

export type Item = Wire<typeof albumItemRow>;
export type Album = Wire<typeof albumView>;
export type AlbumAccount = Wire<typeof albumAccount>;
export type Product = z.input<typeof productView> & { id: string };

/** How the albums stand, and what WeCom takes. */
export function useAlbum() {
  return useRead<Album>('/product-album');
}

/** The simulator's page of the album, where the account is the simulator's. */
export function useSimulator(accountId: string | undefined): string | undefined {
  const { can } = useSession();
  const { data } = useRead<{ data: Wire<typeof accountView>[] }>(
    can('channels:read') ? '/accounts' : undefined,
  );
  const url = data?.data.find(({ id }) => id === accountId)?.simulatorUrl;
  return url ? `${url}album` : undefined;
}
