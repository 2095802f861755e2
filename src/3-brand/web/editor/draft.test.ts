import { expect, test } from 'vitest';
import { posterBody, posterDesign } from '../../contract.ts';
import { TEMPLATES } from '../../posters/templates.ts';
import { blankDraft, blankLayer, bodyOf, draftOf, drawable, keyed, missingIn, resized } from './draft.ts';

const draft = blankDraft();

test('what is written is what the server takes', () => {
  const whole = { ...draft, name: ' 立牌 ', layers: [...draft.layers, keyed(blankLayer('text', draft))] };
  expect(posterBody.parse(bodyOf(whole))).toMatchObject({
    name: '立牌',
    layers: [{ kind: 'qr' }, { kind: 'text' }],
  });
  expect(bodyOf(draft)).toBeUndefined();
  for (const { key: _, name, what: __, ...design } of TEMPLATES) {
    const { layers } = posterDesign.encode(design);
    expect(bodyOf(draftOf({ ...design, layers } as never, name.zh))).toEqual({
      ...design,
      layers,
      name: name.zh,
    });
  }
});

test('what is wanting is said, the first thing first', () => {
  const unchosen = { ...draft, layers: [...draft.layers, keyed(blankLayer('picture', draft))] };
  expect(missingIn(unchosen)).toEqual({ what: 'name' });
  expect(missingIn({ ...unchosen, name: '立牌' })).toEqual({ what: 'picture', at: 2 });
  const background = { kind: 'picture', file: '', shade: 0 } as const;
  expect(missingIn({ ...draft, name: '立牌', background })).toEqual({ what: 'background' });
});

test('a picture still to be chosen does not keep the rest from being drawn', () => {
  const picture = keyed(blankLayer('picture', draft));
  const { design, keys } = drawable({ ...draft, layers: [picture, ...draft.layers] });
  expect(design?.layers.map(({ kind }) => kind)).toEqual(['qr']);
  expect(keys).toEqual(draft.layers.map(({ key }) => key));
});

test('another size keeps everything in proportion, and a code large enough', () => {
  const [qr] = resized(draft, 1_500, 2_668).layers;
  expect(qr?.layer).toMatchObject({ x: 330, y: 1_520, size: 840 });
  expect(resized(draft, 75, 133).layers[0]?.layer).toMatchObject({ size: 80 });
});
