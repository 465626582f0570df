// What a command is: one entry of the vocabulary, the turn it runs in, and the reply it gives back as data.
import type { Person } from '../src/approvals/request.js';
import type { FileOffer } from '../src/delivery/file-offer.js';
import type { Audience, StoredPlace, Subject } from '../src/delivery/ports.js';
import type { Services } from './services.js';
import type { Reader, View } from './views/view.js';

/** Who may use a command: everyone, operators or approvers, operators, approvers. */
export type Role = 'anyone' | 'reader' | 'operator' | 'approver';

/** Where the app's menu offers a command: personal chats; group chats and channels. */
export type MenuScope = 'personal' | 'places';

/** Values that came back from a card: written by a client, so trusted no more than typed text. */
export type CardValues = Readonly<{ [name: string]: unknown }>;

/** Typed text and a pressed button, in one shape. */
export interface Invocation {
  /** Command name or verb, lower case. */
  readonly name: string;
  readonly args:
    | { readonly via: 'text'; readonly text: string }
    | { readonly via: 'card'; readonly values: CardValues };
}

/** Everything about the moment a command runs in. */
export interface Turn {
  readonly actor: Person;
  readonly place: StoredPlace;
  readonly reader: Reader;
  /** The message carrying the card that was pressed; null for typed text. */
  readonly cardActivityId: string | null;
  readonly correlationId: string;
}

/** What a card shows, so that the outbox keeps the card up to date once it stands in a chat. */
export interface ShownSubject {
  readonly subject: Subject;
  readonly version: number;
  readonly audience: Audience;
}

/** The same card once more is known, for the message in which it stands by then; null when it is to be left alone. */
export type Follow = () => Promise<View | null>;

/** What a person gets back. */
export type Reply =
  /**
   * A card: a new message for typed text, in place of the pressed card otherwise. One that `settles` takes its place for
   * everybody and on every device, because what was pressed must not be pressed again; one that is `personal` is for this
   * person's eyes only, and no message that others read becomes it.
   */
  | {
      readonly kind: 'card';
      readonly view: View;
      readonly shows?: ShownSubject;
      readonly settles?: boolean;
      readonly personal?: boolean;
      readonly follow?: Follow;
    }
  /** A card that is always a message of its own. */
  | { readonly kind: 'message'; readonly view: View; readonly shows?: ShownSubject; readonly follow?: Follow }
  /** The offer of a file, which is always a message of its own. */
  | { readonly kind: 'file'; readonly offer: FileOffer; readonly sizeInBytes: number; readonly toast: string }
  /** The outbox answers; a pressed button gets the sentence as a toast meanwhile. */
  | { readonly kind: 'posted'; readonly toast: string };

/** A command as its file writes it. */
export interface CommandSpec<Input> {
  readonly name: string;
  readonly aliases: readonly string[];
  /** What stands after the name, such as `<mailbox> <reason>`; empty when nothing does. */
  readonly usage: string;
  /** One line for help, the README and the app's command menu. */
  readonly summary: string;
  readonly role: Role;
  /** For what asks for less than the command as a whole; as trusted as anything typed. */
  roleFor?(invocation: Invocation, place: StoredPlace): Role;
  /** Whether the answer holds tenant data, which only admitted places may see. */
  readonly discloses: boolean;
  /** It only reads, or keeps a draft that nobody has sent: whoever hears that it was cut short may simply ask again. */
  readonly changesNothing?: boolean;
  /** Buttons only: not typed, not listed in help. */
  readonly hidden?: boolean;
  /** Where the app's menu offers it, at most 12 commands each; both when left out, nowhere when empty. */
  readonly menu?: readonly MenuScope[];
  /** What choosing it in the menu writes, ready to be sent, where that says more than the name. */
  readonly prompt?: string;
  /** @throws Refused bad-argument and its like */
  fromText(text: string): Input;
  fromCard(values: CardValues): Input;
  run(input: Input, turn: Turn, services: Services): Promise<Reply>;
}

type Own = 'fromText' | 'fromCard' | 'run' | 'roleFor' | 'hidden' | 'menu' | 'changesNothing';

/** A command as the dispatcher sees it. */
export interface Command extends Omit<CommandSpec<never>, Own> {
  readonly changesNothing: boolean;
  readonly hidden: boolean;
  readonly menu: readonly MenuScope[];
  /** Who may use it for this, there. */
  roleFor(invocation: Invocation, place: StoredPlace): Role;
  /** Reads the input first (and may refuse it), then runs. */
  handle(invocation: Invocation, turn: Turn, services: Services): Promise<Reply>;
}

/** Seals a command's input type inside it, so that commands of all kinds stand in one table. */
export function command<Input>(spec: CommandSpec<Input>): Command {
  const { fromText, fromCard, run, roleFor = () => spec.role, ...described } = spec;
  const { changesNothing = false, hidden = false, menu = ['personal', 'places'] } = spec;
  return {
    ...described,
    changesNothing,
    hidden,
    menu,
    roleFor,
    async handle({ args }, turn, services) {
      return run(args.via === 'text' ? fromText(args.text) : fromCard(args.values), turn, services);
    },
  };
}
