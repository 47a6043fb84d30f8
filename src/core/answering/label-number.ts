import type { AnswerSpan } from './answer-span';

const labelBefore =
  /(?:\b(?:numbers?|nos?\.?|nr\.?|room|page|chapter|section|article|clause|paragraph|part|table|figure|building|unit|floor|gate|platform|line|route|version|step|item|question|volume|issue|lot|row|level|grade|class|type|model|appendix|exhibit|bay|berth|track)\s*|[#№第]\s*)$/iu;
const labelAfter = /^\s*(?:[号號室栋棟]|单元|單元)/u;
const endsAsLabel = /[号號]$/u;

/** Whether a number says which one something is, and counts nothing: "number 161", "Room 214", 第161号. */
export function isLabelNumber({ start, end, text }: AnswerSpan, sentence: string): boolean {
  return (
    labelBefore.test(sentence.slice(0, start)) ||
    labelAfter.test(sentence.slice(end)) ||
    endsAsLabel.test(text)
  );
}
