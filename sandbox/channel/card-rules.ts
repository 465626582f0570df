// What Teams, and this project's own rules, ask of a card that a bot sends; each broken rule is one sentence with its place.
import { mentionRules } from './card-mentions.js';
import { isStandardType, schemaComplaints, unknownProperties } from './card-schema.js';
import { isAction, isInput, type Place, typeOf, walkCard } from './card-walk.js';
import { type JsonObject, listAt, objectAt, objectsAt, textAt } from './json.js';

/** The largest card in bytes of UTF-8 JSON: an older client limit of 28 KB with room for the rest of the activity. */
const CARD_BYTES = 25_000;
const ACTIONS_IN_A_SET = 6;
const REFRESHED_USERS = 60;

/** What Teams draws beyond version 1.5; a host that does not needs the element's fallback. */
const TEAMS_ONLY = new Set([
  'Badge',
  'Carousel',
  'CodeBlock',
  'CompoundButton',
  'Icon',
  'Input.Rating',
  'ProgressBar',
  'ProgressRing',
  'Rating',
  'Chart.Donut',
  'Chart.Pie',
  'Chart.Gauge',
  'Chart.Line',
  'Chart.VerticalBar',
  'Chart.VerticalBar.Grouped',
  'Chart.HorizontalBar',
  'Chart.HorizontalBar.Stacked',
  'Action.OpenUrlDialog',
  'Action.Popover',
  'Action.ResetInputs',
]);

/** Complaints of the official parser that the rules below make again, more exactly. */
const SAID_BETTER_BELOW = new Set(['UnknownElementType', 'UnknownActionType', 'DuplicateId']);

/** Teams takes a field that searches in cards of every version: learn.microsoft.com shows it in one of 1.2. */
const TEAMS_PROPERTY = /^Property "choices\.data" is supported in version 1\.6/;

export interface CardRuleOptions {
  /** Text that stands on a card on purpose though it looks like a leftover of templating, such as a hostile display name. */
  readonly literals?: readonly string[];
  /** Bytes of UTF-8 JSON. */
  readonly maxBytes?: number;
}

function typeRules({ node }: Place): readonly string[] {
  const type = typeOf(node);
  if (type === '' || type === 'AdaptiveCard' || /^(Data|Layout)\./.test(type)) return [];
  if (TEAMS_ONLY.has(type)) return node['fallback'] === undefined ? [`${type} has no fallback`] : [];
  if (!isStandardType(type)) return [`"${type}" is no element or action of version 1.5 or of Teams`];
  return unknownProperties(type, node).map((name) => `${type} has no property "${name}"`);
}

function inputRules({ node }: Place): readonly string[] {
  if (!isInput(node)) return [];
  const missing = ['id', 'label'].filter((key) => !textAt(node, key));
  const mute = node['isRequired'] === true && !textAt(node, 'errorMessage') ? ['errorMessage'] : [];
  return [...[...missing, ...mute].map((key) => `${typeOf(node)} has no ${key}`), ...searchRules(node)];
}

/** Without that style Teams shows a plain list, which asks nobody. */
function searchRules(node: JsonObject): readonly string[] {
  const query = objectAt(node, 'choices.data');
  if (query === undefined) return [];
  const broken = [];
  if (textAt(node, 'style') !== 'filtered') broken.push('a field with choices.data is not of style "filtered"');
  if (typeOf(query) !== 'Data.Query' || !textAt(query, 'dataset')) broken.push('choices.data names no dataset');
  return broken;
}

function actionRules({ node }: Place): readonly string[] {
  if (!isAction(node)) return [];
  const untitled = textAt(node, 'title') ? [] : [`${typeOf(node)} has no title`];
  return [...untitled, ...executeRules(node), ...linkRules(node)];
}

function executeRules(node: JsonObject): readonly string[] {
  if (typeOf(node) !== 'Action.Execute') return [];
  const fallback = objectAt(node, 'fallback');
  const broken = [];
  if (!textAt(node, 'verb')) broken.push('Action.Execute has no verb');
  if (typeOf(fallback ?? {}) !== 'Action.Submit') broken.push('Action.Execute has no Action.Submit as its fallback');
  if (fallback && textAt(fallback, 'title') !== textAt(node, 'title')) broken.push('the fallback has another title');
  return broken;
}

