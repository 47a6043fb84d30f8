import { attributes, contentOf, namesInChinese, roles, withoutFraming } from './chinese-words';
import type { Topic } from './rules';

/** What a Chinese question is about. */
export function chineseTopic(question: string): Topic {
  const content = contentOf(question).replace(/\s+/g, ' ');
  const [name] = namesInChinese(question);
  const phrase = roleIn(question) ?? (name === undefined ? subjectOf(question) : nameInPlace(name, question));
  return { phrase: phrase ?? '', content };
}

/** "法国的首都" is what is talked about next, not 法国. */
function roleIn(question: string): string | undefined {
  return new RegExp(
    `[^，,？?|的是在有]{2,12}的(?:第一任|现任|第一位|第一个|首任|末代|最后一[个位])?(?:${roles})(?=[是有在为叫位？?]|$)`,
    'u',
  ).exec(question.replace(opening, ''))?.[0];
}

/** A title alone; a word of another script with the Chinese written onto it ("AGG01蛋白", "DNA分子"). */
function nameInPlace(name: string, question: string): string {
  if (/^[《“「『]/u.test(name)) return name;
  const subject = subjectOf(question);
  return subject?.includes(name) === true && subject.length <= name.length + 6 ? subject : name;
}

const verbs =
  '提出|经过|规定|认为|指出|描述|说明|建议|赢得|占领|征服|流经|出生|去世|逝世|死于|成立|建立|建成|建于|始建|创立|创办|创作|发明|发现|写成|写了|写的|出版|发行|发布|位于|坐落|属于|隶属|开始|结束|爆发|毕业|担任|获得|参加|使用|采用|来自|包括|包含|需要|导致|造成|引起|产生|发生|起源|得名|加入|退出|开放|开在|开设|设在|召开|举行|举办|灭亡|统一|离开|推出|拥有|分布|生活|主要|最初|最早|一共|总共|曾经|曾|被|会|能|可以|应该|必须|要求|规定|如何|通过|有|是|在|为|于|由|的|叫|里|中|上';
/** "蜜蜂吃什么": the verb stands right before what is asked for. */
const verbAtEnd = /^(.{2,})(?:[吃喝住穿卖买画建造打唱产流飞]|研究|生产|制造|提供|支持|反对)[于自向往过]?$/u;
/** What only introduces a question. */
const opening = /^(?:(?:请问|请|那么?|而)[，,]?|介绍一?下?|说说|讲讲|谈谈|告诉我)+/u;
const subjectEnd = new RegExp(`^((?:(?:公元前?)?\\d{1,4}年的?)?.{2,}?)(?:${verbs}|[|，,？?])`, 'u');
const openingVerb = new RegExp(
  `^[|]*(?:是|由|被|在)?(?:最早|首先|第一个)?(?:${verbs}|写|画|建|造|打败|赢得|率领)(?:过|了)?`,
  'u',
);

/** What comes before the predicate; where the question word comes first, what comes after the verb. */
function subjectOf(question: string): string | undefined {
  const parts = withoutFraming(question.replace(opening, ''));
  const opened = parts.replace(/^[|，,]+/u, '');
  const rest = /^\|/u.test(parts) ? opened.replace(openingVerb, '') : opened;
  const lead = subjectEnd.exec(`${rest}|`)?.[1] ?? rest.replace(/[|，,].*$/u, '');
  const subject = lead
    .replace(verbAtEnd, '$1')
    .replace(new RegExp(`的(?:${attributes}).*$`, 'u'), '')
    .replace(/^(?:对于?|关于|在|从)/u, '');
  return contentOf(subject) === '' ? undefined : subject;
}
