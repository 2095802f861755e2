import { PageHeader } from '#web/kit/PageHeader.tsx';
import { Todos } from './Todos.tsx';
import { useTexts } from './texts/index.ts';

export function StaffHome() {
  const t = useTexts();
  return (
    <>
      <PageHeader title={t('todos')} lead={t('todosLead')} />
      <Todos />
    </>
  );
}
