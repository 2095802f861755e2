import type { FormInstance } from 'antd';
import { useEffect } from 'react';
import { ApiProblem } from '../api/problem.ts';

/** Puts the server's faults beside the fields they speak of. What names no field of the form is still in `problem`. */
export function useFieldProblems(form: FormInstance, problem: unknown): void {
  useEffect(() => {
    if (!(problem instanceof ApiProblem)) return;
    const [first] = problem.fields();
    form.setFields(problem.fields());
    if (first) form.scrollToField(first.name, { focus: true });
  }, [form, problem]);
}
