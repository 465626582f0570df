// Where and with whom a turn takes place, read from an activity that was found trustworthy.
import { TurnContext } from 'botbuilder';
import type { Activity } from 'botframework-schema';
import type { Person } from '../src/approvals/request.js';
import type { Place } from '../src/delivery/ports.js';

const NAME_LIMIT = 256;

/** The conversation an activity came from, with a reference for later messages. */
export function placeOf(activity: Activity): Place {
  const { conversation } = activity;
  const kind = kindOf(conversation.conversationType);
  return {
    conversationId: conversation.id,
    kind,
    tenantId: conversation.tenantId ?? tenantOf(activity),
    serviceUrl: activity.serviceUrl,
    reference: JSON.stringify({
      ...TurnContext.getConversationReference(activity),
      mailboxGuard: { timeZone: localeOf(activity).timeZone },
    }),
    personId: kind === 'personal' ? (activity.from?.aadObjectId?.toLowerCase() ?? null) : null,
    name: conversation.name?.slice(0, NAME_LIMIT) ?? null,
  };
}

/** The person an activity acts for. The object id was checked at the door. */
export function personOf(activity: Activity): Person {
  const objectId = activity.from.aadObjectId ?? '';
  return { objectId: objectId.toLowerCase(), name: (activity.from.name ?? objectId).slice(0, NAME_LIMIT) };
}

/** What Teams does not call personal may have other people in it, so it counts as a group. */
function kindOf(conversationType: string | undefined): Place['kind'] {
  if (conversationType === 'personal' || conversationType === 'channel') return conversationType;
  return 'groupChat';
}

function tenantOf(activity: Activity): string {
  const data: { readonly tenant?: { readonly id?: string } } = activity.channelData ?? {};
  return data.tenant?.id ?? '';
}

/** The reader's language and time zone as Teams tells them; both are checked, since they come from outside. */
export function localeOf(activity: Activity): { readonly locale: string; readonly timeZone: string } {
  return { locale: knownLocale(activity.locale), timeZone: knownZone(activity.localTimezone) };
}

function knownLocale(locale: string | undefined): string {
  try {
    return Intl.getCanonicalLocales(locale ?? 'en-GB')[0] ?? 'en-GB';
  } catch {
    return 'en-GB';
  }
}

function knownZone(zone: string | undefined): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone ?? 'UTC' }).resolvedOptions().timeZone;
  } catch {
    return 'UTC';
  }
}
