// The answers outside of any command: to those who may not ask, and when everything else failed.
import { ActivityTypes, type TurnContext } from 'botbuilder';
import type { Failure } from '../src/failure.js';
import { errorAnswer, type InvokeAnswer } from './invoke-answer.js';
import type { Log } from './log.js';
import { sentenceFor } from './refusal.js';
import type { Distrust } from './trust.js';

interface AwayDoors {
  readonly log: Log;
  newCorrelationId(): string;
}

/** An invoke is always answered with HTTP 200; the card-level status is in the body. */
export async function answer(context: TurnContext, body?: InvokeAnswer): Promise<void> {
  const value = body === undefined ? { status: 200 } : { status: 200, body };
  await context.sendActivity({ type: ActivityTypes.InvokeResponse, value });
}

/** Activities that may not be served: told in one sentence where that is safe, dropped where it is not. */
export async function turnAway(context: TurnContext, doubt: Distrust, doors: AwayDoors): Promise<void> {
  doors.log.warn({ doubt, type: context.activity.type }, 'activity turned away');
  const sentence = sentenceFor(failureFor(doubt, context.activity.conversation?.conversationType === 'personal'));
  if (context.activity.type === ActivityTypes.Invoke) return answer(context, errorAnswer(403, 'Forbidden', sentence));
  const canAnswer = doubt === 'tenant' || doubt === 'no-identity' || doubt === 'shared-channel';
  if (canAnswer && context.activity.type === ActivityTypes.Message) await context.sendActivity(sentence);
}

function failureFor(doubt: Distrust, isPersonal: boolean): Failure {
  if (doubt === 'no-identity') return { kind: 'no-identity' };
  return { kind: doubt === 'tenant' && isPersonal ? 'foreign-tenant' : 'place-refused' };
}

/** The last resort, for a store that is gone or an answer that could not be sent. */
export async function apologise(context: TurnContext, error: unknown, doors: AwayDoors): Promise<void> {
  const reference = doors.newCorrelationId();
  doors.log.error({ err: error, correlationId: reference, type: context.activity.type }, 'turn failed');
  const sentence = `Something went wrong on my side; nothing more was done. Reference: ${reference}.`;
  try {
    if (context.activity.type === ActivityTypes.Invoke)
      await answer(context, errorAnswer(500, 'InternalError', sentence));
    if (context.activity.type === ActivityTypes.Message) await context.sendActivity(sentence);
  } catch (again) {
    doors.log.error({ err: again, correlationId: reference }, 'apology not delivered');
  }
}
