/**
 * Text from documents and people is data. What a model's tokenizer or our prompt reads as structure is broken up
 * here, so that no passage can close its own frame, open a turn or pass for a citation. The sign that opens a
 * control token or a frame becomes a look-alike without meaning; everything else stays to the letter.
 */
export function neutralise(text: string): string {
  return text.replace(controlToken, '‹').replace(frameTag, '‹').replace(bracketToken, '(');
}

/** `<|im_start|>`, `<｜User｜>` and their like. */
const controlToken = /<(?=\s{0,2}[|｜])/g;
/** `</s>`, `<bos>`, `<start_of_turn>`, `<think>`, our own `<source …>`, `<<SYS>>`. */
const frameTag =
  /[<＜](?=[\s<＜]{0,3}[/／]?\s{0,3}(?:s|bos|eos|pad|unk|think|sources?|SYS|(?:start|end)_of_(?:turn|image))(?:[\s>＞/]|$))/gi;
/** `[INST]` and the others of the Mistral and Llama 2 families. */
const bracketToken =
  /\[(?=\/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS|TOOL_CONTENT)\])/g;

/** As `neutralise`; a bracketed number, which a model would copy as if it were a citation, gets round ones. */
export function neutraliseSource(text: string): string {
  return neutralise(text).replace(
    /(?:\[(\d{1,3}(?:\s*[,，、–-]\s*\d{1,3})*)\]|【(\d{1,3})】)/g,
    (_, square: string | undefined, lenticular: string | undefined) => `(${square ?? lenticular ?? ''})`,
  );
}

/** Takes an earlier answer's citation numbers out: they counted other passages. */
export function withoutMarkers(answer: string): string {
  return answer.replace(/[ \t]*\[\d{1,2}(?:\s*,\s*\d{1,2})*\](?!\()/g, '');
}
