import fc from 'fast-check';
import { listRuns } from '../../../engine/escalation';
import { findClocks } from '../../../engine/sla/clock-repository';
import type { ClockRecord } from '../../../engine/sla/types';
import { fireTimers } from '../../../engine/timeline';
import { lookAhead } from '../../../engine/timeline/next-repository';
import { handlers } from '../../../engine/wiring';
import { openCompany, type Company } from '../../support/company';
import { onBothDatabases } from '../../support/harness';
import { MINUTE, type CountedClock } from '../../support/recount/clock';
import { thoroughly } from '../../support/thorough';
import { stories, type Step, type Story } from './standing-plan';
import { METRICS, WARN_AT, World } from './standing-world';

/**
 * Random lives of a request, and after each step what stands announced beside what a recount says is so. The pump runs on time,
 * late, or not at all for a while.
 */

const KINDS = handlers.map(({ kind }) => kind);
const ENDS = ['met', 'missed', 'waived', 'cancelled'];
const isEnd = (type: string) => ENDS.includes(type.replace('clock.', ''));
/** What one transaction says of a clock: what is taken back first. */
const RANK = ['recovered', 'warning', 'breached', ...ENDS];

interface Heard {
	readonly type: string;
	readonly data: Readonly<Record<string, unknown>>;
}

class Watch {
	private readonly seen = new Set<string>();
	/** By metric, whether the last that was said of a breach is that there is one. */
	private readonly standing = new Map<string, boolean>();
	/** Breaches that were announced and not taken back, by metric, cycle and arming. */
	private readonly announced = new Set<string>();
	readonly told: string[] = [];

	constructor(
		private readonly company: Company,
		private readonly world: World,
		private readonly settlingMs: number,
	) {}

	/** Fires all that is due now. */
	async pump(): Promise<void> {
		const { company, world } = this;
		for (;;) {
			const { fired } = await fireTimers(company.engine, handlers, (error) => {
				throw error;
			});
			await this.listen();
			if (fired === 0) break;
		}
		if (world.isEdited) [world.isEdited, world.heardAt] = [false, company.now];
		await this.check();
	}

	/** Goes on to an instant, and stops at each at which something is due. */
	async goTo(instant: number): Promise<void> {
		const { company } = this;
		for (;;) {
			const { timerAt: next } = await company.engine.store.read((db) => lookAhead(db, KINDS, []));
			if (next > instant) break;
			company.now = Math.max(company.now, next);
			await this.pump();
		}
		company.now = instant;
		await this.pump();
	}

	/** What was written since: each has to be so at this very instant. */
	async listen(): Promise<void> {
		const rows = await this.company.engine.store.read((db) =>
			db.selectFrom('event').selectAll().where('request_id', '=', this.world.requestId).execute(),
		);
		const news = rows.filter(({ id, type }) => type.startsWith('clock.') && !this.seen.has(id));
		news.sort((a, b) => rankOf(a.type) - rankOf(b.type));
		for (const { id, type, data } of news) {
			this.seen.add(id);
			const heard: Heard = { type, data: JSON.parse(data) };
			this.told.push(`${new Date(this.company.now).toISOString()} ${type} ${id}`);
			this.expectTrue(heard);
		}
	}

	private expectTrue({ type, data }: Heard): void {
		const metric = data['metric'] === 'resolution' ? 'resolution' : 'firstResponse';
		const counted = this.world.count(metric);
		const stood = this.standing.get(metric) ?? false;
		if (type === 'clock.breached' && stood) throw this.fault(`${metric} is announced as breached twice`);
		// Also one whose cycle is over may be taken back: late news say that it was met after all.
		const breach = `${metric}:${String(data['cycle'])}:${String(data['arming'])}`;
		if (type === 'clock.breached') this.announced.add(breach);
		if (type === 'clock.recovered' && !this.announced.delete(breach))
			throw this.fault(`${metric} recovers, and was not breached`);
		if (type !== 'clock.warning') this.standing.set(metric, type === 'clock.breached');
		if (data['cycle'] !== counted.cycle) return;
		if (isEnd(type) && type !== `clock.${counted.state}`)
			throw this.fault(`${metric} is ${counted.state}, and ${type} is said`);
		const name = type === 'clock.breached' ? 'breach' : `warning${String(data['percent'])}`;
		if (['clock.breached', 'clock.warning'].includes(type) && !this.holding(counted).has(name))
			throw this.fault(`${metric} ${name} is announced and does not hold`);
	}

	/** Names of thresholds that hold now, and since when. */
	private holding({ state, targetMinutes, reachedAt, since, dueAt }: CountedClock): Map<string, number> {
		const names = new Map<string, number>();
		if (targetMinutes === undefined || ENDS.includes(state)) return names;
		for (const percent of WARN_AT) {
			const at = reachedAt((targetMinutes * percent) / 100);
			if (at !== undefined && at >= since && at <= this.company.now) names.set(`warning${percent}`, at);
		}
		if (state === 'breached') names.set('breach', Math.max((dueAt ?? NaN) + 1, since));
		return names;
	}

