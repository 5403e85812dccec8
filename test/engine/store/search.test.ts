import fc from 'fast-check';
import {
	importCompany,
	listCalendars,
	listDepartments,
	listMembers,
	listServices,
} from '../../../engine/directory';
import type { Engine } from '../../../engine/engine';
import { listPolicies, savePolicies } from '../../../engine/escalation';
import { unwrap } from '../../../engine/outcome';
import { listAgreements, listRequests, openRequests, saveAgreements } from '../../../engine/sla';
import { contains } from '../../../engine/store';
import { listSurveys, READY_MADE_SURVEYS, saveSurveys } from '../../../engine/survey';
import { reactions } from '../../../engine/wiring';
import { onBothDatabases } from '../../support/harness';
import { thoroughly } from '../../support/thorough';

/* ---- Any text in any texts, against an oracle ---- */

const LETTERS = [
	...['a', 'Z', 'k', 's', 'S', 'i', 'I', '1', ' ', '-'],
	...['é', 'É', 'å', 'Ü', 'ñ', 'ß', 'ẞ', 'ſ', 'ﬁ', 'Ǆ', 'ǅ', 'e\u0301'],
	...['σ', 'ς', 'Σ', 'ά', 'Ж', 'ж', 'ё', 'ı', 'İ', 'K'],
	...['陈', '静', 'Ａ', 'ａ', '😀', '🇩🇪', '%', '_', '\\', "'", '"', '*', '?', '['],
];
const text = fc.string({ unit: fc.constantFrom(...LETTERS), maxLength: 8 });
const CASES: readonly ((text: string) => string)[] = [
	(letter) => letter,
	(letter) => letter.toLowerCase(),
	(letter) => letter.toUpperCase(),
];

/** Names, and a text to look for: mostly a piece of one of the names, each of its letters in any case. */
const search = fc
	.tuple(
		fc.array(text, { minLength: 1, maxLength: 6 }),
		text,
		fc.nat(),
		fc.nat(),
		fc.infiniteStream(fc.nat()),
	)
	.map(([names, other, from, length, cases]) => {
		const letters = [...(names[from % names.length] ?? '')];
		const start = from % (letters.length + 1);
		const piece = letters.slice(start, start + 1 + (length % 3));
		const wanted = piece.map((letter) => CASES[(cases.next().value ?? 0) % CASES.length]?.(letter)).join('');
		return { names, wanted: length % 5 === 0 ? other : wanted };
	});

/** What searching means: the same characters one after the other, upper and lower case being alike. */
const holds = (name: string, wanted: string) => name.toUpperCase().includes(wanted.trim().toUpperCase());

onBothDatabases('a text search', (open) => {
	it('finds what an obvious loop in JavaScript finds', async () => {
		const { engine } = await open();
		await fc.assert(
			fc.asyncProperty(search, async ({ names, wanted }) => {
				const found = await engine.transaction(async (trx) => {
					await trx.deleteFrom('department').execute();
					const rows = names.map((name, n) => ({ id: `${n}`, name, updated_at: 0 }));
					await trx.insertInto('department').values(rows).execute();
					const query = trx
						.selectFrom('department')
						.select('name')
						.where(contains(trx, wanted, ['name']));
					return (await query.execute()).map(({ name }) => name);
				});
				expect(found.sort()).toEqual(names.filter((name) => holds(name, wanted)).sort());
			}),
			{ numRuns: thoroughly(150, 1_000) },
		);
	});

	it('leaves out what no stored text can contain', async () => {
		const { engine } = await open();
		await importCompany(engine, { departments: [{ id: 'it', name: 'IT' }] });
		expect(await listDepartments(engine, { text: 'i\u0000t\ud800', limit: 10 })).toHaveLength(1);
	});
});

/* ---- Every list that searches ---- */

const NAMES = ['Ärger & Söhne', '100 % sure', 'under_score', 'back\\slash', 'Plain'];
const IDS = ['IT-Default', 'per%cent', 'under_score', 'back\\slash', 'plain'];
const records = NAMES.map((name, n) => ({ id: IDS[n] ?? '', name }));
const hours = [['09:00', '17:00']];
const spec = { timezone: 'UTC', weekly: { mon: hours } };

const everything = async (engine: Engine) => {
	await importCompany(engine, {
		calendars: records.map((record) => ({ ...record, spec })),
		departments: records,
		members: records.map((record, n) => ({
			...record,
			email: `m${n}@acme.example`,
			departmentId: 'plain',
		})),
		services: records.map((record) => ({ ...record, departmentId: 'plain' })),
	});
	const policy = { levels: [{ targets: [{ kind: 'member', memberId: 'plain' }] }] };
	const targets = [{ metric: 'resolution', target: '2h' }];
	const agreement = { serviceId: 'plain', calendarId: 'plain', targets };
	const survey = READY_MADE_SURVEYS[0];
	const saved = [
		await savePolicies(
			engine,
			records.map((record) => ({ ...policy, ...record })),
		),
		await saveAgreements(
			engine,
			records.map((record, n) => ({ ...agreement, ...record, serviceId: IDS[n] })),
		),
		await saveSurveys(
			engine,
			records.map((record) => ({ ...survey, ...record })),
		),
		await openRequests(
			engine,
			records.map(({ id, name }) => ({ title: name, externalRef: id, serviceId: 'plain' })),
		),
	];
	for (const outcomes of saved) for (const outcome of outcomes) unwrap<unknown>(outcome);
};

type Search = (engine: Engine, text: string) => Promise<readonly string[]>;
const by =
	(
		list: (
			engine: Engine,
			wanted: { text: string; limit: number },
		) => Promise<readonly { readonly id: string }[]>,
	): Search =>
	async (engine, text) =>
		(await list(engine, { text, limit: 20 })).map(({ id }) => id);

const LISTS: Readonly<Record<string, Search>> = {
	members: by(listMembers),
	departments: by(listDepartments),
	services: by(listServices),
	calendars: by(listCalendars),
	agreements: by(listAgreements),
	policies: by(listPolicies),
	surveys: by(listSurveys),
	requests: async (engine, text) =>
		(await listRequests(engine, { text, limit: 20 })).map(({ externalRef }) => String(externalRef)),
};

onBothDatabases('every list', (open) => {
	it.each(Object.entries(LISTS))('of %s finds what is typed, and nothing else', async (_, find) => {
		const { engine } = await open({ reactions });
		await everything(engine);
		const found = async (text: string) => [...(await find(engine, text))].sort();
		expect(await found('IT-Default')).toEqual(['IT-Default']);
		expect(await found('it-default')).toEqual(['IT-Default']);
		expect(await found('ärger')).toEqual(['IT-Default']);
		expect(await found(' SÖHNE ')).toEqual(['IT-Default']);
		expect(await found('%')).toEqual(['per%cent']);
		expect(await found('_')).toEqual(['under_score']);
		expect(await found('\\')).toEqual(['back\\slash']);
		expect(await found('nobody')).toEqual([]);
	});
});
