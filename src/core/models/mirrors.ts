export const officialHubUrl = 'https://huggingface.co';
export const officialLibraryUrl =
  'https://raw.githubusercontent.com/mlc-ai/binary-mlc-llm-libs/main/web-llm-models';
export const hubSuggestions: readonly string[] = [officialHubUrl, 'https://hf-mirror.com'];
export const librarySuggestions: readonly string[] = [officialLibraryUrl];

export function normaliseBaseUrl(typed: string): string | undefined {
  if (!URL.canParse(typed)) return undefined;
  const { protocol } = new URL(typed);
  return protocol === 'https:' ? typed.replace(/\/+$/, '') : undefined;
}
