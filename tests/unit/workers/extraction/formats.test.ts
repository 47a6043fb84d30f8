import { describe, expect, it } from 'vitest';
import { extractDocument } from '../../../../workers/engines/extraction/extract';
import { formatOf } from '../../../../workers/engines/extraction/formats';
import { extract } from '../../../fixtures/extraction';

const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

describe('the format of a file', () => {
  it.each([
    ['notes.md', '', '# Notes', 'markdown'],
    ['NOTES.TXT', '', '# Notes', 'text'],
    ['page.htm', '', 'no tags', 'html'],
    ['report', 'text/markdown; charset=utf-8', 'x', 'markdown'],
    ['report', '', '<!DOCTYPE html><p>x', 'html'],
    ['report', '', 'plain words', 'text'],
    ['program.py', '', 'print(1)', 'code'],
    ['folder/Makefile', '', 'all:', 'code'],
    ['run', '', '#!/usr/bin/env python3\nprint(1)', 'code'],
    ['renamed.txt', '', '<!doctype html><p>x', 'html'],
    ['old.doc', '', '\xEF\xBB\xBF<html><body>x', 'html'],
    ['page.pdf', '', '<html><body>x', 'html'],
    ['letter.txt', '', 'Subject: Ink\nFrom: a@b.example\nTo: c@d.example\n\nx', 'email'],
    ['saved', '', 'From: <Saved by Blink>\nMIME-Version: 1.0\n\n', 'html'],
    ['inbox', '', 'From a@b.example Mon Jan  1 10:00:00 2024\nSubject: x\n\n', 'email'],
    ['talk', '', 'WEBVTT\n\n', 'subtitles'],
    ['talk.txt', '', '1\r\n00:00:01,000 --> 00:00:02,000\r\nx', 'subtitles'],
    ['data', '', '\n [{"a": 1}]', 'json'],
    ['wide', '', '\xFF\xFE{\0"\0a\0"\0', 'json'],
    ['notes.txt', '', '[1] a footnote', 'text'],
    ['notes.txt', '', 'From: here\nto there', 'text'],
    ['drawing', '', '<svg xmlns="x">', 'text'],
    ['work.ipynb', '', '{"cells": []}', 'notebook'],
    ['readme.md', '', '<html>', 'markdown'],
    ['photo.txt', '', '\xFF\xD8\xFF\xE0', 'image'],
    ['phone.heic', '', '\0\0\0\x18ftypheic', 'image'],
    ['song.bin', '', 'ID3\x04', 'audio'],
    ['memo.m4a', '', '\0\0\0\x18ftypM4A ', 'audio'],
    ['film.bin', '', '\0\0\0\x18ftypisom', 'video'],
    ['film.mkv', '', '\x1A\x45\xDF\xA3', 'video'],
    ['renamed.txt', 'text/plain', '%PDF-1.7', 'pdf'],
    ['prefixed.bin', '', '\0\0junk%PDF-1.4', 'pdf'],
    ['letter.doc', '', '{\\rtf1 hello}', 'rtf'],
    ['table', 'text/csv', 'a,b', 'csv'],
  ])('of %s (%s) beginning with %j is told', (name, type, head, format) => {
    expect(formatOf(name, type, bytes(head)).format).toBe(format);
  });
});

describe('a file that is only kept', () => {
  it.each([
    ['photo.md', '\x89PNG\r\n\x1A\n', 'image'],
    ['song.mp3', 'ID3\x03', 'audio'],
    ['film.webm', '\x1A\x45\xDF\xA3', 'video'],
  ])('%s has no text yet, and says what is still to be recognised', async (name, head, kind) => {
    const document = await extract(name, bytes(head));
    expect(document).toMatchObject({ text: '', format: kind, unread: kind, coverage: 0, warnings: [] });
  });
});

describe('a file that cannot be read', () => {
  it('is refused as empty when it has no bytes', async () => {
    await expect(extract('a.md', '')).rejects.toMatchObject({ code: 'empty-file' });
  });

  it('is refused as without text when it has only white space', async () => {
    await expect(extract('a.txt', ' \n\t\n')).rejects.toMatchObject({ code: 'no-text' });
  });

  it.each([
    ['all.txt', '7z\xBC\xAF\x27\x1C', '7-Zip archive'],
    ['all.zip', 'PK\x03\x04....a.txt', 'ZIP archive'],
    ['old.doc', '\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1', 'Office document'],
  ])('%s is refused by what it is, whatever it is called', async (name, head, kind) => {
    const refused = extract(name, bytes(head));
    await expect(refused).rejects.toMatchObject({ code: 'unsupported-format' });
    await expect(refused).rejects.toThrow(kind);
  });

  it('is refused as binary when a text name hides unknown bytes', async () => {
    const noise = Uint8Array.from({ length: 2000 }, (_, index) => (index * 7919) % 251);
    await expect(extract('a.txt', noise)).rejects.toMatchObject({ code: 'unsupported-format' });
  });

  it('throws the reason of its signal when that was aborted before', async () => {
    const cancelled = extractDocument(new Blob(['x']), 'a.txt', { signal: AbortSignal.abort() });
    await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
  });
});
