import type { ProductRole } from '#customers/contract';
import type { Db, Tx } from '#platform/postgres/connect.ts';

/** The products that have each role. */
export type ProductRoles = ReadonlyMap<ProductRole, readonly number[]>;

export async function readProductRoles(db: Db | Tx): Promise<ProductRoles> {
  const rows = await db.selectFrom('products').select(['id', 'role']).where('role', 'is not', null).execute();
  const roles = new Map<ProductRole, number[]>();
  for (const { id, role } of rows) {
    const key = role as ProductRole;
    const known = roles.get(key);
    if (known) known.push(id);
    else roles.set(key, [id]);
  }
  return roles;
}
