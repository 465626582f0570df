// What `npm run setup` can be told: each flag with what it is for; usage and complaints are written from this table.

/** In the order in which usage shows them. */
export const FLAGS = [
  { name: 'cloud', takes: 'public|usgov|usgovdod|china', purpose: "Microsoft's cloud (default public; GCC is public)" },
  {
    name: 'identity',
    takes: 'managed-identity|certificate|secret|federated',
    purpose: 'how the bot proves itself (default managed-identity, on Azure App Service; the others run anywhere)',
  },
  {
    name: 'writes',
    takes: 'tenant|unit|none',
    purpose: 'whose sign-in it may block: everybody (default), the accounts of an administrative unit, nobody',
  },
  { name: 'exchange-api', takes: 'v2|beta', purpose: 'which API lists the mailboxes (default v2)' },
  {
    name: 'optional',
    takes: 'none|<permission>,…',
    purpose: 'optional permissions to grant (default AuditLog.Read.All,RoleManagement.Read.Directory)',
  },
  { name: 'name', takes: '<name>', purpose: "the beginning of every resource's name (default mailbox-guard)" },
  { name: 'location', takes: '<region>', purpose: "the Azure region (default one of the cloud's)" },
  { name: 'operators-group', takes: '<id>', purpose: 'the Entra group of people who may ask (default a new one)' },
  { name: 'approvers-group', takes: '<id>', purpose: 'the Entra group of people who may decide (default a new one)' },
  {
    name: 'endpoint',
    takes: '<https address>',
    purpose: 'the public address of the bot; required unless the identity is managed-identity',
  },
  {
    name: 'issuer',
    takes: '<https address>',
    purpose:
      'with --identity federated: who issues the tokens that stand in for a secret, such as a Kubernetes cluster',
  },
  {
    name: 'subject',
    takes: '<text>',
    purpose: 'with --identity federated: whom those tokens name, such as system:serviceaccount:guard:bot',
  },
  { name: 'website', takes: '<https address>', purpose: 'the page about the app that Teams shows people' },
  { name: 'privacy', takes: '<https address>', purpose: 'the page that says how the app treats data' },
  { name: 'terms', takes: '<https address>', purpose: 'the page with the terms of use' },
  { name: 'shell', takes: 'bash|powershell', purpose: 'for which shell (default powershell on Windows, else bash)' },
  { name: 'write', takes: '<folder>', purpose: 'save the files there instead of printing them' },
] as const;

export type Flag = (typeof FLAGS)[number]['name'];

/** @returns the lines that `npm run setup -- --help` shows */
export function usage(): string {
  const lines = FLAGS.map(({ name, takes, purpose }) => `  --${name} ${takes}\n      ${purpose}`);
  return ['Usage: npm run setup [-- flags]', '', ...lines].join('\n');
}
