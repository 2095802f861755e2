import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useSession } from '#web/session/session.ts';
import { useTexts } from '../texts/index.ts';

export function NewMoment() {
  const t = useTexts();
  const navigate = useNavigate();
  const { can } = useSession();
  if (!can('broadcasts:write')) return null;
  return (
    <Button type="primary" onClick={() => void navigate({ to: '/moments/new' })}>
      {t('moments.new')}
    </Button>
  );
}
