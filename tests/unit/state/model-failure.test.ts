import { describe, expect, it } from 'vitest';
import { AppError, type ErrorCode, type ErrorDetail } from '../../../src/core/app-error';
import { createFormat } from '../../../src/i18n/format';
import { modelMessages } from '../../../src/i18n/models/messages';
import { modelFailure } from '../../../src/state/model-failure';

function said(code: ErrorCode, detail?: ErrorDetail, { locale = 'en', goesOn = false } = {}) {
  const language = locale === 'zh' ? 'zh' : 'en';
  return modelFailure(new AppError(code, code, { detail }), {
    words: modelMessages[language].failures,
    format: createFormat(language),
    settings: { hubUrl: null, libraryUrl: null },
    goesOn,
  });
}

describe('a failure with a model', () => {
  it('names the host of the hub that cannot be reached, and offers a mirror', () => {
    const detail = { kind: 'unreachable', host: 'huggingface.co' } as const;
    const { words, mayHaveMirror } = said('model-download-failed', detail);
    expect(words?.problem).toBe('huggingface.co cannot be reached.');
    expect(words?.advice).toMatch(/set a mirror, or add the model from a file/);
    expect(mayHaveMirror).toBe(true);
    expect(said('model-download-failed', detail, { locale: 'zh' }).words?.problem).toBe(
      '无法连接 huggingface.co。',
    );
  });

  it('offers no mirror of a host of somebody’s own', () => {
    const detail = { kind: 'unreachable', host: 'files.example' } as const;
    const { words, mayHaveMirror } = said('model-download-failed', detail);
    expect(words?.problem).toBe('files.example cannot be reached.');
    expect(words?.advice).not.toMatch(/mirror/);
    expect(mayHaveMirror).toBe(false);
  });

  it('says how much space is needed and how much there is', () => {
    const detail = { kind: 'no-room', neededBytes: 1.1e9, freeBytes: 60e6 } as const;
    expect(said('storage-full', detail).words?.problem).toBe('It needs 1.1 GB of space; 60 MB are free.');
    // The browser gave less than it had told.
    expect(said('storage-full', { kind: 'no-room', neededBytes: 1.1e9 }).words?.problem).toBe(
      'It needs 1.1 GB more space than the browser gives.',
    );
  });

  it('says how much of a file there is', () => {
    const detail = { kind: 'cut-short', path: 'a.gguf', bytes: 5e5, expectedBytes: 1e6 } as const;
    expect(said('model-damaged', detail).words?.problem).toBe('a.gguf is cut short: 500 kB of 1 MB.');
  });

  it('says that a download goes on by itself only where it does', () => {
    expect(said('offline', undefined, { goesOn: true }).words?.advice).toMatch(/goes on by itself/);
    expect(said('offline').words).toBeUndefined();
  });
});