	/** What stands, after the pump ran. */
	private async check(): Promise<void> {
		const { company, world } = this;
		const ids = METRICS.map((metric) => `${world.requestId}:sla:${metric}`);
		const records = await company.engine.store.read((db) => findClocks(db, ids));
		const runs = await listRuns(company.engine, {
			requestId: world.requestId,
			states: ['active', 'waiting', 'exhausted', 'nobody'],
			limit: 50,
		});
		for (const record of records) {
			const counted = world.count(record.metric);
			this.checkClock(record, counted);
			const atWork = runs.filter(({ broken }) => broken.some(({ clockId }) => clockId === record.id)).length;
			if (atWork !== (this.standing.get(record.metric) ? 1 : 0))
				throw this.fault(`${atWork} runs are at work for ${record.metric}, which is ${counted.state}`);
		}
	}

	private checkClock({ metric, fired, cycle, state, dueAt }: ClockRecord, counted: CountedClock): void {
		const now = this.company.now;
		if (cycle !== counted.cycle) throw this.fault(`${metric} is in its cycle ${cycle}, not ${counted.cycle}`);
		if (dueAt !== counted.dueAt)
			throw this.fault(`${metric} is due ${String(dueAt)}, and counted as ${String(counted.dueAt)}`);
		const holding = this.holding(counted);
		const current = fired.filter((one) => one.cycle === cycle && !ENDS.includes(one.name));
		const announced = new Set(current.flatMap((one) => (one.state === 'announced' ? [one.name] : [])));
		const isOver = ENDS.includes(counted.state);
		if (isOver && state !== counted.state) throw this.fault(`${metric} is ${counted.state}, not ${state}`);
		if (!isOver)
			for (const name of announced)
				if (!holding.has(name)) throw this.fault(`${metric} ${name} stands announced and does not hold`);
		const isSettled = now - this.world.heardAt >= this.settlingMs;
		const isSettling = current.some((one) => one.state === 'noticed');
		if (isSettled && isSettling) throw this.fault(`${metric} still settles`);
		for (const [name, from] of holding)
			if (!announced.has(name) && (isSettled || (from > this.world.heardAt && !isSettling)))
				throw this.fault(
					`${metric} ${name} holds since ${new Date(from).toISOString()} and is not announced`,
				);
		const stands = this.standing.get(metric) ?? false;
		if (stands !== (!isOver && announced.has('breach')))
			throw this.fault(`of ${metric}, a workflow takes ${stands ? 'a' : 'no'} breach for standing`);
	}

	private fault(what: string): Error {
		return new Error([`${new Date(this.company.now).toISOString()} ${what}`, ...this.told].join('\n'));
	}
}

const rankOf = (type: string): number => RANK.indexOf(type.replace('clock.', ''));

/** The next Monday at nine: each story has its own week, so that none sees what another has left. */
const nextWeek = (now: number): number => {
	const week = 7 * 1440 * MINUTE;
	const monday = Date.parse('2026-03-02T09:00Z');
	return monday + (Math.floor((now - monday) / week) + 1) * week;
};

async function live(company: Company, story: Story): Promise<void> {
	company.now = nextWeek(company.now);
	const openedAt = company.now;
	const world = new World(company, '', openedAt, story);
	await world.promise();
	await company.settle();
	const { requestId } = await company.ask({ priority: story.priority });
	const opened = new World(company, requestId, openedAt, story);
	const watch = new Watch(company, opened, company.engine.settlingMs);
	for (const step of story.steps) await take(step, company, opened, watch);
	// Whatever has happened: once it has settled, all of it is said.
	await watch.goTo(company.now + company.engine.settlingMs);
	await company.say(requestId, { kind: 'cancelled' }, { source: 'desk' });
	await company.settle();
}

async function take(step: Step, company: Company, world: World, watch: Watch): Promise<void> {
	const until = company.now + step.wait * MINUTE;
	if (step.pump === 'onTime') await watch.goTo(until);
	company.now = until;
	if (step.pump === 'atTheEnd') await watch.pump();
	await world.apply(step.change);
	world.remember();
	await watch.listen();
	if (step.pumpAfter) await watch.pump();
}

onBothDatabases('whatever happens to a request', (open) => {
	it('what stands announced holds, and what holds is announced, once an arming', async () => {
		const company = await openCompany(open);
		await fc.assert(
			fc.asyncProperty(stories, (story) => live(company, story)),
			// The same few each time: to shrink one takes minutes, and that is what the thorough run is for.
			{ numRuns: thoroughly(8, 100), ...thoroughly({ seed: 20_261_128 }, {}) },
		);
	}, 1_800_000);
});
