/** English words that deny what follows them. "Not" inside "isn't" counts too. */
export const englishNegators: ReadonlySet<string> = new Set(
  'not no never without neither nor none nobody nothing nowhere cannot hardly barely'.split(' '),
);

/** Words that stand between a negation and what it denies. */
export const englishFillers: ReadonlySet<string> = new Set(
  `a an the to of in on at by for from as be been being is are was were am do does did has have had any ever yet it its
   that this and or so very always`.split(/\s+/),
);

/** Longest first: of 没有 the whole is the negation. */
export const chineseNegators =
  /不再是|不是|没有|沒有|并未|並未|从未|從未|未曾|从不|從不|并不|並不|并非|並非|绝非|絕非|无法|無法|不曾|[不没沒未非无無勿]/gu;

/** Words that only look like a negation, or that deny nothing of what follows. */
export const noChineseNegation =
  /不仅|不僅|不但|不只|不光|不单|不單|不过|不過|不同|不断|不斷|不少|不久|不管|不论|不論|不得不|不禁|不愧|不等|不如|不一|不易|不足|不满|不滿|不良|不满|不明|不利|不安|不丹|非常|非洲|非裔|除非|是非|未来|未來|未必|无论|無論|无数|無數|无锡|無錫|没落|沒落|没收|沒收|淹没|淹沒|出没|出沒|沉没|沉沒/gu;
