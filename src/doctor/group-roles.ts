// The two groups by the part that they play, and the words for them.

export type GroupRole = 'operators' | 'approvers';

export const GROUP_TITLE: Readonly<Record<GroupRole, string>> = {
  operators: 'Operators group',
  approvers: 'Approvers group',
};

export const GROUP_SETTING: Readonly<Record<GroupRole, string>> = {
  operators: 'OPERATORS_GROUP_ID',
  approvers: 'APPROVERS_GROUP_ID',
};
