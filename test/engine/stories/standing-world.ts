import { saveCalendars } from '../../../engine/directory';
import { unwrap } from '../../../engine/outcome';
import { saveAgreements } from '../../../engine/sla';
import type { Priority } from '../../../engine/sla/types';
import type { Company } from '../../support/company';
import {
	countClock,
	MINUTE,
	type CountedClock,
	type Minutes,
	type Moment,
	type Terms,
} from '../../support/recount/clock';
import { openMinutes } from '../working-time/oracle';
import type { Change, Story } from './standing-plan';

export const WARN_AT = [50, 80];
export const METRICS = ['firstResponse', 'resolution'] as const;
type Metric = (typeof METRICS)[number];

const DAY = 1440 * MINUTE;
const office = [['09:00', '17:00']] as const;
const weekly = { mon: office, tue: office, wed: office, thu: office, fri: office };
const HOURS: readonly (readonly [number, number])[] = [[9 * 60, 17 * 60]];

/** What is promised, and when it is counted, as it stands. */
interface Promised {
	readonly high: number;
	readonly every: number;
	readonly answer: number;
	readonly holidays: readonly string[];
}

interface Said {
	readonly at: number;
	readonly change: Partial<Moment> & { readonly kind: string };
}

/** A request's story as it is known by hand: what was said, and what is promised. */
export class World {
	private readonly said: Said[] = [];
	private readonly minutes = new Map<string, Minutes>();
	private promised: Promised = { high: 240, every: 480, answer: 120, holidays: [] };
	/** Terms of clocks that are over: they keep those they were judged by. */
	private readonly kept = new Map<Metric, Promised>();
	/** When something was heard of last that may have moved what is due; edits are heard of by the pump. */
	heardAt: number;
	isEdited = false;

	constructor(
		private readonly company: Company,
		readonly requestId: string,
		private readonly openedAt: number,
		private readonly story: Story,
	) {
		this.heardAt = openedAt;
	}

	async apply(change: Change): Promise<void> {
		const { company, requestId } = this;
		const now = company.now;
		const say = async (kind: string, more: Record<string, unknown> = {}, at?: number) => {
			await company.say(
				requestId,
				{ kind, ...more },
				{ source: 'desk', ...(at === undefined ? {} : { at }) },
			);
			this.said.push({ at: at ?? now, change: { kind, ...more } });
			this.heardAt = now;
		};
		switch (change.do) {
			case 'say':
				return await say(change.kind);
			case 'priority':
				return await say('priorityChanged', { priority: change.priority });
			case 'waive':
				// Refused where the request has no such clock that can be waived.
				return await say('waived', { metric: change.metric, reason: 'Strike', approvedBy: 'carla' });
			case 'latePause': {
				const [from, to] = [now - change.ago * MINUTE, now - change.ago * MINUTE + change.length * MINUTE];
				if (from <= this.openedAt || to >= now || this.said.some(({ at }) => at === from || at === to))
					return;
				await say('paused', {}, from);
				return await say('resumed', {}, to);
			}
			case 'agreement': {
				const { high, every, answer } = change;
				return await this.promise({ ...this.promised, high, every, answer });
			}
			case 'holiday': {
				const date = new Date(this.openedAt + change.day * DAY).toISOString().slice(0, 10);
				const { holidays } = this.promised;
				const others = holidays.filter((one) => one !== date);
				const after = others.length < holidays.length ? others : [...holidays, date].sort();
				return await this.promise({ ...this.promised, holidays: after });
			}
			case 'nothing':
		}
	}

	async promise(promised: Promised = this.promised): Promise<void> {
		this.promised = promised;
		this.isEdited = true;
		await savePromise(this.company, promised, this.story.onReopen);
	}

	/** To be called after whatever has happened. */
	remember(): void {
		for (const metric of METRICS) {
			const { stoppedAt } = this.count(metric);
			if (stoppedAt === undefined) this.kept.delete(metric);
			else if (!this.kept.has(metric)) this.kept.set(metric, this.promised);
		}
	}

	count(metric: Metric): CountedClock {
		return countClock(this.moments(), this.terms(metric), this.company.now);
	}

	private moments(): Moment[] {
		let now: Moment = {
			at: this.openedAt,
			status: 'open',
			priority: this.story.priority,
			department: 'it',
		};
		const moments = [now];
		const inOrder = this.said.map((one, index) => ({ ...one, index }));
		inOrder.sort((a, b) => a.at - b.at || a.index - b.index);
		for (const { at, change } of inOrder) {
			now = { ...after(now, change), at };
			moments.push(now);
		}
		return moments;
	}

	private terms(metric: Metric): Terms {
		const { high, every, answer, holidays } = this.kept.get(metric) ?? this.promised;
		return {
			metric,
			onReopen: this.story.onReopen,
			// Nothing is promised for what is low but an answer.
			target: metric === 'firstResponse' ? { every: answer } : { high, normal: every },
			minutes: this.minutesWith(holidays),
		};
	}

	private minutesWith(holidays: readonly string[]): Minutes {
		const key = holidays.join();
		const known = this.minutes.get(key);
		if (known) return known;
		const from = this.openedAt - (this.openedAt % DAY) - 2 * DAY;
		const week = [[], HOURS, HOURS, HOURS, HOURS, HOURS, []];
		const dates = new Map(holidays.map((date) => [date, []]));
		const minutes = { from, open: openMinutes({ timezone: 'UTC', week, dates }, from, 45 * 1440) };
		this.minutes.set(key, minutes);
		return minutes;
	}
}

/** What is so after something was said. What cannot follow changes nothing. */
function after(
	{ answered: _answered, waived: _waived, ...before }: Moment,
	{ kind, priority, ...more }: Said['change'],
): Moment {
	const { status } = before;
	const isAtWork = status === 'open' || status === 'paused';
	if (status === 'cancelled') return before;
	if (kind === 'priorityChanged') return { ...before, priority: priority as Priority };
	if (kind === 'responded') return { ...before, answered: true };
	if (kind === 'waived') return { ...before, waived: (more as { metric: Metric }).metric };
	if (kind === 'paused' && status === 'open') return { ...before, status: 'paused' };
	if (kind === 'resumed' && status === 'paused') return { ...before, status: 'open' };
	if (kind === 'resolved' && isAtWork) return { ...before, status: 'resolved' };
	if (kind === 'reopened' && status === 'resolved') return { ...before, status: 'open' };
	if (kind === 'cancelled' && isAtWork) return { ...before, status: 'cancelled' };
	return before;
}

async function savePromise(
	{ engine }: Company,
	{ high, every, answer, holidays }: Promised,
	onReopen: Story['onReopen'],
): Promise<void> {
	const spec = { timezone: 'UTC', weekly, holidays };
	(await saveCalendars(engine, [{ id: 'office', name: 'Office hours', spec }])).forEach(unwrap);
	const agreement = {
		id: 'laptop-sla',
		name: 'Laptops',
		serviceId: 'laptop',
		calendarId: 'office',
		escalationPolicyId: 'climb',
		warnAtPercent: WARN_AT,
		onReopen,
		targets: [
			{ metric: 'firstResponse', target: `${answer} min` },
			{ metric: 'resolution', priority: 'high', target: `${high} min` },
			{ metric: 'resolution', priority: 'normal', target: `${every} min` },
		],
	};
	(await saveAgreements(engine, [agreement])).forEach(unwrap);
}
