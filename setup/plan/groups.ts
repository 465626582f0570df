// The two groups: who may ask, who may decide.
import type { Options } from '../options.js';
import { ref, type Script, type Step } from '../script/step.js';

const GROUPS = [
  { name: 'OPERATORS_GROUP_ID', key: 'operators', title: 'Mailbox Guard operators', about: 'May ask Mailbox Guard.' },
  {
    name: 'APPROVERS_GROUP_ID',
    key: 'approvers',
    title: 'Mailbox Guard approvers',
    about: 'Decide what Mailbox Guard may do.',
  },
] as const;

/** Makes the groups, or notes the ones that were named. */
export function groupsScript(options: Options, start: readonly Step[]): Script {
  return {
    name: '1-groups',
    about: ['Step 1: the groups of operators and approvers. To be run by a Groups Administrator.'],
    steps: [
      ...start,
      ...GROUPS.flatMap(({ name, key, title, about }) => [
        { kind: 'title', text: title } as const,
        { kind: 'once', name, steps: oneGroup(options.groups[key], { name, title, about }) } as const,
        { kind: 'say', text: [`${title}: `, ref(name)] } as const,
      ]),
      {
        kind: 'say',
        text: 'Add people to both groups. Let the approvers group be owned by nobody who is not an approver, and let nobody join by himself.',
      },
    ],
  };
}

/** A group of the same name is not taken for ours: whoever made it first would decide who approves. */
function oneGroup(
  given: string | null,
  { name, title, about }: { readonly name: string; readonly title: string; readonly about: string },
): readonly Step[] {
  if (given !== null) return [{ kind: 'let', name, value: given }];
  const flag = name === 'OPERATORS_GROUP_ID' ? '--operators-group' : '--approvers-group';
  return [
    {
      kind: 'set',
      name: 'found',
      command: [
        'az',
        'ad',
        'group',
        'list',
        '--filter',
        `displayName eq '${title}'`,
        '--query',
        '[].id',
        '--output',
        'tsv',
      ],
    },
    {
      kind: 'refuse',
      name: 'found',
      otherwise: [
        `There is a group "${title}" already: `,
        ref('found'),
        `. If it is the right one, say so with ${flag}.`,
      ],
    },
    {
      kind: 'set',
      name,
      command: [
        'az',
        'ad',
        'group',
        'create',
        '--display-name',
        title,
        '--mail-nickname',
        title.toLowerCase().replaceAll(' ', '-'),
        '--description',
        about,
        // Without it, the command gives back a group of the same name instead of making one.
        '--force',
        'true',
        '--query',
        'id',
        '--output',
        'tsv',
      ],
    },
    { kind: 'need', name, otherwise: `The group "${title}" was not made.` },
  ];
}
