import { ImportOutlined } from '@ant-design/icons';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTexts } from './texts/index.ts';

export function ImportButton() {
  const t = useTexts();
  const navigate = useNavigate();
  return (
    <Button type="primary" icon={<ImportOutlined />} onClick={() => void navigate({ to: '/imports/new' })}>
      {t('imports.new')}
    </Button>
  );
}
