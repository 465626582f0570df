// Installs the bot's own app for a person, who can then be written to: somebody who decides should not have to find it first.
import type { Graph } from './graph.js';
import { recordOf, textAt } from './json.js';
import { type Answer, codeOf, detailOf } from './upstream.js';

export type AppInstalled =
  | { readonly kind: 'installed' }
  | { readonly kind: 'already' }
  | { readonly kind: 'no-permission' }
  /** The organisation's catalogue has no app of this id. */
  | { readonly kind: 'not-in-catalogue' }
  /** Microsoft's sentence: a policy, or an app that belongs to another application than the one that asks. */
  | { readonly kind: 'refused'; readonly why: string };

/** The app as the organisation's catalogue knows it. */
export interface CatalogueApp {
  /** The id that the catalogue gave it, not the one of its manifest. */
  readonly id: string;
  /** Graph's origin, by which the app is named. */
  readonly graphEndpoint: string;
}

/**
 * Teams then tells the bot of the new chat, as when the person had added the app. Doing it twice does no more than doing it once.
 * POST /users/{id}/teamwork/installedApps ("Install app for user"); least permission TeamsAppInstallation.ReadWriteSelfForUser.All,
 * which is optional and holds only for the app whose manifest names the calling application in webApplicationInfo.
 * @throws Refused upstream-* for what may pass by itself, and for answers that are none of these
 */
export async function installApp(
  graph: Graph,
  { id, graphEndpoint }: CatalogueApp,
  personId: string,
  correlationId: string,
): Promise<AppInstalled> {
  const answer = await graph.send({
    method: 'POST',
    path: `/users/${encodeURIComponent(personId)}/teamwork/installedApps`,
    body: { 'teamsApp@odata.bind': `${graphEndpoint}/v1.0/appCatalogs/teamsApps/${encodeURIComponent(id)}` },
    permission: 'TeamsAppInstallation.ReadWriteSelfForUser.All',
    correlationId,
    isReplayable: true,
    // Here a conflict is no passing fault but the app itself.
    accept: [400, 403, 404, 409, 412],
  });
  switch (answer.status) {
    case 403:
      return isPermissionMissing(answer) ? { kind: 'no-permission' } : { kind: 'refused', why: detailOf(answer) };
    case 404:
      return isPersonMissing(answer) ? { kind: 'refused', why: detailOf(answer) } : { kind: 'not-in-catalogue' };
    case 409:
      return { kind: 'already' };
    case 400:
    case 412:
      return { kind: 'refused', why: detailOf(answer) };
    default:
      return { kind: 'installed' };
  }
}

/** Teams says which one; a 403 that says nothing is taken for the same. Others are about the app or a policy, and say so. */
function isPermissionMissing(answer: Answer): boolean {
  const message = textAt(recordOf(recordOf(answer.body)?.['error']), 'message');
  return (
    message === null || codeOf(answer) === 'Authorization_RequestDenied' || /^Missing (?:role|scope)/iu.test(message)
  );
}

/** The directory's own code; Teams uses another one for apps. */
function isPersonMissing(answer: Answer): boolean {
  return codeOf(answer) === 'Request_ResourceNotFound';
}
