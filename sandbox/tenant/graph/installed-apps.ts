// Graph's installation of Teams apps for people.
// https://learn.microsoft.com/graph/api/userteamwork-post-installedapps (TeamsAppInstallation.ReadWriteSelfForUser.All)
import type { Answer } from '../message.js';
import type { TeamsApp } from '../teams-apps.js';
import { badRequest, GraphError } from './graph-error.js';
import { anyOf, type GraphCall, type GraphRoute, holds } from './route.js';
import { userInPath } from './users.js';

const ANY_APP = 'TeamsAppInstallation.ReadWriteForUser.All';
const ITSELF = 'TeamsAppInstallation.ReadWriteSelfForUser.All';
const BIND = 'teamsApp@odata.bind';

export const installAppForUser: GraphRoute = {
  method: 'POST',
  path: 'users/{id}/teamwork/installedApps',
  permissions: anyOf(ITSELF, ANY_APP),
  // Teams' refusals, not the directory's.
  refuse: (needed) => forbidden(`Missing role permissions on the request. API requires one of '${needed.join(', ')}'.`),
  units: 1,
  // Teams has limits of its own; no client of the sandbox comes near them.
  quota: 'none',
  query: [],
  answer: (call): Answer => {
    const app = appInBody(call);
    const user = userInPath(call);
    if (!holds(call, ANY_APP) && app.entraAppId !== call.bearer.appId) {
      throw forbidden(`AAD App Id '${call.bearer.appId}' is not allowed to manage the Teams App '${app.id}'.`);
    }
    if (!call.world.teamsApps.install(app, user)) {
      throw new GraphError(409, 'Conflict', `The app '${app.id}' is already installed for the user.`);
    }
    const installation = Buffer.from(`${user.id}##${app.id}`).toString('base64');
    return {
      status: 201,
      headers: { Location: `${call.root}/users('${user.id}')/teamwork/installedApps('${installation}')` },
    };
  },
};

const forbidden = (message: string): GraphError => new GraphError(403, 'Forbidden', message);

/** The app that the body binds, by this Graph's own address. Throws a GraphError. */
function appInBody(call: GraphCall): TeamsApp {
  const bind = (call.body as Readonly<Record<string, unknown>> | null | undefined)?.[BIND];
  const prefix = `${call.root}/appCatalogs/teamsApps/`;
  if (typeof bind !== 'string' || !bind.startsWith(prefix)) throw badRequest(`'${BIND}' names no app.`, 'BadRequest');
  const id = decodeURIComponent(bind.slice(prefix.length));
  const app = call.world.teamsApps.find(id);
  if (app !== undefined) return app;
  throw new GraphError(404, 'NotFound', `No app with id '${id}' was found in the app catalog of the tenant.`);
}
