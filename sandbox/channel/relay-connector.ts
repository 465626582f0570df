// The way back: a bot's connector calls, handed to the Agents Playground that the conversation lives in.
import { isObject, type JsonObject, objectsAt, textAt } from './json.js';
import { errorAnswer } from './teams-errors.js';

/** A call as it came, its path relative to the serviceUrl, such as `v3/conversations/…`. */
export interface ConnectorRequest {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

export interface ConnectorAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

const JSON_TYPE = 'application/json; charset=utf-8';
const MEMBER = /^(v3\/conversations\/[^/]+\/)members\/([^/?]+)/;

function json(status: number, body: unknown): ConnectorAnswer {
  return { status, contentType: JSON_TYPE, body: JSON.stringify(body) };
}

async function ask(connectorUrl: string, { method, path, body }: ConnectorRequest): Promise<ConnectorAnswer> {
  const carriesBody = method !== 'GET' && body !== undefined && body !== null;
  const response = await fetch(`${connectorUrl}/${path}`, {
    method,
    ...(carriesBody ? { headers: { 'content-type': JSON_TYPE }, body: JSON.stringify(body) } : {}),
  });
  const contentType = response.headers.get('content-type') ?? JSON_TYPE;
  return { status: response.status, contentType, body: await response.text() };
}

/** Playground cannot delete (501); the nearest a person can see is a message that says so. */
async function deleteInstead(connectorUrl: string, path: string): Promise<ConnectorAnswer> {
  const [, conversationId = ''] = /^v3\/conversations\/([^/]+)/.exec(path) ?? [];
  const conversation = { id: decodeURIComponent(conversationId) };
  const activity = { type: 'message', text: '_This message has been deleted._', attachments: [], conversation };
  const answer = await ask(connectorUrl, { method: 'PUT', path, body: activity });
  return answer.status < 300 ? json(200, {}) : answer;
}

function isMember(member: JsonObject, id: string): boolean {
  return ['id', 'aadObjectId', 'objectId', 'userPrincipalName', 'email'].some(
    (key) => textAt(member, key)?.toLowerCase() === id.toLowerCase(),
  );
}

/** Playground finds one member by its own id at most; Teams takes object id and UPN too, so the list is searched. */
async function findMember(connectorUrl: string, path: string): Promise<ConnectorAnswer> {
  const direct = await ask(connectorUrl, { method: 'GET', path, body: undefined });
  const [, conversation = '', memberId = ''] = MEMBER.exec(path) ?? [];
  if (direct.status < 400) return direct;
  const page = await ask(connectorUrl, { method: 'GET', path: `${conversation}pagedmembers`, body: undefined });
  if (page.status >= 400) return page;
  const parsed: unknown = JSON.parse(page.body);
  const found = objectsAt(parsed, 'members').find((member) => isMember(member, decodeURIComponent(memberId)));
  const missing = errorAnswer('MemberNotFoundInConversation');
  return found ? json(200, found) : json(missing.status, missing.body);
}

/** A created conversation must lead back through the relay, not around it. */
function withServiceUrl(answer: ConnectorAnswer, serviceUrl: string): ConnectorAnswer {
  if (answer.status >= 300 || !answer.body.includes('"serviceUrl"')) return answer;
  const parsed: unknown = JSON.parse(answer.body);
  return isObject(parsed) ? { ...answer, body: JSON.stringify({ ...parsed, serviceUrl }) } : answer;
}

/**
 * Does a bot's call at a Playground and answers as Teams would where Playground cannot.
 * @param connectorUrl Playground's own connector address, no slash at the end
 */
export async function callPlayground(
  connectorUrl: string,
  serviceUrl: string,
  request: ConnectorRequest,
): Promise<ConnectorAnswer> {
  try {
    if (request.method === 'DELETE') return await deleteInstead(connectorUrl, request.path);
    if (request.method === 'GET' && MEMBER.test(request.path)) return await findMember(connectorUrl, request.path);
    return withServiceUrl(await ask(connectorUrl, request), serviceUrl);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const { status, body } = errorAnswer('ServiceError', `Agents Playground does not answer: ${why}`);
    return json(status, body);
  }
}
