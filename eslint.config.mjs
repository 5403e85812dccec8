import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import nodesBase from 'eslint-plugin-n8n-nodes-base';
import tseslint from 'typescript-eslint';

const community = n8nCommunityNodesPlugin.configs.recommendedWithoutN8nCloudSupport;

/* ---- The import layers of docs/architecture.md: downwards only, no cycles ---- */

/** Each may import those before it, and what lies directly in engine/ except the composition root. */
const CAPABILITIES = [
	'input',
	'statistics',
	'languages',
	'working-time',
	'store',
	'records',
	'timeline',
	'pages',
	'directory',
	'lists',
	'sla',
	'tickets',
	'escalation',
	'survey',
	'insight',
];

/** Capabilities that nothing else in the engine may import, so that they can grow, move or go alone. */
const WINGS = ['lists', 'tickets'];

const alternatives = (names) => `(${names.join('|')})`;

const N8N = {
	regex: '^(@n8n/|n8n-)',
	message: 'Only nodes/ and credentials/ know n8n.',
};
const ABOVE_ENGINE = {
	regex: `^(\\.\\./)+${alternatives(['nodes', 'credentials', 'cli'])}(/|$)`,
	message: 'The engine knows nothing of who uses it.',
};
const COMPOSITION_ROOT = {
	regex: `^((\\.\\./)+|\\./)${alternatives(['index', 'registry', 'wiring'])}$|^\\.\\.$|^\\.\\./$`,
	message: 'index, registry and wiring put the capabilities together; none may know them.',
};
const DRIVERS = {
	regex: '^(pg|node:sqlite|sqlite)$',
	message: 'Only engine/store knows a database.',
};
const DIALECTS = {
	name: 'kysely',
	importNames: ['PostgresAdapter', 'PostgresDialect', 'SqliteAdapter', 'SqliteDialect', 'Kysely'],
	message: 'Only engine/store knows a dialect.',
};
const ENGINE_INSIDE = {
	regex: `^(\\.\\./)+engine/`,
	message: 'Import from the engine index only: in the built pack the engine is that one file.',
};
/** The nodes are compiled file by file and the package has no dependencies, so a library would not be there. */
const LIBRARIES = {
	regex: '^(?!\\.|node:|n8n-workflow$)',
	message: 'Nodes import n8n-workflow, Node and the engine, nothing else: the engine bundles the libraries.',
};

const restrict = (patterns, paths = []) => ({ 'no-restricted-imports': ['error', { patterns, paths }] });

/** They know nothing of an engine: no time, no transaction, no event. */
const BELOW_ENGINE = ['input', 'statistics', 'languages', 'working-time', 'store'];
const ENGINE_ITSELF = {
	regex: '^(\\.\\./)+(engine|event|outcome)$',
	message: `${BELOW_ENGINE.join(', ')} lie below the engine: of what is directly in engine/ they import errors only.`,
};

const capabilityLayers = CAPABILITIES.map((name, position) => {
	const above = CAPABILITIES.slice(position + 1);
	const wings = WINGS.filter((wing) => CAPABILITIES.indexOf(wing) < position);
	const upwards = {
		regex: `^(\\.\\./)+${alternatives(above)}(/|$)`,
		message: `${name} lies below ${above.join(', ')}: imports point downwards only.`,
	};
	const sideways = {
		regex: `^(\\.\\./)+${alternatives(wings)}(/|$)`,
		message: `${wings.join(' and ')} are wings: nothing else in the engine imports them.`,
	};
	const base = [
		N8N,
		ABOVE_ENGINE,
		COMPOSITION_ROOT,
		...(above.length > 0 ? [upwards] : []),
		...(wings.length > 0 ? [sideways] : []),
		...(BELOW_ENGINE.includes(name) ? [ENGINE_ITSELF] : []),
	];
	return {
		files: [`engine/${name}/**/*.ts`],
		rules: name === 'store' ? restrict(base) : restrict([...base, DRIVERS], [DIALECTS]),
	};
});

/** What lies directly in engine/, and what each of these files may import. Upwards there would be a circle. */
const DIRECTLY = {
	errors: [],
	event: CAPABILITIES.map((name) => `${name}/types`),
	engine: ['store', 'event'],
	pluck: [],
	pace: [],
	outcome: ['engine', 'errors', 'store'],
	wiring: [...CAPABILITIES, 'engine'],
	registry: ['engine', 'store', 'timeline', 'wiring'],
};
const directFiles = Object.entries(DIRECTLY).map(([name, below]) => ({
	files: [`engine/${name}.ts`],
	rules: restrict(
		[
			N8N,
			ABOVE_ENGINE,
			DRIVERS,
			{
				regex: below.length > 0 ? `^\\./(?!${alternatives(below)}$)` : '^\\./',
				message: `engine/${name}.ts may import ${below.join(', ') || 'nothing else of the engine'}.`,
			},
		],
		[DIALECTS],
	),
}));

/* ---- The command's rooms: downwards only, too ---- */

