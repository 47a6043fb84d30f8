import { describe, expect, it } from 'vitest';
import { asksOfRights, isRightsNotice } from '../../../../src/core/answering/rights-notice';

describe('a notice of rights', () => {
  it.each([
    'Licence: Creative Commons Attribution 4.0 International (CC BY 4.0).',
    'Text available under the Creative Commons Attribution-ShareAlike License.',
    'This work is licensed under a CC BY-SA 4.0 licence.',
    'Licensed under the Creative Commons licence.',
    'Unless noted otherwise, the text on this page is available under an open licence.',
    '© 2021 The Tea Society.',
    '(c) 2021 The Tea Society',
    'Copyright 1998 by the authors. All rights reserved.',
    '本文由 Inkstone 作者撰写，以知识共享署名 4.0 国际许可协议（CC BY 4.0）发布。',
    '版权所有，未经许可不得转载。',
    '本文按署名许可协议发布。',
    '本站内容遵循署名授权条款提供，保留所有权利。',
  ])('is %s', (sentence) => {
    expect(isRightsNotice(sentence)).toBe(true);
  });

  it.each([
    'The licence to sell tea was given to the company in 1600.',
    'Creative Commons was founded in 2001.',
    'Everyone has the right to rest and leisure.',
    'A driver must carry the licence at all times.',
    'By noon the harbour was full.',
    'Linux has been released under the GNU licence since 1992.',
    'The drug is distributed under a special licence from the ministry.',
    'Copyright by statute lasts for 70 years.',
    'Give 5 cc by mouth twice a day.',
    '公司于1600年获得经营茶叶的许可。',
    '根据国务院授权，中国人民银行发布公告。',
    '公司依法授权子公司发布数据。',
    '电视节目的内容须按许可证提供。',
    '版权所有者可以要求赔偿。',
    '双方保留权利。',
    '作者写道：“择料要精。”',
  ])('is not %s', (sentence) => {
    expect(isRightsNotice(sentence, 'The harbour opened in 1876.')).toBe(false);
  });

  it('has its byline before it', () => {
    expect(isRightsNotice('Written by the Inkstone authors.', 'Licence: CC BY 4.0.')).toBe(true);
    expect(isRightsNotice('Written by the Inkstone authors.')).toBe(false);
    expect(isRightsNotice('By Ada Lovelace and Charles Babbage', '© 2021 The Tea Society.')).toBe(true);
  });

  it('is not the last sentence of an article above it', () => {
    expect(isRightsNotice('By noon the harbour was full.', '© 2021 The Tea Society.')).toBe(false);
    expect(isRightsNotice('By 1900 it was closed.', '© 2021 The Tea Society.')).toBe(false);
  });

  it('is asked for by its words', () => {
    expect(asksOfRights('Under which licence is the text published?')).toBe(true);
    expect(asksOfRights('Who translated the text?')).toBe(true);
    expect(asksOfRights('May the photos be used commercially?')).toBe(true);
    expect(asksOfRights('这篇文章的作者是谁？')).toBe(true);
    expect(asksOfRights('可以商用吗？')).toBe(true);
    expect(asksOfRights('译者是谁？')).toBe(true);
    expect(asksOfRights('What is an inkstone?')).toBe(false);
    expect(asksOfRights('Who has the right to rest?')).toBe(false);
    expect(asksOfRights('文房四宝是什么？')).toBe(false);
  });
});
