import { answer, deskInUse, q1Answer, type Desk } from './desk';
import { qwen, small } from './fake-models';

/** A conversation whose answer another model took over; or that failed, where the person chose the model. */
export function lostDesk(isChosen: boolean): Desk {
  const [asked] = deskInUse.messages;
  if (asked?.role !== 'question') throw new Error('the desk begins with a question');
  const { text, citations } = q1Answer;
  const written = isChosen
    ? answer(asked, '', [], {
        ...{ engine: 'webllm', model: qwen.id, status: 'failed' },
        error: { code: 'out-of-memory', message: '' },
      })
    : answer(asked, text, citations, {
        ...{ engine: 'webllm', model: small.id },
        tookOverFrom: { model: qwen.id, code: 'device-lost' },
      });
  return { ...deskInUse, messages: [asked, written] };
}
