import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { saveCalendars } from '../../../engine/directory';
import { claimDeliveries } from '../../../engine/timeline';
import { openRequests, saveAgreements } from '../../../engine/sla';
import { unwrap } from '../../../engine/outcome';
import { onBothDatabases, type Harness } from '../../support/harness';
import { listen, openCompany } from '../../support/company';

const WORKER = resolve(__dirname, '../../support/timeline-worker.js');
const allDay = [['00:00', '24:00']];

/** A company whose requests were due two hours ago, by the real clock: the workers have no other. */
async function overdue(open: Parameters<typeof openCompany>[0], count: number): Promise<Harness> {
	const company = await openCompany(open, { startsAt: new Date(Date.now() - 3 * 3_600_000).toISOString() });
	const { engine } = company;
	const week = { mon: allDay, tue: allDay, wed: allDay, thu: allDay, fri: allDay, sat: allDay, sun: allDay };
	unwrap(
		(
			await saveCalendars(engine, [{ id: 'always', name: 'Always', spec: { timezone: 'UTC', weekly: week } }])
		)[0],
	);
	const agreement = {
		id: 'laptop-sla',
		serviceId: 'laptop',
		calendarId: 'always',
		targets: [{ metric: 'resolution', target: '1h' }],
	};
	unwrap((await saveAgreements(engine, [agreement]))[0]);
	await listen(company, 'everything', ['clock.breached']);
	await openRequests(
		engine,
		Array.from({ length: count }, (_, i) => ({ title: `Laptop ${i}`, serviceId: 'laptop' })),
	);
	return company;
}

interface Report {
	readonly file: string;
	lines(): string[];
}

function newReport(): Report {
	const file = join(mkdtempSync(join(tmpdir(), 'icrm-worker-')), 'report.txt');
	writeFileSync(file, '');
	return { file, lines: () => readFileSync(file, 'utf8').split('\n').filter(Boolean) };
}

function work(company: Harness, mode: string, report: Report): ChildProcess {
	return spawn(process.execPath, [WORKER, JSON.stringify(company.config), mode, report.file], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
}

const fired = ({ engine }: Harness) =>
	engine.store.read(
		async (db) =>
			(await db.selectFrom('event').select('id').where('type', '=', 'clock.breached').execute()).length,
	);

async function until(done: () => boolean | Promise<boolean>, what: string): Promise<void> {
	for (let tries = 0; tries < 1_200; tries++) {
		if (await done()) return;
		await new Promise((next) => setTimeout(next, 20));
	}
	throw new Error(`waited in vain until ${what}`);
}

async function end(worker: ChildProcess): Promise<void> {
	worker.kill('SIGTERM');
	if (worker.exitCode === null && worker.signalCode === null) await once(worker, 'exit');
}

const events = (lines: readonly string[]) => lines.map((line) => line.split(' ')[0] ?? '');
const COUNT = 60;

onBothDatabases('a process killed', (open) => {
	it('between firing and emitting loses nothing and fires nothing twice', async () => {
		const company = await overdue(open, COUNT);
		const report = newReport();
		const victim = work(company, 'fire-only', report);
		const [, signal] = (await once(victim, 'exit')) as [number | null, string];
		expect(signal).toBe('SIGKILL');
		expect(report.lines()).toEqual([]);
		const heir = work(company, 'run', report);
		await until(() => report.lines().length >= COUNT, 'everything has been emitted');
		await end(heir);
		expect(new Set(events(report.lines())).size).toBe(COUNT);
		expect(report.lines().every((line) => line.endsWith(' 1'))).toBe(true);
	});

	it('between emitting and acknowledging leaves those events to be delivered again, as a second attempt', async () => {
		const company = await overdue(open, COUNT);
		const report = newReport();
		const victim = work(company, 'emit-only', report);
		await once(victim, 'exit');
		const emitted = events(report.lines());
		expect(emitted.length).toBeGreaterThan(0);
		const heir = work(company, 'run', report);
		await until(() => report.lines().length >= COUNT, 'the others have been emitted');
		await end(heir);
		expect(new Set(events(report.lines())).size).toBe(COUNT);
		// The victim's leases run out after a minute: time is ours in this process.
		company.now = Date.now() + 61_000;
		const again = await claimDeliveries(company.engine, 'everything', 100, 60_000);
		expect(again.map(({ event, attempt }) => `${event.id} ${attempt}`).sort()).toEqual(
			emitted.map((id) => `${id} 2`).sort(),
		);
	});
});

onBothDatabases('several processes on one database', (open) => {
	it('deliver everything once, and go on when one of them is killed', async () => {
		const company = await overdue(open, COUNT * 4);
		const report = newReport();
		const workers = [1, 2, 3].map(() => work(company, 'run', report));
		await until(() => report.lines().length >= COUNT / 2, 'they are at work');
		workers[0]?.kill('SIGKILL');
		const left = COUNT * 4;
		await until(() => new Set(events(report.lines())).size >= left - 10, 'the others have done their part');
		// What the one that was killed was firing is fired by the others, a second later at most.
		await until(async () => (await fired(company)) === left, 'everything has been fired');
		await Promise.all(workers.slice(1).map(end));
		const lines = report.lines();
		// Nothing twice: each event was emitted once, by one of them.
		expect(new Set(lines).size).toBe(lines.length);
		expect(lines.every((line) => line.endsWith(' 1'))).toBe(true);
		// Nothing lost: what is missing is leased to the one that was killed, and comes again.
		company.now = Date.now() + 61_000;
		const again = await claimDeliveries(company.engine, 'everything', 1_000, 60_000);
		const all = new Set([...events(lines), ...again.map(({ event }) => event.id)]);
		const rows = await company.engine.store.read((db) => db.selectFrom('delivery').selectAll().execute());
		expect(rows.filter(({ event_id }) => !all.has(event_id))).toEqual([]);
		expect(all.size).toBe(left);
		expect(await fired(company)).toBe(left);
	});
});
