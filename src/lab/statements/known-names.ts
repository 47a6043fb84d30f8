import type { QueryRecord } from '../retrieval-set';

type NameKind = 'person' | 'place' | 'organisation' | 'work';

/** Names that the questions of a set ask for, by what they ask. */
export type KnownNames = Readonly<Record<NameKind, readonly string[]>>;

const asked: readonly (readonly [NameKind, RegExp])[] = [
  ['person', /\b(?:who|whose|whom)\b|谁|誰|哪位|何人/i],
  [
    'place',
    /\bwhere\b|\b(?:which|what) (?:city|country|state|region|river|town|county|province|island|continent)\b|哪里|哪裡|哪裏|哪儿|何地|何[处處]|哪[个個座]?(?:国家|國家|城市|省|州|地方|地区|地區)|哪[国國]|什[么麼]地方/i,
  ],
  [
    'organisation',
    /\b(?:which|what) (?:company|university|college|organi[sz]ation|team|party|band|school|church|agency|club|group|network)\b|[哪什][家所个個支间間么麼]?(?:公司|大[学學]|[学學]校|机构|機構|组织|組織|球[队隊]|政[党黨]|[俱][乐樂]部|集[团團])/i,
  ],
];

const englishName =
  /^\p{Lu}[\p{L}'’.]*(?:[- ]\p{Lu}[\p{L}'’.]*| (?:of|the|and|de|la|von|van|du|der)(?= ))*$/u;
const chineseName = /^\p{Script=Han}[\p{Script=Han}·‧•]{1,11}$/u;
const noChineseName = /[的了是在和与與或他她它们們这這那不有为為及等]|[一二三四五六七八九十][个個位年]/;
const calendar =
  /^(?:January|February|March|April|May|June|July|August|September|October|November|December|\p{L}+day)\b/u;

export function knownNames(queries: readonly QueryRecord[]): KnownNames {
  const names: Record<NameKind, Set<string>> = {
    person: new Set(),
    place: new Set(),
    organisation: new Set(),
    work: new Set(),
  };
  for (const { text, answers } of queries) {
    const kind = asked.find(([, pattern]) => pattern.test(text))?.[0];
    for (const answer of answers) {
      const name = answer.trim().replace(/^the /i, '');
      if (/^《[^《》]+》$/.test(name)) names.work.add(name);
      else if (kind && isName(name)) names[kind].add(name);
    }
  }
  return {
    person: [...names.person],
    place: [...names.place],
    organisation: [...names.organisation],
    work: [...names.work],
  };
}

function isName(text: string): boolean {
  if (/\p{Script=Han}/u.test(text)) return chineseName.test(text) && !noChineseName.test(text);
  return text.length >= 4 && englishName.test(text) && !calendar.test(text);
}