/** Each may import those before it. */
const CLI_ROOMS = ['output', 'n8n', 'templates', 'import', 'doctor', 'commands'];
const IN_CLI = [ENGINE_INSIDE, N8N];
/** A value would put a second engine into the command, and need the doctor's newer Node.js before any other command runs. */
const ENGINE_VALUES = {
	'@typescript-eslint/no-restricted-imports': [
		'error',
		{
			patterns: [
				{
					regex: '^(\\.\\./)+engine$',
					allowTypeImports: true,
					message: 'Only types: the engine is loaded late, by cli/doctor/late-engine.ts.',
				},
			],
		},
	],
};
const cliRooms = CLI_ROOMS.slice(0, -1).map((name, position) => {
	const above = CLI_ROOMS.slice(position + 1);
	const upwards = {
		regex: `^(\\.\\./)+${alternatives(above)}/`,
		message: `cli/${name} lies below ${above.join(', ')}: imports point downwards only.`,
	};
	return { files: [`cli/${name}/**/*.ts`], rules: restrict([...IN_CLI, upwards]) };
});

/** The same for the n8n that `npm start` and the tests in a real n8n set up. */
const STAGE_ROOMS = ['util', 'systems', 'n8n', 'stage', 'plays', 'pictures'];
const stageRooms = STAGE_ROOMS.slice(0, -1).map((name, position) => {
	const above = STAGE_ROOMS.slice(position + 1);
	const upwards = {
		regex: `^(\\.\\./|\\./)+${alternatives(above)}(/|$)`,
		message: `scripts/stage/${name} lies below ${above.join(', ')}: imports point downwards only.`,
	};
	const files = [`scripts/stage/${name}/**/*.ts`, `scripts/stage/${name}.ts`];
	return { files, rules: restrict([upwards]) };
});

/** And for the runs that disturb the engine: who judges one knows who plays in it, and not the other way round. */
const FAULT_ROOMS = ['plan', 'worker', 'stage', 'oracle'];
const faultRooms = FAULT_ROOMS.slice(0, -1).map((name, position) => {
	const above = FAULT_ROOMS.slice(position + 1);
	const upwards = {
		regex: `^(\\.\\./)+${alternatives(above)}/`,
		message: `faults/${name} lies below ${above.join(', ')}: imports point downwards only.`,
	};
	return { files: [`faults/${name}/**/*.ts`], rules: restrict([upwards]) };
});

/* ---- What the code may not say ---- */

const QUERIES = {
	selector:
		'CallExpression[callee.property.name=/^(selectFrom|insertInto|updateTable|deleteFrom|mergeInto)$/]',
	message: 'Queries stand in engine/store and in files named …repository.ts.',
};
const CLOCKS = ['now', 'random'].map((name) => ({
	selector: `MemberExpression[object.name=/^(Date|Math)$/][property.name='${name}']`,
	message: 'Time and chance come in as arguments (engine.now(), engine.newId()): tests own them.',
}));
const TODAY = {
	selector: "NewExpression[callee.name='Date'][arguments.length=0]",
	message: 'Time comes in as an argument (engine.now()): tests own it.',
};
/** Two casts in a row say that the compiler is wrong; a narrowing or a type that is true is what is wanted. */
const DOUBLE_CAST = {
	selector:
		"TSAsExpression[expression.type='TSAsExpression'][expression.typeAnnotation.type='TSUnknownKeyword']",
	message: 'No cast through unknown: say the type where the value is made, or narrow it.',
};
/** `like` differs between the databases, and takes % and _ for more than they are. */
const LIKE = [
	'Literal[value=/^(not )?i?like$/i]',
	"CallExpression[callee.object.name='sql'] Literal[value=/\\bi?like\\b/i]",
	"CallExpression[callee.object.name='sql'] TemplateElement[value.raw=/\\bi?like\\b/i]",
	"TaggedTemplateExpression[tag.name='sql'] TemplateElement[value.raw=/\\bi?like\\b/i]",
].map((selector) => ({ selector, message: "Text is searched by store/search.ts, 'contains', only." }));
const OLD_DOUBLE_CAST = {
	...DOUBLE_CAST,
	selector: "TSTypeAssertion[expression.type='TSTypeAssertion']",
};
/** `import('…')` as a type goes past the rules about imports. */
const IMPORT_IN_TYPE = {
	selector: 'TSImportType',
	message: 'Import the type at the head of the file: `import type`.',
};
const SAID = [DOUBLE_CAST, OLD_DOUBLE_CAST, ...LIKE];
const forbid = (...selectors) => ({ 'no-restricted-syntax': ['error', ...selectors] });

