import { spansOf, type AnswerSpan } from './answer-span';

/** What is looked up by its letters and digits, and not counted or measured. */
export type CodeKind = 'phone' | 'code';

const asksForPhone =
  /\b(?:tele)?phone\s+(?:numbers?|no)\b|\b(?:mobile|fax|hotline|contact|emergency)\s+numbers?\b|\bwhat number (?:do|should|can|must) \w+ (?:call|dial|ring)\b|[电電][话話](?:号|號|是多少|是几|是幾|[?？]|$)|手机号|手機號|号码是|传真|傳真/i;
const asksForCode =
  /\b(?:serial|part|order|model|account|tax|customer|invoice|policy|contract|article|room|licen[cs]e|registration|reference|tracking|flight|passport|identification|id|batch|version|bank|member(?:ship)?)\s+(?:number|no|code|id)s?\b|\b(?:post|zip|pass|bar|product|error|access|discount|launch|door)[-\s]?codes?\b|\b(?:password|passcode|pin|iban|isbn|vin|e-?mail(?: address)?)\b|序列号|编号|編號|代码|代碼|密码|密碼|口令|型号|型號|单号|單號|账号|帳號|卡号|房号|邮编|郵編|车牌|車牌|验证码|邮箱|郵箱|学号|工号/i;

/** Undefined where a question asks for no code. "What does code E04 mean?" asks for a meaning. */
export function codeAskedFor(question: string): CodeKind | undefined {
  const asks =
    /^\s*(?:(?:and|so|please)\s+)?(?:what(?:['’]s| is| are| was|\s+number|\s+\S+\s+(?:number|code))|which|under (?:what|which)|give|tell)\b/i;
  if (/\p{Script=Han}/u.test(question)) {
    const isFor = /(?:是|为|叫)?(?:什么|多少|几号|几|哪个|哪一?个)[?？。\s]*$/u.test(question);
    if (!isFor || /意思|含义/.test(question)) return undefined;
  } else if (!asks.test(question) || /\bmeans?\b|\bfor\?*$/i.test(question)) return undefined;
  if (asksForPhone.test(question)) return 'phone';
  return asksForCode.test(question) ? 'code' : undefined;
}

const phones =
  /(?<![\p{L}\p{N}.-])\+?\(?\d[\d()]*(?:[ /()-]{1,2}\d[\d()]*){0,6}(?![\p{Script=Latin}\p{N}])/gu;
const leastPhoneDigits = 5;
/** Shorter ones count or number something. */
const leastCodeLength = 3;

/** Letters with digits, digits with signs between them, addresses of mail, and bare numbers. */
const codes =
  /(?<![\p{Script=Latin}\p{N}@._/-])(?=[\p{Script=Latin}]*[-_./]?\d|[^\s\p{Script=Han}]+@|[A-Z]+-)[\p{Script=Latin}\p{N}](?:[\p{Script=Latin}\p{N}]|[-_./@+](?=[\p{Script=Latin}\p{N}]))*/gu;

/** Codes as they are written, whole. */
export function codeSpans(sentence: string, kind: CodeKind): AnswerSpan[] {
  if (kind === 'phone') {
    return spansOf(phones, sentence).filter(
      ({ text }) =>
        text.replace(/\D/g, '').length >= leastPhoneDigits && !/^(?:1\d|20)\d{2}[-/]\d/.test(text),
    );
  }
  return spansOf(codes, sentence).filter(
    ({ text }) => text.length >= leastCodeLength && (/\d/.test(text) || text.includes('@')),
  );
}
