import type { Find } from '../stage-pages.ts';
import { SAMPLES } from './sample.ts';

const find: Find = async query =>
  SAMPLES.filter(({ name, phone }) => name.includes(query) || phone.endsWith(query))
    .slice(0, 5)
    .map(({ id, name, phone }) => ({ key: id, title: name, note: phone, to: `/kit/list/${id}` }));

export default find;
