// What Microsoft's own Adaptive Cards parser says about a card, at the version that Teams takes from bots.
import { createRequire } from 'node:module';
import type { JsonObject } from './json.js';

/** An element or action as the library makes it, with the properties it knows. */
interface SerializableObject {
  getSchema(): { getCount(): number; getItemAt(index: number): { readonly name: string } };
}

interface Registry {
  getItemCount(): number;
  getItemAt(index: number): { readonly typeName: string; readonly objectType: new () => SerializableObject };
}

interface ValidationResults {
  readonly validationEvents: readonly { readonly event: number; readonly message: string }[];
}

interface Context {
  readonly eventCount: number;
  getEventAt(index: number): { readonly event: number; readonly message: string };
}

/** As much of the library as is used here; its own types lead into its sources, which do not compile under our settings. */
interface Library {
  readonly AdaptiveCard: new () => SerializableObject & {
    parse(card: unknown, context: Context): void;
    validateProperties(): ValidationResults;
  };
  readonly GlobalRegistry: { readonly defaultElements: Registry; readonly defaultActions: Registry };
  readonly SerializationContext: new (version: unknown) => Context;
  readonly ValidationEvent: Readonly<Record<number, string>>;
  readonly Versions: { readonly v1_5: unknown };
}

// The package's modules leave out file extensions, so Node loads its bundle.
const { AdaptiveCard, GlobalRegistry, SerializationContext, ValidationEvent, Versions } = createRequire(
  import.meta.url,
)('adaptivecards-renderer/dist/adaptivecards.js') as Library;

export interface SchemaComplaint {
  readonly event: string;
  readonly message: string;
}

/** Properties that the parser reads outside its property lists: what elements hold, and every element's fallback. */
const HELD: Readonly<Record<string, readonly string[]>> = {
  AdaptiveCard: [
    '$schema',
    'body',
    'actions',
    'refresh',
    'authentication',
    'msteams',
    'speak',
    'fallbackText',
    'version',
  ],
  Container: ['items'],
  ColumnSet: ['columns'],
  Column: ['items'],
  Table: ['rows'],
  TableRow: ['cells'],
  TableCell: ['items'],
  RichTextBlock: ['inlines'],
  ActionSet: ['actions'],
  'Action.ShowCard': ['card'],
};

/** Layout properties that Teams takes on every element beyond version 1.5. */
const EVERYWHERE = ['fallback', 'targetWidth', 'layouts', 'grid.area', 'roundedCorners', 'showBorder', 'msteams'];

function propertiesOf(type: string, sample: SerializableObject): readonly [string, ReadonlySet<string>] {
  const schema = sample.getSchema();
  const own = Array.from({ length: schema.getCount() }, (_, index) => schema.getItemAt(index).name);
  return [type, new Set([...own, ...(HELD[type] ?? []), ...EVERYWHERE, 'type', 'id'])];
}

function readRegistry(): ReadonlyMap<string, ReadonlySet<string>> {
  const { defaultElements, defaultActions } = GlobalRegistry;
  const known = [defaultElements, defaultActions].flatMap((registry) =>
    Array.from({ length: registry.getItemCount() }, (_, index) => registry.getItemAt(index)),
  );
  const registered = known.map(({ typeName, objectType }) => propertiesOf(typeName, new objectType()));
  return new Map([...registered, propertiesOf('AdaptiveCard', new AdaptiveCard())]);
}

const knownProperties = readRegistry();

/** Whether version 1.5 as published has this element or action type. */
export function isStandardType(type: string): boolean {
  return knownProperties.has(type) || type in HELD;
}

/** Properties of a node that neither the standard nor Teams knows; empty for types the parser has no list for. */
export function unknownProperties(type: string, node: JsonObject): readonly string[] {
  const known = knownProperties.get(type);
  return known ? Object.keys(node).filter((key) => !known.has(key)) : [];
}

/** Parses and validates a card with the official library and returns everything it complains about. */
export function schemaComplaints(card: JsonObject): readonly SchemaComplaint[] {
  const context = new SerializationContext(Versions.v1_5);
  const parsed = new AdaptiveCard();
  parsed.parse(card, context);
  const whileParsing = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index));
  return [...whileParsing, ...parsed.validateProperties().validationEvents].map(({ event, message }) => ({
    event: ValidationEvent[event] ?? String(event),
    message,
  }));
}
