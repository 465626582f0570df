// The routes of the Bot Connector that a Teams bot calls, as a table.
import type { ConnectorOperation } from './connector-faults.js';
import * as operations from './connector-operations.js';
import type { JsonObject } from './json.js';

export interface RouteParameters {
  readonly conversationId: string;
  readonly activityId: string;
  readonly memberId: string;
}

export interface ConnectorRoute {
  readonly operation: ConnectorOperation;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Behind `v3/conversations`. */
  readonly path: string;
  run(world: operations.ConnectorWorld, at: RouteParameters, body: JsonObject, query: unknown): operations.Answer;
}

const ACTIVITIES = '/:conversationId/activities';
const ACTIVITY = `${ACTIVITIES}/:activityId`;

export const CONNECTOR_ROUTES: readonly ConnectorRoute[] = [
  { operation: 'create', method: 'POST', path: '', run: (world, _, body) => operations.create(world, body) },
  {
    operation: 'send',
    method: 'POST',
    path: ACTIVITIES,
    run: (world, at, body) => operations.send(world, at.conversationId, body),
  },
  {
    operation: 'send',
    method: 'POST',
    path: ACTIVITY,
    run: (world, at, body) => operations.send(world, at.conversationId, { ...body, replyToId: at.activityId }),
  },
  {
    operation: 'update',
    method: 'PUT',
    path: ACTIVITY,
    run: (world, at, body) => operations.update(world, at.conversationId, at.activityId, body),
  },
  {
    operation: 'delete',
    method: 'DELETE',
    path: ACTIVITY,
    run: (world, at) => operations.remove(world, at.conversationId, at.activityId),
  },
  {
    operation: 'members',
    method: 'GET',
    path: '/:conversationId/members',
    run: (world, at) => operations.members(world, at.conversationId),
  },
  {
    operation: 'members',
    method: 'GET',
    path: '/:conversationId/members/:memberId',
    run: (world, at) => operations.members(world, at.conversationId, at.memberId),
  },
  {
    operation: 'members',
    method: 'GET',
    path: '/:conversationId/pagedmembers',
    run: (world, at, _, query) => operations.pagedMembers(world, at.conversationId, query),
  },
];
