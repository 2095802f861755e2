/** Names that shops have for somebody, as the list takes them (customers/list.ts). */
const SHOP_NAMES: readonly string[] = ['buyer', 'member_card', 'user_id'];

type Known = {
  name: string | null;
  /** Absent in lists, whose names come with it already. */
  identities?: readonly { kind: string; shown: string }[];
};

/** Whose name nobody knows goes by the name a shop has for them; empty when there is none either. */
export function goesBy({ name, identities = [] }: Known): string {
  return name || (identities.find(({ kind }) => SHOP_NAMES.includes(kind))?.shown ?? '');
}
