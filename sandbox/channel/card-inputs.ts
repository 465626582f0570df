// What a client sends along with a pressed button: the inputs in reach, filled in and checked as Teams does it.
import type { FoundAction } from './card-actions.js';
import { isInput, typeOf, walkCard } from './card-walk.js';
import { type JsonObject, objectsAt, textAt } from './json.js';

/** What a person enters, by input id or by label. Several choices of one set are a list. */
export type InputValues = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** Inputs of one card, without those of the ShowCards inside it, which submit on their own. */
function inputsOf(card: JsonObject): readonly JsonObject[] {
  return [...walkCard(card)].filter(({ node, cards }) => cards.length === 1 && isInput(node)).map(({ node }) => node);
}

function initialValue(input: JsonObject): string {
  const value = input['value'];
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  return typeOf(input) === 'Input.Toggle' ? (textAt(input, 'valueOff') ?? 'false') : '';
}

function enteredValue(input: JsonObject, value: InputValues[string]): string {
  if (typeof value === 'boolean') return textAt(input, value ? 'valueOn' : 'valueOff') ?? String(value);
  return typeof value === 'object' ? value.join(',') : String(value);
}

/** Why a client would not let this value be sent, or undefined. */
function objection(input: JsonObject, value: string): string | undefined {
  const name = textAt(input, 'label') ?? textAt(input, 'id') ?? 'an input';
  const said = textAt(input, 'errorMessage') ?? 'no errorMessage on the card';
  if (value === '') return input['isRequired'] === true ? `"${name}" is required (${said})` : undefined;
  const pattern = textAt(input, 'regex');
  if (pattern !== undefined && !new RegExp(pattern).test(value)) return `"${name}" does not match ${pattern} (${said})`;
  const longest = input['maxLength'];
  if (typeof longest === 'number' && value.length > longest) return `"${name}" is longer than ${longest}`;
  return typeOf(input) === 'Input.ChoiceSet' ? choiceObjection(input, value, name) : undefined;
}

function choiceObjection(input: JsonObject, value: string, name: string): string | undefined {
  const offered = objectsAt(input, 'choices').map((choice) => textAt(choice, 'value'));
  // A set fed by Data.Query may hold values that are not on the card.
  if (input['choices.data'] !== undefined) return undefined;
  const chosen = input['isMultiSelect'] === true ? value.split(',') : [value];
  const strange = chosen.find((one) => !offered.includes(one));
  return strange === undefined ? undefined : `"${name}" offers no "${strange}"`;
}

function entryFor(input: JsonObject, values: InputValues): InputValues[string] | undefined {
  const id = textAt(input, 'id') ?? '';
  return values[id] ?? values[textAt(input, 'label') ?? id];
}

function refuseUnknown(inputs: readonly JsonObject[], values: InputValues): void {
  const known = inputs.flatMap((input) => [textAt(input, 'id'), textAt(input, 'label')]);
  const unknown = Object.keys(values).filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`The card has no input ${unknown.map((name) => `"${name}"`).join(', ')}.`);
}

/**
 * The inputs that a client merges into the action's data: those of the action's own card and of the cards it opened from.
 * @throws Error where a real client would keep the button from being sent (required, pattern, length, unknown choice)
 */
export function submittedInputs({ action, cards }: FoundAction, values: InputValues): Readonly<Record<string, string>> {
  if (action['associatedInputs'] === 'none') return {};
  const inputs = cards.flatMap(inputsOf);
  refuseUnknown(inputs, values);
  const sent = inputs.map((input) => {
    const entry = entryFor(input, values);
    const value = entry === undefined ? initialValue(input) : enteredValue(input, entry);
    const why = objection(input, value);
    if (why !== undefined) throw new Error(`The client keeps the button from being sent: ${why}.`);
    return [textAt(input, 'id') ?? '', value] as const;
  });
  return Object.fromEntries(sent);
}
