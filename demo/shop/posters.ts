import { TEMPLATES } from '#brand';

/** What the bakery prints: two parcel cards, of which one thanks and the other is of use, and a stand for the counter. */
export type DemoPoster = 'thanks' | 'oven' | 'counter';

type PosterDesign = Omit<(typeof TEMPLATES)[number], 'key' | 'name' | 'what'>;

export function postersOf(): {
  poster: DemoPoster;
  name: string;
  design: PosterDesign;
}[] {
  const design = designOf('parcel');
  return [
    { poster: 'counter', name: '柜台立牌', design: { ...designOf('counter'), hook: '几点出炉，先告诉您' } },
    { poster: 'thanks', name: '包裹卡·谢谢', design: { ...design, hook: '谢谢您，加个店长吧' } },
    {
      ...{ poster: 'oven', name: '包裹卡·回热' },
      design: {
        ...design,
        ...{ hook: '回热五分钟，像刚出炉', background: { kind: 'colour', colour: '#e7f1ee' } },
        layers: design.layers.map(layer => reworded(layer)),
      },
    },
  ];
}

function designOf(wanted: string): PosterDesign {
  const template = TEMPLATES.find(({ key }) => key === wanted);
  if (!template) throw new Error(`There is no template ${wanted}`);
  const { key: _, name: __, what: ___, ...design } = template;
  return design;
}

const WORDS: Record<string, string> = {
  '怎么用、怎么存放、哪里不满意：扫码加我，当天回您。': '哪种面包回热几度、几分钟，扫码问我，一张表发给您。',
  '谢谢您的订单 🌿': '烤箱 180 度 🥐',
};

function reworded(layer: PosterDesign['layers'][number]): PosterDesign['layers'][number] {
  const green = 'colour' in layer && layer.colour === '#b45309' ? { colour: '#0f766e' } : {};
  return layer.kind === 'text'
    ? { ...layer, ...green, text: WORDS[layer.text] ?? layer.text }
    : { ...layer, ...green };
}
