import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useSession } from '../session/session.ts';
import type { Permission } from '../stage-pages.ts';

type Props = {
  /** Who may not make one sees no button. */
  may: Permission;
  label: string;
  /** What opens; it is there only while it is open, so that it begins empty each time. */
  children: (close: () => void) => ReactNode;
};

/** The button with which one more of what a page lists is made, and the drawer it opens. */
export function MakeNew({ may, label, children }: Props) {
  const { can } = useSession();
  const [isOpen, setOpen] = useState(false);
  if (!can(may)) return null;
  return (
    <>
      <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpen(true)}>
        {label}
      </Button>
      {isOpen && children(() => setOpen(false))}
    </>
  );
}
