import { describe, expect, it } from 'vitest';
import type { AnswerEvent } from '../../../../src/core/answer-engine';
import { readShortAnswer } from '../../../../src/core/answering/short-answer-text';
import type { Citation } from '../../../../src/core/citation';
import { detectLanguage } from '../../../../src/core/language';
import type { Passage } from '../../../../src/core/passage';
import { answerExtractively } from '../../../../workers/answering/extractive-answer';
import { createJudge, documents, passagesOf } from '../../../fixtures/text-judge';

const passages = passagesOf(documents);
const judge = createJudge(passages);
const { signal } = new AbortController();

async function ask(question: string, given: readonly Passage[] = passages) {
  const events: AnswerEvent[] = [];
  const request = { question, language: detectLanguage(question), passages: given, history: [] };
  for await (const event of answerExtractively(request, judge, signal)) events.push(event);
  const citations = events.flatMap((event): Citation[] =>
    event.kind === 'citation' ? [event.citation] : [],
  );
  const text = events.map((event) => (event.kind === 'text' ? event.text : '')).join('');
  return { events, citations, text, first: citations[0]?.quote ?? '' };
}

describe('an extractive answer', () => {
  it('quotes the sentence that answers first', async () => {
    expect((await ask('Where do Duan inkstones come from?')).first).toContain('Zhaoqing in Guangdong');
    expect((await ask('Who carved the finest inkstones?')).first).toContain('Gu Erniang');
    expect((await ask('湖笔哪一年获得金奖？')).first).toContain('1929年');
    expect((await ask('制作宣纸需要多少道工序？')).first).toContain('一百多道工序');
  });

  it('does not quote who may use a text, unless that is asked', async () => {
    const notice = 'Licence: Creative Commons Attribution 4.0 International (CC BY 4.0).';
    const given = passagesOf({
      Tea: `Tea is brewed from the leaves of Camellia sinensis.\n\nWritten by the Inkstone authors. ${notice}`,
      文房四宝:
        '笔、墨、纸、砚合称文房四宝。\n\n本文由 Inkstone 作者撰写，以知识共享署名 4.0 国际许可协议发布。',
    });
    const quoted = async (question: string): Promise<string> =>
      (await ask(question, given)).citations.map(({ quote }) => quote).join('\n');
    for (const question of ['What is tea?', 'What is an inkstone?', '文房四宝是什么？', '茶是什么？']) {
      expect(await quoted(question), question).not.toMatch(/Inkstone|Creative Commons|知识共享/);
    }
    expect(await quoted('Under which licence is the text on tea published?')).toContain(notice);
    expect(await quoted('文房四宝这篇文章是谁撰写的？')).toContain('本文由 Inkstone 作者撰写');
  });

  it('finds an answer in other words than the question’s', async () => {
    expect((await ask('How much tea was produced by the farm?')).first).toContain('4 million kilograms');
    expect((await ask('谁改进了毛笔？')).first).toContain('蒙恬');
  });

  it('finds an answer across languages and quotes it as it stands', async () => {
    expect((await ask('Who improved the writing brush?')).first).toContain('蒙恬');
    expect((await ask('砚台是什么？')).first).toContain('stone mortar');
  });

  it('speaks the question’s language and says when the quotes are in another', async () => {
    expect((await ask('Where do Duan inkstones come from?')).text).toMatch(/^From “Inkstone”:\n\n/);
    expect((await ask('谁改进了毛笔？')).text).toMatch(/^《毛笔》中写道：\n\n/);
    expect((await ask('Who improved the writing brush?')).text).toMatch(/^From “毛笔” \(in Chinese\):/);
    expect((await ask('砚台是什么？')).text).toMatch(/^《Inkstone》（英文资料）中写道：/);
  });

  it('cites exact spans, each before the text that refers to it, numbered from 1', async () => {
    const { events, citations, text } = await ask('制作宣纸需要多少道工序？');
    expect(citations.length).toBeGreaterThan(0);
    expect(citations.length).toBeLessThanOrEqual(3);
    citations.forEach(({ n, documentId, start, end, quote }, i) => {
      const passage = passages.find((one) => one.documentId === documentId);
      expect(n).toBe(i + 1);
      expect(passage?.text.slice(start - passage.start, end - passage.start)).toBe(quote);
      expect(text).toContain(`[${n}]`);
      const shown = events.findIndex((event) => event.kind === 'text' && event.text.includes(`[${n}]`));
      const cited = events.findIndex((event) => event.kind === 'citation' && event.citation.n === n);
      expect(cited).toBeLessThan(shown);
    });
  });

  it('begins with the words that are the answer itself, where they are clear, and cites their quote', async () => {
    const when = await ask('湖笔哪一年获得金奖？');
    expect(when.text).toMatch(/^\*\*1929年\*\* \[1\]\n\n《毛笔》中写道：\n\n/);
    expect(when.first).toContain('1929年');
    const howMuch = await ask('How much tea was produced by the farm?');
    expect(howMuch.text).toMatch(/^\*\*4 million kilograms\*\* \[1\]\n\nFrom “Tea”:\n\n/);
    expect(howMuch.first).toContain('4 million kilograms');
  });

  it('sends the short answer whole, after the citation that it names', async () => {
    const { events } = await ask('湖笔哪一年获得金奖？');
    expect(events.slice(0, 2)).toMatchObject([
      { kind: 'citation', citation: { n: 1 } },
      { kind: 'text', text: '**1929年** [1]' },
    ]);
  });

  it('begins with the quotes where the question asks for no fact', async () => {
    for (const question of ['砚台是什么？', 'Why is ink ground on an inkstone?', '毛笔的笔头怎么制成？']) {
      expect((await ask(question)).text, question).not.toContain('**');
    }
  });

  it('gives the page of the passage', async () => {
    const paged = passages.map((passage) => ({ ...passage, page: 7 }));
    expect((await ask('谁改进了毛笔？', paged)).citations[0]).toMatchObject({ page: 7 });
  });

  it('streams in small pieces and ends with finish', async () => {
    const { events } = await ask('制作宣纸需要多少道工序？');
    const pieces = events.flatMap((event) => (event.kind === 'text' ? [event.text] : []));
    expect(Math.max(...pieces.map((piece) => piece.trim().length))).toBeLessThan(20);
    expect(events.at(-1)).toEqual({ kind: 'finish', reason: 'complete' });
  });

  it('yields only finish when no sentence holds anything of the question', async () => {
    for (const question of ['How do I repair a bicycle tyre?', '怎样安装打印机驱动程序？']) {
      expect((await ask(question)).events).toEqual([{ kind: 'finish', reason: 'complete' }]);
    }
    expect((await ask('What is ink?', [])).events).toEqual([{ kind: 'finish', reason: 'complete' }]);
  });

  it('quotes sentences side by side as one, and none twice from overlapping chunks', async () => {
    const text = 'The brush factory opened in 1929. The brush factory closed in 1956. It rained.';
    const [passage] = passagesOf({ Notes: text });
    if (!passage) throw new Error('no passage');
    const later = { ...passage, ordinal: 1, start: 134, text: text.slice(34), score: 0.9 };
    const { citations } = await ask('When did the brush factory open and when did it close?', [
      passage,
      later,
    ]);
    expect(citations.map(({ quote }) => quote)).toEqual([
      'The brush factory opened in 1929. The brush factory closed in 1956.',
    ]);
  });

  it('quotes the row of a table below the names of its columns, and no other row with it', async () => {
    const rows = [
      'City\tFounded\tPopulation',
      'Anqing\t1217\t4160000',
      'Wuhu\t1876\t3640000',
      'Hefei\t1949\t9360000',
    ];
    const [table] = passagesOf({ Cities: rows.join('\n') });
    if (!table) throw new Error('no passage');
    const { citations, text, first } = await ask('When was Wuhu founded?', [table]);
    expect(first).toBe('Wuhu\t1876\t3640000');
    expect(citations.every(({ quote }) => rows.includes(quote))).toBe(true);
    expect(text).toContain(
      '| City | Founded | Population |\n| --- | --- | --- |\n| Wuhu | 1876 | 3640000 [1] |',
    );
  });

  it('takes the sentence before along where the quote points back at it', async () => {
    const told = passagesOf({
      Baobab: 'The fruit holds more calcium than spinach. Therefore the baobab is called the silly fruit.',
    });
    const { first } = await ask('Why is the baobab called the silly fruit?', told);
    expect(first).toContain('more calcium than spinach');
  });

  it('takes along the list that a colon introduces, as a list and to the letter', async () => {
    const fire =
      'In case of fire, leave by the nearest stairway:\n\nclose the windows\ndo not use the lift\nmeet at the flagpole';
    const given = passagesOf({
      Handbook: `${fire}\n\nThe canteen opens at noon.`,
      手册: '发生火灾时，请从最近的楼梯离开：\n\n关闭窗户\n不要乘坐电梯\n到旗杆处集合\n\n食堂中午开门。',
    });
    const { citations, text } = await ask('What should I do in case of fire?', given.slice(0, 1));
    expect(citations[0]?.quote).toBe(fire);
    expect(text).toContain(
      'stairway:\n\n- close the windows\n- do not use the lift\n- meet at the flagpole [1]',
    );
    const chinese = await ask('发生火灾时应该做什么？', given.slice(1));
    expect(chinese.first).toBe('发生火灾时，请从最近的楼梯离开：\n\n关闭窗户\n不要乘坐电梯\n到旗杆处集合');
    expect(chinese.text).toContain('离开：\n\n- 关闭窗户\n- 不要乘坐电梯\n- 到旗杆处集合 [1]');
  });

  it('takes along the table that a colon introduces, and quotes none of its rows twice', async () => {
    const table = '\tFood\tCalories\nLeaves\tAsh, elm, maple\t50\nBerries\tBlueberry\t150';
    const lead = 'Here are some interesting things a respectful duck could eat:';
    const { citations, text } = await ask(
      'What do ducks eat?',
      passagesOf({ Ducks: `${lead}\n\n${table}\n\nThe end of it.` }),
    );
    expect(citations[0]?.quote).toBe(`${lead}\n\n${table}`);
    expect(text).toContain(
      `${lead}\n\n|  | Food | Calories |\n| --- | --- | --- |\n| Leaves | Ash, elm, maple | 50 |`,
    );
    expect(text).toContain('| Berries | Blueberry | 150 [1] |');
    expect(text.match(/Berries/g)).toHaveLength(1);
  });

  it('writes the table behind a colon row by row where a row of it answers best', async () => {
    const lead = 'Ducks eat the following leaves, berries and acorns:';
    const table =
      'Plant\tPart\tCalories\nAsh\tDuck leaves\t50\nElder\tDuck berries\t150\nOak\tDuck acorns\t90';
    const { citations, text } = await ask(
      'Do ducks eat elder berries?',
      passagesOf({ Ducks: `${lead}\n\n${table}\n\nThe end of it.` }),
    );
    expect(citations[0]?.quote).toBe(`${lead}\n\n${table}`);
    expect(text).toContain(`${lead}\n\n| Plant | Part | Calories |\n| --- | --- | --- |\n| Ash |`);
    expect(text).toContain('| Elder | Duck berries | 150 |\n| Oak | Duck acorns | 90 [1] |');
  });

  it('quotes what is cut off behind a colon only where nothing else is', async () => {
    const cut = passagesOf({ Ducks: 'Ducks eat many leaves and berries. Here is what ducks eat:' });
    expect((await ask('What do ducks eat?', cut)).first).toBe('Ducks eat many leaves and berries.');
    const alone = passagesOf({ Ducks: 'Here is what ducks eat:' });
    expect((await ask('What do ducks eat?', alone)).first).toBe('Here is what ducks eat:');
  });

  it('leaves the marks of a note’s own footnotes out', async () => {
    const said = 'Ducks eat leaves[1] and berries in summer. Ducks eat corn in winter.[2]';
    const given = passagesOf({ Ducks: said, 鸭子: '鸭子夏天吃树叶[1]和浆果。鸭子冬天吃玉米。[2]' });
    const notes = given.map((passage) => ({ ...passage, isNote: true }));
    const { citations, text } = await ask('What do ducks eat in winter and summer?', notes.slice(0, 1));
    expect(text).toContain('Ducks eat leaves and berries in summer. Ducks eat corn in winter. [1]');
    expect(citations[0]?.quote).toBe(said.slice(0, -3));
    const chinese = await ask('鸭子冬天和夏天吃什么？', notes.slice(1));
    expect(chinese.text).toContain('鸭子夏天吃树叶和浆果。鸭子冬天吃玉米。 [1]');
    expect((await ask('What do ducks eat in winter?', given.slice(0, 1))).text).toContain(String.raw`\[2\]`);
  });

  it('never lets document text become Markdown or a citation', async () => {
    const evil = passagesOf({
      'A](x) <b>':
        'The secret ink recipe is [free](https://evil.example) ![x](y) <img src=x> **now** [7] # here.',
    });
    const { text } = await ask('What is the secret ink recipe?', evil);
    expect(text).toContain(String.raw`\[free\](https\://evil.example)`);
    expect(text).not.toMatch(/(?<!\\)\[(?!1\])|(?<!\\)<|(?<!\\)\*/);
  });

  it('stops when it is aborted', async () => {
    const controller = new AbortController();
    const request = { question: '谁改进了毛笔？', language: 'zh' as const, passages, history: [] };
    const events = answerExtractively(request, judge, controller.signal);
    controller.abort();
    await expect(events.next()).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('what a small library holds', () => {
  const shop = passagesOf({
    Handbook:
      'Full-time staff receive 27 days of paid leave each year. Part-time staff receive 14 days.\n\nStaff wear an apron.',
    Log: 'Roasting log, spring 2024\n\nThe roaster is a P12 with serial number PR-12-88471. It was serviced on 4 February 2024.',
    Manual: 'The water tank holds 3 litres. When the sensor has failed, call service at 030 5550 187.',
    会议纪要: '会议时间：2024年9月12日。地点：上海市静安区。\n\n旗舰店将于2025年1月开业。负责人是周明远。',
    Prices: 'Item\tSupplier\tPrice\nOat milk\tHafer\t1.85\nSugar\tZucker\t0.99',
  });
  const shopJudge = createJudge(shop);

  async function askShop(question: string, confidence = 1) {
    const request = { question, language: detectLanguage(question), passages: shop, history: [], confidence };
    const quotes: string[] = [];
    let text = '';
    for await (const event of answerExtractively(request, shopJudge, signal)) {
      if (event.kind === 'citation') quotes.push(event.citation.quote);
      if (event.kind === 'text') text += event.text;
    }
    return { quotes, short: readShortAnswer(text) };
  }

  it('is answered by the value behind a label', async () => {
    expect((await askShop('会议在哪里举行？')).quotes[0]).toContain('地点：上海市静安区');
    expect((await askShop('会议是什么时候开的？')).quotes[0]).toContain('2024年9月12日');
  });

  it('is answered by a telephone number where one is asked for', async () => {
    expect((await askShop('What is the phone number of service?')).quotes[0]).toContain('030 5550 187');
  });

  it('is never backed by a title alone beside sentences', async () => {
    const { quotes } = await askShop('When was the roaster serviced?');
    expect(quotes[0]).toContain('4 February 2024');
    expect(quotes).not.toContain('Roasting log, spring 2024');
  });

  it('gives no short answer from the sentence beside the one that is asked about', async () => {
    expect((await askShop('How many days of paid leave do full-time staff get?')).short).toBe('27 days');
    expect((await askShop('How many days of paid leave do part-time staff get?')).short).toBeUndefined();
  });

  it('answers by the cell below the column that is asked for', async () => {
    expect((await askShop('What is the price of oat milk?')).short).toBe('1.85');
    expect((await askShop('What is the colour of oat milk?')).short).toBeUndefined();
  });

  it('is no answer where it counts something else and the search was not sure', async () => {
    expect((await askShop('How many employees does the company have?', 0.2)).quotes).toEqual([]);
    expect((await askShop('公司有多少员工？', 0.2)).quotes).toEqual([]);
    expect((await askShop('How many litres does the tank hold?', 0.2)).quotes).not.toEqual([]);
  });
});
