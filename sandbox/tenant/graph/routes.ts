// Every route of the sandbox's Graph.
import type { GraphRoute } from './route.js';
import { getUser, listUsers } from './users.js';

export const GRAPH_ROUTES: readonly GraphRoute[] = [listUsers, getUser];
