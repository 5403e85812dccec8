import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/**
 * The rules of the house are held by lint. Here each is broken once, to show that the check can fail; the same text without
 * the breach passes.
 */
interface Breach {
	readonly what: string;
	readonly file: string;
	readonly breach: string;
	readonly says: RegExp;
	/** The nearest thing that is allowed. */
	readonly fine: string;
}

const BREACHES: readonly Breach[] = [
	{
		what: 'a circle of imports',
		file: 'engine/store/lock.ts',
		breach: "import { queueBehind } from './setting';\nexport const x = queueBehind;",
		says: /import-x\/no-cycle/,
		fine: "import type { queueBehind } from './setting';\nexport type X = typeof queueBehind;",
	},
	{
		what: 'a capability that imports one above it',
		file: 'engine/sla/clock.ts',
		breach: "import { x } from '../survey';\nexport const y = x;",
		says: /sla lies below .*survey/,
		fine: "import { x } from '../directory';\nexport const y = x;",
	},
	{
		what: 'an import of a wing',
		file: 'engine/escalation/plan.ts',
		breach: "import { x } from '../tickets';\nexport const y = x;",
		says: /wings: nothing else in the engine imports them/,
		fine: "import { x } from '../sla';\nexport const y = x;",
	},
	{
		what: 'a store that knows the engine',
		file: 'engine/store/lock.ts',
		breach: "import { x } from '../engine';\nexport const y = x;",
		says: /lie below the engine/,
		fine: "import { x } from '../errors';\nexport const y = x;",
	},
	{
		what: 'errors that import anything',
		file: 'engine/errors.ts',
		breach: "import { x } from './store';\nexport const y = x;",
		says: /engine\/errors\.ts may import nothing else of the engine/,
		fine: 'export const y = 1;',
	},
	{
		what: 'events that import more than nouns',
		file: 'engine/event.ts',
		breach: "import type { X } from './sla';\nexport type Y = X;",
		says: /engine\/event\.ts may import/,
		fine: "import type { X } from './sla/types';\nexport type Y = X;",
	},
	{
		what: 'an engine that knows a capability',
		file: 'engine/engine.ts',
		breach: "import type { X } from './timeline/types';\nexport type Y = X;",
		says: /engine\/engine\.ts may import store, event/,
		fine: "import type { X } from './event';\nexport type Y = X;",
	},
	{
		what: 'outcomes that know a capability',
		file: 'engine/outcome.ts',
		breach: "import type { X } from './records';\nexport type Y = X;",
		says: /engine\/outcome\.ts may import/,
		fine: "import type { X } from './store';\nexport type Y = X;",
	},
	{
		what: 'a text search of its own',
		file: 'engine/survey/survey-repository.ts',
		breach: "export const find = (eb: { like(a: string, b: string): unknown }) => eb.like('name', 'like');",
		says: /Text is searched by store\/search\.ts/,
		fine: "export const find = (eb: { eq(a: string, b: string): unknown }) => eb.eq('name', '=');",
	},
	{
		what: 'a text search of its own, in SQL',
		file: 'engine/survey/survey-repository.ts',
		breach: "import { sql } from 'kysely';\nexport const q = sql`select 1 where name LIKE ${'x'}`;",
		says: /Text is searched by store\/search\.ts/,
		fine: "import { sql } from 'kysely';\nexport const q = sql`select 1 where name = ${'unlikely'}`;",
	},
	{
		what: 'a text search that leaves out',
		file: 'engine/survey/survey-repository.ts',
		breach: "export const find = (eb: (a: string, b: string) => unknown) => eb('name', 'not like');",
		says: /Text is searched by store\/search\.ts/,
		fine: "export const find = (eb: (a: string, b: string) => unknown) => eb('name', 'not in');",
	},
	{
		what: 'a text search in raw SQL',
		file: 'engine/survey/survey-repository.ts',
		breach: "import { sql } from 'kysely';\nexport const q = sql.raw(\"name like 'x'\");",
		says: /Text is searched by store\/search\.ts/,
		fine: "import { sql } from 'kysely';\nexport const q = sql.raw(\"name = 'unlikely'\");",
	},
	{
		what: 'an import that stands in a type',
		file: 'engine/sla/types.ts',
		breach: "export type Y = import('../survey/types').Survey;",
		says: /Import the type at the head of the file/,
		fine: "import type { X } from '../directory/types';\nexport type Y = X;",
	},
	{
		what: 'a helper that knows a capability',
		file: 'engine/pluck.ts',
		breach: "import type { X } from './sla';\nexport type Y = X;",
		says: /engine\/pluck\.ts may import nothing/,
		fine: 'export type Y = string;',
	},
	{
		what: 'a cast through unknown, in the old form',
		file: 'nodes/IcrmRequest/get.operation.ts',
		breach: 'export const f = (x: object) => <string>(<unknown>x);',
		says: /No cast through unknown/,
		fine: 'export const f = (x: unknown) => <string>x;',
	},
	{
		what: 'a cast through unknown',
		file: 'nodes/IcrmRequest/get.operation.ts',
		breach: 'export const f = (x: object) => x as unknown as string;',
		says: /No cast through unknown/,
		fine: 'export const f = (x: unknown) => x as string;',
	},
	{
		what: 'a query outside of a repository',
		file: 'engine/sla/clock.ts',
		breach: "export const f = (db: { selectFrom(t: string): unknown }) => db.selectFrom('clock');",
		says: /Queries stand in engine\/store/,
		fine: "export const f = (db: { select(t: string): unknown }) => db.select('clock');",
	},
	{
		what: 'a room of the command that imports one above it',
		file: 'cli/n8n/client.ts',
		breach: "import { x } from '../commands/arguments';\nexport const y = x;",
		says: /cli\/n8n lies below .*commands/,
		fine: "import { x } from '../output/failure';\nexport const y = x;",
	},
	{
		what: 'a part of the stage that imports one above it',
		file: 'scripts/stage/systems/mail-server.ts',
		breach: "import { x } from '../stage';\nexport const y = x;",
		says: /scripts\/stage\/systems lies below/,
		fine: "import { x } from '../util/poll';\nexport const y = x;",
	},
	{
		what: 'a process of the faults that imports who judges it',
		file: 'faults/worker/pump.ts',
		breach: "import { x } from '../oracle/judge';\nexport const y = x;",
		says: /faults\/worker lies below/,
		fine: "import { x } from '../plan/types';\nexport const y = x;",
	},
	{
		what: 'a command that imports the engine when it starts',
		file: 'cli/doctor/store.ts',
		breach: "import { x } from '../../engine';\nexport const y = x;",
		says: /the engine is loaded late/,
		fine: "import type { X } from '../../engine';\nexport type Y = X;",
	},
	{
		what: 'a clock of its own',
		file: 'engine/timeline/pump.ts',
		breach: 'export const f = () => new Date();',
		says: /Time comes in as an argument/,
		fine: 'export const f = (now: number) => new Date(now);',
	},
];

describe('lint refuses', () => {
	const root = join(__dirname, '..', '..');
	const linted = (texts: readonly { file: string; text: string }[]): string[][] =>
		JSON.parse(
			execFileSync(process.execPath, [join(__dirname, 'lint-texts.mjs')], {
				cwd: root,
				input: JSON.stringify(texts),
				encoding: 'utf8',
			}),
		);
	const messages = linted(
		BREACHES.flatMap(({ file, breach, fine }) => [breach, fine].map((text) => ({ file, text }))),
	);

	it.each(BREACHES.map(({ what }, index) => [what, index] as const))('%s', (_what, index) => {
		const [broken = [], fine = []] = messages.slice(2 * index, 2 * index + 2);
		const { says } = BREACHES[index] as Breach;
		expect(broken.join('\n')).toMatch(says);
		expect(fine.join('\n')).not.toMatch(says);
	});
});
