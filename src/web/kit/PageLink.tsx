import { Link } from '@tanstack/react-router';
import type { ComponentProps, ReactNode } from 'react';
import { parseSearch } from '../url/search.ts';

type Anchor = Omit<ComponentProps<'a'>, 'href' | 'children' | 'ref'>;

/** A link within the console: `to` is a finished path with its query, `/customers?tier=important`. */
export function PageLink({ to, children, ...rest }: Anchor & { to: string; children?: ReactNode }) {
  const [path = '/', query = ''] = to.split('?');
  return (
    <Link to={path} search={parseSearch(query) as never} activeOptions={NEVER_MARKED} {...(rest as object)}>
      {children}
    </Link>
  );
}

// Which link is current is said by whoever draws the links; the router's own guess would mark every prefix.
const NEVER_MARKED = { exact: true, includeSearch: true };