function linkRules(node: JsonObject): readonly string[] {
  if (typeOf(node) !== 'Action.OpenUrl') return [];
  return textAt(node, 'url')?.startsWith('https://') ? [] : ['Action.OpenUrl does not lead to https'];
}

function crowdRules({ node }: Place): readonly string[] {
  const count = listAt(node, 'actions').length;
  return count > ACTIONS_IN_A_SET ? [`${count} actions in one set, Teams shows ${ACTIONS_IN_A_SET}`] : [];
}

/** Looks at every string, also in fallbacks and data, which the walk over the visible card leaves out. */
function leftoverRules(card: JsonObject, literals: readonly string[]): readonly string[] {
  const broken: string[] = [];
  JSON.stringify(card, (key, value: unknown) => {
    if (typeof value !== 'string') return value;
    const rest = literals.reduce((text, literal) => text.replaceAll(literal, ''), value);
    if (rest.includes('${')) broken.push(`${key} still holds a template expression: ${value}`);
    return value;
  });
  return broken;
}

function duplicateIds(places: readonly Place[]): readonly string[] {
  const ids = places.map(({ node }) => textAt(node, 'id')).filter((id) => id !== undefined);
  const twice = new Set(ids.filter((id, index) => ids.indexOf(id) !== index));
  return [...twice].map((id) => `two elements have the id "${id}"`);
}

function cardAsAWhole(card: JsonObject, maxBytes: number): readonly string[] {
  const broken = [];
  const version = textAt(card, 'version') ?? 'none';
  if (!/^1\.[0-5]$/.test(version)) broken.push(`version ${version}, Teams takes 1.0 to 1.5`);
  const bytes = Buffer.byteLength(JSON.stringify(card));
  if (bytes > maxBytes) broken.push(`${bytes} bytes, more than ${maxBytes}`);
  return [...broken, ...refreshRules(card), ...mentionRules(card)];
}

function refreshRules(card: JsonObject): readonly string[] {
  const refresh = objectAt(card, 'refresh');
  if (!refresh) return [];
  const users = listAt(refresh, 'userIds');
  const strangers = users.filter((id) => typeof id !== 'string' || !id.startsWith('29:'));
  const broken = strangers.map((id) => `refresh.userIds holds ${JSON.stringify(id)}, which is no 29: id`);
  if (users.length > REFRESHED_USERS)
    broken.push(`refresh names ${users.length} users, Teams takes ${REFRESHED_USERS}`);
  if (!textAt(objectAt(refresh, 'action'), 'verb')) broken.push('refresh has no action with a verb');
  return broken;
}

/** Every rule that a card breaks, each with its place; empty for a card that Teams shows as it is meant. */
export function brokenCardRules(card: JsonObject, options: CardRuleOptions = {}): readonly string[] {
  const { literals = [], maxBytes = CARD_BYTES } = options;
  const places = [...walkCard(card)];
  const fromParser = schemaComplaints(card).filter(
    ({ event, message }) => !SAID_BETTER_BELOW.has(event) && !TEAMS_PROPERTY.test(message),
  );
  const atPlaces = places.flatMap((place) =>
    [typeRules, inputRules, actionRules, crowdRules]
      .flatMap((rule) => rule(place))
      .map((broken) => `${place.path || 'card'}: ${broken}`),
  );
  const emptySets = places.filter(
    ({ node }) => typeOf(node) === 'ActionSet' && objectsAt(node, 'actions').length === 0,
  );
  return [
    ...[...cardAsAWhole(card, maxBytes), ...leftoverRules(card, literals)].map((broken) => `card: ${broken}`),
    ...fromParser.map(({ event, message }) => `parser: ${event}: ${message}`),
    ...atPlaces,
    ...emptySets.map(({ path }) => `${path}: an ActionSet without actions`),
    ...duplicateIds(places),
  ];
}