export default tseslint.config(
	{ ignores: ['dist', 'node_modules', '.icrm', 'coverage', 'test/fixtures'] },
	{ linterOptions: { reportUnusedDisableDirectives: 'error' } },

	{
		files: ['**/*.ts'],
		extends: [tseslint.configs.recommended],
		rules: {
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/no-non-null-assertion': 'error',
			'@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
			],
			// node:sqlite is loaded late on purpose; tests load the built pack.
			'@typescript-eslint/no-require-imports': ['error', { allow: ['^node:sqlite$', '/dist/'] }],
			eqeqeq: 'error',
			'max-lines': ['error', { max: 400 }],
			'no-restricted-imports': 'off',
		},
	},

	{
		files: ['engine/**/*.ts', 'nodes/**/*.ts', 'credentials/**/*.ts'],
		rules: { 'no-console': 'error' },
	},

	// The engine.
	{ files: ['engine/*.ts'], rules: restrict([N8N, ABOVE_ENGINE, DRIVERS], [DIALECTS]) },
	...directFiles,
	...capabilityLayers,
	{ files: ['engine/**/*.ts'], rules: forbid(QUERIES, ...CLOCKS, TODAY, IMPORT_IN_TYPE, ...SAID) },
	{ files: ['engine/store/**/*.ts'], rules: forbid(...CLOCKS, TODAY, ...SAID) },
	{ files: ['engine/**/*repository.ts'], rules: forbid(...CLOCKS, TODAY, IMPORT_IN_TYPE, ...SAID) },
	// Where the present comes from.
	{ files: ['engine/engine.ts'], rules: forbid(QUERIES, TODAY, ...SAID) },

	// Here text is searched.
	{ files: ['engine/store/search.ts'], rules: forbid(...CLOCKS, TODAY, DOUBLE_CAST) },

	// No file imports itself by way of others. Imports of types only are looked at by test/architecture/circles.test.ts.
	{
		files: ['engine/**/*.ts', 'nodes/**/*.ts', 'credentials/**/*.ts', 'cli/**/*.ts'],
		plugins: { 'import-x': importX },
		settings: {
			'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.js'] })],
			'import-x/extensions': ['.ts'],
		},
		rules: { 'import-x/no-cycle': ['error', { ignoreExternal: true }] },
	},

	// Those who use it.
	{
		files: ['nodes/**/*.ts', 'credentials/**/*.ts'],
		rules: { ...restrict([ENGINE_INSIDE, LIBRARIES]), ...forbid(QUERIES, ...SAID) },
	},
	{
		files: ['cli/**/*.ts'],
		rules: { ...restrict(IN_CLI), ...ENGINE_VALUES, ...forbid(QUERIES, ...SAID) },
	},
	...cliRooms,

	// n8n's own rules.
	{ plugins: { 'n8n-nodes-base': nodesBase } },
	{
		files: ['package.json'],
		extends: [community],
		languageOptions: {
			parser: tseslint.parser,
			parserOptions: { extraFileExtensions: ['.json'] },
		},
		rules: nodesBase.configs.community.rules,
	},
	{
		files: ['credentials/**/*.ts'],
		extends: [community],
		rules: {
			...nodesBase.configs.credentials.rules,
			// Made for n8n's own docs: rewrites a URL to camelCase.
			'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
			// The community rule credential-password-field looks closer.
			'n8n-nodes-base/cred-class-field-type-options-password-missing': 'off',
		},
	},
	{
		files: ['nodes/**/*.ts'],
		extends: [community],
		rules: {
			...nodesBase.configs.nodes.rules,
			// Wants the text 'main'; the community rule wants NodeConnectionTypes.Main.
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
			'n8n-nodes-base/node-class-description-inputs-wrong-trigger-node': 'off',
			// The same, and it forbids several outputs.
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
			// Sorts options by alphabet, which would part Low, Medium and High.
			'n8n-nodes-base/node-param-options-type-unsorted-items': 'off',
			'n8n-nodes-base/node-param-collection-type-unsorted-items': 'off',
			'n8n-nodes-base/node-param-fixed-collection-type-unsorted-items': 'off',
			'n8n-nodes-base/node-param-multi-options-type-unsorted-items': 'off',
			// TypeScript demands a default already; the rule does not see a computed one.
			'n8n-nodes-base/node-param-default-missing': 'off',
			// Wants one sentence for all; ours say by what an existing record is recognised.
			'n8n-nodes-base/node-param-description-wrong-for-upsert': 'off',
			// A number may have an upper end: a percentage.
			'n8n-nodes-base/node-param-type-options-max-value-present': 'off',
		},
	},

	{
		files: ['nodes/**/*.ts'],
		ignores: ['nodes/**/*.node.ts'],
		// What is thrown here becomes a NodeOperationError, with its item, at the node's door: nodeError().
		rules: { '@n8n/community-nodes/require-node-api-error': 'off' },
	},

	// Tests may look at every part of everything.
	{
		files: ['test/**/*.ts', 'bench/**/*.ts', 'faults/**/*.ts', 'scripts/**/*.ts'],
		rules: { 'no-restricted-imports': 'off' },
	},
	...stageRooms,
	...faultRooms,
	// Hot loops over arrays whose length is known.
	{ files: ['bench/**/*.ts'], rules: { '@typescript-eslint/no-non-null-assertion': 'off' } },
	{ files: ['**/*.js'], languageOptions: { sourceType: 'commonjs' } },
);
