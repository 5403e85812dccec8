import { sql } from 'kysely';
import { invitationTimers } from '../../../engine/survey';
import { fireTimers, setTimers, subscribe } from '../../../engine/timeline';
import { handlers } from '../../../engine/wiring';
import { onBothDatabases } from '../../support/harness';
import type { Company } from '../../support/company';
import { arrive, invitationOf, leave, sorted, town } from './survey-town';

const timersOf = ({ engine }: Company) =>
	engine.store.read((db) =>
		db.selectFrom('timer').select(['subject', 'due_at']).where('kind', '=', 'survey').execute(),
	);
const iso = (ms: number | undefined) => new Date(ms ?? NaN).toISOString();

const fail = (error: Error) => {
	throw error;
};

onBothDatabases('an invitation that no workflow would send', (open) => {
	it('has one timer, its end, and fires once in a day', async () => {
		const company = await town(open, { delay: '0 min', sendAt: 'anyTime' });
		await leave(company);
		await company.reach();
		let fired = 0;
		for (let minute = 0; minute < 24 * 60; minute += 5) {
			fired += (await fireTimers(company.engine, handlers, fail)).fired;
			expect(await timersOf(company)).toHaveLength(3);
			company.now += 5 * 60_000;
		}
		expect(fired).toBe(3);
		expect((await timersOf(company)).map(({ due_at }) => iso(due_at))).toEqual(
			Array(3).fill('2026-03-12T09:00:00.001Z'),
		);
		await company.at('2026-03-12T09:00:00Z');
		expect((await invitationOf(company, 'rosa')).state).toBe('planned');
		await company.fastForward(1);
		expect((await invitationOf(company, 'rosa')).state).toBe('expired');
		expect(await timersOf(company)).toEqual([]);
	});

	it('is sent when one arrives, though only in the hours of whoever is asked', async () => {
		const company = await town(open, { delay: '0 min' });
		await leave(company);
		await company.reach();
		await company.at('2026-03-02T20:00Z');
		await arrive(company);
		await company.settle();
		await company.hear();
		expect(company.heard).toEqual([]);
		await company.at('2026-03-03T10:00Z');
		await company.hear();
		expect(sorted(company.heard)).toEqual([
			'03-03T09:00 survey.invite luca',
			'03-03T09:00 survey.invite mia',
			'03-03T09:00 survey.invite rosa',
		]);
	});

	it('is sent when the workflow comes back after its subscription had lapsed', async () => {
		const company = await town(open, { delay: '0 min', sendAt: 'anyTime' });
		await arrive(company);
		await company.fastForward('7d');
		await company.reach();
		await company.fastForward('1h');
		expect((await invitationOf(company, 'rosa')).state).toBe('planned');
		await arrive(company);
		await company.settle();
		await company.hear();
		expect(company.heard).toHaveLength(3);
	});

	it('is not moved by a workflow that listens to other events, by a heartbeat, or before its time', async () => {
		const company = await town(open);
		const { engine } = company;
		await leave(company);
		await subscribe(engine, { id: 'other', types: ['survey.response'], filter: {}, label: 'other' });
		await company.reach();
		await arrive(company);
		await arrive(company);
		expect((await timersOf(company)).map(({ due_at }) => iso(due_at))).toEqual(
			Array(3).fill('2026-03-04T09:00:00.000Z'),
		);
	});

	it('is not taken for sent because a workflow listens to another department, and goes to the one that comes', async () => {
		const company = await town(open, { delay: '0 min', sendAt: 'anyTime' });
		await leave(company);
		const other = { id: 'other', types: ['survey.invite'] as const, label: 'other' };
		await subscribe(company.engine, { ...other, filter: { departmentIds: ['hr'] } });
		await company.reach();
		await company.fastForward(1);
		expect((await invitationOf(company, 'rosa')).state).toBe('planned');
		await arrive(company);
		await company.settle();
		await company.hear();
		expect(company.heard).toHaveLength(3);
	});

	it('is woken as well when it finds nobody in the very moment in which a workflow arrives', async () => {
		const company = await town(open, { delay: '0 min', sendAt: 'anyTime' });
		const { engine } = company;
		await leave(company);
		await company.reach();
		const timers = (await timersOf(company)).map(({ subject }) => ({
			subject,
			kind: 'survey',
			dueAt: company.now + 1_000,
			revision: 0,
		}));
		let arrived = false;
		let arriving: Promise<void> | undefined;
		await engine.transaction(async (trx) => {
			await invitationTimers.lock(
				trx,
				timers.map(({ subject }) => subject),
			);
			arriving = arrive(company).then(() => void (arrived = true));
			// On PostgreSQL the workflow arrives now, or waits for us; SQLite lets it in when we are done.
			while (company.config.kind === 'postgres' && !arrived && !(await isSomebodyWaiting(company)));
			await setTimers(trx, timers);
		});
		await arriving;
		expect((await timersOf(company)).map(({ due_at }) => due_at)).toEqual(Array(3).fill(company.now));
	});
});

const isSomebodyWaiting = async ({ engine }: Company): Promise<boolean> =>
	(
		await engine.store.read((db) =>
			sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
				db,
			),
		)
	).rows.length > 0;
