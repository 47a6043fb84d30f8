const chinese =
  /^(?:因此|因而|所以|由此|[从從]此|[于於]是|此(?!外)|[这這]|其(?!他|它|余|餘)|[该該]|[他她它牠祂]|[后後][来來]|然[后後]|[随隨][后後]|同[时時]|但|而|不[过過]|例如|比如|也|[还還]|[并並])/u;
const english =
  /^(?:this|that|these|those|it|its|he|his|she|her|they|their|such|thus|therefore|hence|consequently|then|however|but|as a result|for example|for instance|instead|also|so)\b/i;

/** Whether a sentence begins with a word that points at the one before it: "Therefore …", "It …", 因此…, 该…. */
export function leansBack(sentence: string): boolean {
  return chinese.test(sentence) || english.test(sentence);
}
