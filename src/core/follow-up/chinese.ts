import { chineseTopic } from './chinese-phrases';
import { fragmentIn, isChineseElliptic, openChineseReference } from './chinese-references';
import { attributes, contentOf, roles } from './chinese-words';
import type { FollowUpRules, Topic } from './rules';

export const chineseFollowUps: FollowUpRules = {
  leans: (question) => openChineseReference(question) !== undefined || isChineseElliptic(question),
  topic: chineseTopic,
  meansPerson: (question) => {
    const reference = openChineseReference(question);
    return (
      reference !== undefined && /^[他她](?![们們])/u.test(question.slice(reference.start, reference.end))
    );
  },
  mayBeOfPerson: (question) =>
    /[谁誰]/u.test(question) || !isPlaceOrProperty.test(chineseTopic(question).phrase),
  complete: (question, topic, earlier) => {
    const fragment = fragmentIn(question);
    const reference = openChineseReference(fragment ?? question);
    if (fragment !== undefined && !reference) return completeFragment(fragment, topic, earlier);
    if (reference?.isPronoun === true && topic.phrase !== '' && !meansAnswer(question, earlier)) {
      const text = fragment ?? question;
      const isBare = text.slice(reference.start, reference.end).startsWith('其');
      const joint = isBare ? '的' : '';
      return text.slice(0, reference.start) + topic.phrase + joint + text.slice(reference.end);
    }
    if (!reference && contentOf(question) === '') return askedAgain(question, earlier, topic);
    const opensWithAttribute = new RegExp(
      `^(?:那么?|而)?[，,]?(?:主要|最大)?的?(?:${attributes}|${roles})`,
      'u',
    ).test(question);
    if (!reference && opensWithAttribute && topic.phrase !== '') {
      return `${topic.phrase}的${question.replace(/^(?:那么?|而)[，,]?/u, '')}`;
    }
    const isAboutAll = topic.phrase === '' || meansAnswer(question, earlier);
    return isAboutAll ? besideEarlier(question, topic, earlier) : withTopic(question, topic.phrase);
  },
};

/** By what no person is called: 王建国 and 张海 are. */
const isPlaceOrProperty = new RegExp(
  `(?:首都|省会|总部|国家|城市|[省市县镇街塔楼寺庙馆费]|学校|大学|医院|公司|车站|机场|公园|租金|押金|${attributes})$`,
  'u',
);

/** "谁设计了天坛？" – "他是哪里人？" asks about the answer. */
function meansAnswer(question: string, earlier: string | undefined): boolean {
  return /[他她]/u.test(question) && /^(?:请问)?(?:是)?谁(?!是)/u.test(earlier ?? '');
}

const time = /(?:公元前?)?\d{1,4}年(?:代)?|\d{1,2}世纪|(?:今|去|明|前)年/u;

/** The earlier question asked about something else, or about something else of the same thing. */
function completeFragment(fragment: string, topic: Topic, earlier: string | undefined): string {
  if (earlier === undefined) return withTopic(fragment, topic.content);
  if (time.test(fragment) && time.test(earlier))
    return earlier.replace(time, () => fragment.replace(/^在/u, ''));
  if (time.test(fragment) && contentOf(fragment.replace(time, '')) === '') return `${fragment}，${earlier}`;
  const title = /《[^》]+》/u;
  if (title.test(fragment) && title.test(earlier)) return earlier.replace(title, () => fragment);
  const isProperty = new RegExp(`^的?(?:主要|最大)?(?:${attributes}|${roles})$`, 'u').test(fragment);
  const owner = topic.phrase.split('的')[0] ?? '';
  if (isProperty) return owner === '' ? withTopic(fragment, topic.content) : `${owner}的${fragment}`;
  const inPlace = /^[在从对由跟和与]/u.test(fragment);
  if (!inPlace && owner !== '' && earlier.includes(owner)) return earlier.replace(owner, () => fragment);
  return besideEarlier(fragment, topic, earlier);
}

function askedAgain(question: string, earlier: string | undefined, topic: Topic): string {
  const rest = question.replace(/^(?:那么?|而|但)?[，,]?/u, '').replace(/[呢啊呀?？。！!\s]+$/u, '');
  if (earlier === undefined) return withTopic(question, topic.content);
  if (/还有|继续|详细|具体|更多|说说|讲讲|例|别的|其他|再/u.test(rest)) return earlier;
  return besideEarlier(`${rest}？`, topic, earlier);
}

const dash = '——';

/** The question, and behind it what it follows as it was asked: words picked out of that would read like none. */
function besideEarlier(question: string, topic: Topic, earlier: string | undefined): string {
  if (earlier === undefined) return withTopic(question, topic.content);
  const root = earlier.split(/(?<=[？?。！!])——/u).at(-1) ?? earlier;
  const isNew = topic.content.split(' ').some((part) => !question.includes(part));
  return isNew ? `${question.trim()}${dash}${root}` : question;
}

/** The question first: what it asks weighs more than what was asked before. */
function withTopic(question: string, topic: string): string {
  const missing = topic
    .split(' ')
    .filter((part) => part !== '' && !question.includes(part))
    .slice(0, 6)
    .join(' ');
  return missing === '' ? question : `${question.replace(/[?？。\s]+$/u, '')}（${missing}）？`;
}
