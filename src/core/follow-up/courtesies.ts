const english =
  /^(?:(?:oh|ok|okay|k|yes|yeah|yep|no|nope|sure|right|great|good|nice|cool|perfect|super|wow|fine|well|so|very|much|many|a lot|thanks|thank you|thx|ty|cheers|hello|hi|hey|hiya|greetings|good (?:morning|afternoon|evening|night|day)|bye|goodbye|see you|got it|i see|understood|please|sorry|there|again|then|for (?:that|this|your help|the (?:help|answer))|that['’]s (?:great|good|all|it)|that helps?|you)[\s,.!?…]*)+$/i;
const chinese =
  /^(?:(?:谢谢|謝謝|多谢|多謝|感谢|感謝|好的?|好吧|行|嗯|哦|噢|是的|对的?|不是|不用了|没事|你好|您好|大家好|嗨|喂|早上好|早|下午好|晚上好|晚安|再见|再見|拜拜|明白|知道了|懂了|了解|收到|辛苦了|不错|太好了|很好|抱歉|对不起|你|您|了|啦|呀|啊|哈)[\s，,。.！!？?…~～]*)+$/u;
/** These alone may ask: "So?", "Again, please", "So many?". */
const asksBack = /^(?:(?:so|well|then|there|again|you|no|much|many|good|right|please)[\s,?.!]*)+$/i;
const longestCourtesy = 80;

/** Whether words only greet, thank or agree: they ask nothing, lean on nothing, and nothing is about them. */
export function isCourtesy(text: string): boolean {
  const trimmed = text.trim();
  return (
    trimmed.length <= longestCourtesy &&
    !asksBack.test(trimmed) &&
    (english.test(trimmed) || chinese.test(trimmed))
  );
}
