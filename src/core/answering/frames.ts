import type { Language } from '../language';

/*
 * The few words that an answer itself consists of. They are stored with the message, in the question's language,
 * and must not change when the interface's language does; so they are not among the interface's messages.
 */

const leads: Record<Language, { same: string; other: string }> = {
  en: {
    same: 'Your documents say:',
    other: 'The sources are in Chinese. In their own words:',
  },
  zh: {
    same: '资料中写道：',
    other: '相关资料为英文，原文如下：',
  },
};

/** The words before quoted sentences; `quoteLanguage` is the language of the quotes. */
export function quoteLead(language: Language, quoteLanguage: Language): string {
  return language === quoteLanguage ? leads[language].same : leads[language].other;
}

export function noAnswerText(language: Language): string {
  return language === 'zh'
    ? '这个资料库中没有找到能回答这个问题的内容。'
    : 'The documents in this library do not hold the answer to this question.';
}
