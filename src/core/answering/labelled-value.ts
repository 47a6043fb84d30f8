import type { AnswerKind } from './answer-kind';

/** "地点：…", "Meeting place: …": what stands before the label's own word says of what it is. */
const labels: readonly (readonly [AnswerKind, RegExp])[] = [
  [
    'place',
    /^[-*•\s]*(?:(\p{Script=Han}{0,6}?)(?:地点|地點|地址|位置|场所|場所|场地|場地|会址)|((?:[\p{L}'’-]+ ){0,3})(?:location|place|venue|address|where|room))\s*[:：]\s*\S/iu,
  ],
  [
    'time',
    /^[-*•\s]*(?:(\p{Script=Han}{0,6}?)(?:时间|時間|日期|时刻|時刻)|((?:[\p{L}'’-]+ ){0,3})(?:date|time|when|date and time|day|hours))\s*[:：]\s*\S/iu,
  ],
];

/**
 * Whether a sentence gives what a question asks for behind a label: "地点：上海" says where without any other word of the
 * question. A label that tells more, such as 会议时间, must share that with the question, where both are in one language.
 */
export function isLabelledFor(kind: AnswerKind, sentence: string, question: string): boolean {
  const label = labels.find(([labelled]) => labelled === kind)?.[1].exec(sentence);
  if (!label) return false;
  const subject = (label[1] ?? label[2] ?? '').trim().toLowerCase();
  const isSameScript = /\p{Script=Han}/u.test(subject) === /\p{Script=Han}/u.test(question);
  return subject === '' || !isSameScript || question.toLowerCase().includes(subject);
}
