import { recordFacts } from '../../../engine/sla';
import { mirrorTickets } from '../../../engine/tickets';
import { openCompany, type Company } from '../../support/company';
import { counting, type Counts } from '../../support/counting';
import { onBothDatabases } from '../../support/harness';

const begun = async (company: Company) => {
	await company.ask({ externalRef: 'T-1' });
	await company.at('2026-03-02T12:00Z');
};

/** Facts that all have an effect, a second apart. */
const turns = ({ now }: Company, length: number) =>
	Array.from({ length }, (_, n) => ({
		request: 'T-1',
		fact: { kind: n % 2 ? 'resumed' : 'paused' },
		at: now - (length - n) * 1_000,
	}));

const notices = ({ now }: Company, length: number) =>
	Array.from({ length }, (_, n) => ({
		externalRef: 'T-1',
		state: n % 2 ? 'open' : 'waiting',
		at: now - (length - n) * 1_000,
		sourceRef: `journal-${n}`,
	}));

onBothDatabases('many facts of one request in one call', (open) => {
	it.each([
		['recorded', recordFacts, turns],
		['mirrored', mirrorTickets, notices],
	])('%s: twice as many ask twice as much of the database', async (_name, work, inputs) => {
		const costOf = async (length: number): Promise<Counts> => {
			const company = await openCompany(open);
			await begun(company);
			const { engine, counts } = counting(company.engine);
			const outcomes = await work(engine, inputs(company, length));
			expect(outcomes.filter(({ ok }) => !ok)).toEqual([]);
			return counts;
		};
		const [few, more, many] = [await costOf(10), await costOf(20), await costOf(30)];
		const between = (one: Counts, other: Counts): Counts => ({
			statements: other.statements - one.statements,
			rows: other.rows - one.rows,
		});
		expect(between(more, many)).toEqual(between(few, more));
	});

	it('answer one by one whether they changed something, all with the request as they leave it', async () => {
		const company = await openCompany(open);
		await begun(company);
		const [paused, again, resumed, refused] = await recordFacts(company.engine, [
			{ request: 'T-1', fact: { kind: 'paused' } },
			{ request: 'T-1', fact: { kind: 'paused' } },
			{ request: 'T-1', fact: { kind: 'resumed' } },
			{ request: 'T-1', fact: { kind: 'assigned', assignee: 'nobody' } },
		]);
		const left = { ok: true, value: { status: 'open', factCount: 3 } };
		expect(paused).toMatchObject({ ...left, value: { ...left.value, changed: true } });
		expect(again).toMatchObject({ ...left, value: { ...left.value, changed: false } });
		expect(resumed).toMatchObject({ ...left, value: { ...left.value, changed: true } });
		expect(refused).toMatchObject({ ok: false });
	});
});
