/** Writing programs put the file's name or their own words where a title should be. */
export function meaningfulTitle(title: string | undefined): string | undefined {
  // eslint-disable-next-line no-control-regex -- metadata may hold any byte
  const text = title?.replace(/[\u0000-\u0020]+/g, ' ').trim() ?? '';
  const isProgramText =
    /^(?:untitled|无标题|about:blank|document\d*|microsoft (?:word|powerpoint|excel) - .*)$/i.test(text);
  const isFileName = /^\S+\.(?:docx?|pdf|tex|dvi|pptx?|xlsx?|indd|qxd|rtf|odt)$/i.test(text);
  return text === '' || isProgramText || isFileName ? undefined : text;
}
