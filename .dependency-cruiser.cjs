// The architecture as rules; test/architecture.test.ts runs them and breaks each once on purpose.
const PACKAGE = '^node_modules/';
const pkg = (...names) => names.map((name) => `^node_modules/${name}(/|$)`);

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'src-knows-neither-teams-nor-cards',
      comment: 'The work must be usable from a command line or another chat.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(bot|cards)/' },
    },
    {
      name: 'cards-know-nothing',
      comment: 'A card is a template and a sample; views in bot/ fill it.',
      severity: 'error',
      from: { path: '^cards/' },
      to: { path: '^(bot|src)/' },
    },
    {
      name: 'commands-stand-alone',
      comment: 'A command that imports another hides a second way in; shared ground is one level up.',
      severity: 'error',
      from: { path: '^bot/commands/([^/]+)\\.ts$', pathNot: '^bot/commands/index\\.ts$' },
      to: { path: '^bot/commands/' },
    },
    {
      name: 'views-are-pure',
      comment: 'A view maps data to data: no Bot Framework, no store, no network.',
      severity: 'error',
      from: { path: '^bot/views/' },
      to: { path: ['^src/(db|tenant)/', ...pkg('(?!adaptivecards-templating)[^/]+')] },
    },
    {
      name: 'botbuilder-behind-the-seam',
      comment: 'botbuilder is archived; only these files change when it is replaced (DECISIONS.md).',
      severity: 'error',
      from: {
        pathNot: [
          '^bot/(server|teams-bot|arrival|turn-away|messenger|adapter|place|trust|credentials|invocation)\\.ts$',
          '^sandbox/channel/',
          '^test/',
          PACKAGE,
        ],
      },
      to: { path: pkg('botbuilder[^/]*', 'botframework-[^/]+', 'restify', '@types/restify') },
    },
    {
      name: 'templating-in-one-place',
      comment: 'A template is expanded once, here; a second expansion would evaluate outside text.',
      severity: 'error',
      from: { pathNot: ['^cards/render\\.ts$', PACKAGE] },
      to: { path: pkg('adaptivecards-templating', 'adaptive-expressions') },
    },
    {
      name: 'one-renderer',
      comment:
        'What every card has to say is said by the renderer that is made at the start; another would leave it out.',
      severity: 'error',
      from: { path: '^bot/', pathNot: '^bot/start\\.ts$' },
      to: { path: '^cards/render\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'microsoft-behind-tenant',
      comment: 'Every call to Graph, Exchange and Entra names its permission in src/tenant.',
      severity: 'error',
      from: { pathNot: ['^src/tenant/', '^sandbox/', '^test/', PACKAGE] },
      to: { path: pkg('@azure/identity', '@microsoft/microsoft-graph-client') },
    },
    {
      name: 'sql-behind-db',
      comment: 'One home for SQL and its engines.',
      severity: 'error',
      from: { pathNot: ['^src/db/', '^test/', PACKAGE] },
      to: { path: pkg('pg', 'pg-boss', '@electric-sql/pglite', '@types/pg') },
    },
    {
      name: 'rules-need-no-package',
      comment: 'What decides is plain TypeScript: readable and testable without anything installed.',
      severity: 'error',
      from: { path: '^src/(alerts|approvals|mailboxes|delivery)/' },
      to: { path: PACKAGE },
    },
    {
      name: 'sandbox-stays-outside',
      comment: 'The product never contains its own fake.',
      severity: 'error',
      from: { path: '^(bot|cards|src)/' },
      to: { path: '^(sandbox|test)/' },
    },
    {
      name: 'command-line-needs-no-teams',
      comment: 'A pipeline has no chat: the same work, another face, and nothing but Node beneath it.',
      severity: 'error',
      from: { path: '^cli/' },
      to: { path: ['^(bot|cards|sandbox|setup|test)/', PACKAGE], pathNot: '^node_modules/@types/' },
    },
    {
      name: 'command-line-stays-outside',
      comment: 'Faces know the work; the work knows no face, and no face another.',
      severity: 'error',
      from: { path: '^(bot|cards|src|sandbox|setup)/' },
      to: { path: '^cli/' },
    },
    {
      name: 'setup-stays-outside',
      comment: 'Setting up happens before the bot runs; the running bot needs none of it.',
      severity: 'error',
      from: { path: '^(bot|cards|src|sandbox)/' },
      to: { path: '^setup/' },
    },
    {
      name: 'setup-reads-tables-only',
      comment: 'Setup shares the vocabulary and the settings with the bot; it opens no store and calls nobody.',
      severity: 'error',
      from: { path: '^setup/' },
      to: { path: ['^(sandbox|test|cards)/', '^src/(db|tenant|approvals)/', ...pkg('(?!fflate)[^/]+')] },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Two files that need each other are one thought.',
      from: {},
      to: { circular: true, viaOnly: { pathNot: PACKAGE, dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      comment: 'A file that nothing reaches is dead.',
      severity: 'error',
      from: { orphan: true, path: '^(bot|cards|cli|src|sandbox|setup)/', pathNot: '\\.d\\.ts$' },
      to: {},
    },
    {
      name: 'declared-packages-only',
      comment: 'A package that is not in package.json may vanish with the next install.',
      severity: 'error',
      from: { path: '^(bot|cards|cli|src|sandbox|setup|test)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'] },
    },
    {
      name: 'production-packages-only',
      comment: 'What runs in production may not need a development package.',
      severity: 'error',
      from: { path: '^(bot|cards|cli|src)/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '^node_modules/@types/' },
    },
  ],
  options: {
    doNotFollow: { path: PACKAGE },
    exclude: { path: ['^dist/', '^\\.build/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.json'],
    },
  },
};
