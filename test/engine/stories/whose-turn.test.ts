import { saveServices } from '../../../engine/directory';
import { unwrap } from '../../../engine/outcome';
import { openRequests, saveAgreements } from '../../../engine/sla';
import { acknowledgeDelivery, claimDeliveries, fireTimers } from '../../../engine/timeline';
import { createTurns } from '../../../engine/timeline/turns';
import { handlers } from '../../../engine/wiring';
import { listen, openCompany, type Company } from '../../support/company';
import { onBothDatabases } from '../../support/harness';

/** A turn of the pump, and how long it and an execution take here. */
const TURN_MS = 20;

interface Workflow {
	/** `hr urgent`, in the order in which the notifications were let go. */
	readonly told: string[];
	/** Turns of the pump until an instant, each letting go as many as there are places. */
	until(instant: string): Promise<void>;
	turn(): Promise<void>;
}

/** A workflow that sends notifications, a few at a time, as the pump serves it. */
async function workflow(company: Company, places: number): Promise<Workflow> {
	const { engine } = company;
	await listen(company, 'mails', ['escalation.notify']);
	const [timers, deliveries] = [createTurns(), createTurns()];
	const told: string[] = [];
	const turn = async () => {
		company.now += TURN_MS;
		const rethrow = (error: Error) => {
			throw error;
		};
		await fireTimers(engine, handlers, rethrow, timers);
		for (const delivery of await claimDeliveries(engine, 'mails', places, 60_000, deliveries)) {
			const { event } = delivery;
			if (event.type === 'escalation.notify') told.push(`${event.departmentId} ${event.data.priority}`);
			await acknowledgeDelivery(engine, delivery);
		}
	};
	return {
		told,
		turn,
		async until(instant) {
			while (company.now < Date.parse(instant)) await turn();
		},
	};
}

onBothDatabases('a storm of breaches', (open) => {
	/** IT's and HR's promises are of two hours. */
	async function company(): Promise<Company> {
		const agreement = { warnAtPercent: [], targets: [{ metric: 'firstResponse', target: '2h' }] };
		const opened = await openCompany(open, { agreement, policy: { levels: [LEVEL] }, listens: false });
		const { engine } = opened;
		unwrap((await saveServices(engine, [{ id: 'contract', name: 'Contract', departmentId: 'hr' }]))[0]);
		const another = { ...agreement, id: 'hr-sla', name: 'Contracts', serviceId: 'contract' };
		const terms = { calendarId: 'office', escalationPolicyId: 'climb' };
		unwrap((await saveAgreements(engine, [{ ...another, ...terms }]))[0]);
		return opened;
	}
	const LEVEL = { targets: [{ kind: 'departmentHead' }] };

	async function ask(
		{ engine }: Company,
		count: number,
		changes: Record<string, unknown>,
	): Promise<string[]> {
		const request = { title: 'A request', serviceId: 'laptop', requester: 'carla', ...changes };
		const outcomes = await openRequests(
			engine,
			Array.from({ length: count }, () => request),
		);
		return outcomes.map((outcome) => unwrap(outcome).requestId);
	}

	it('in one department does not hold up the urgent one of another', async () => {
		const town = await company();
		await ask(town, 2_000, {});
		town.now += 1_000;
		await ask(town, 1, { serviceId: 'contract', priority: 'urgent' });
		town.now = Date.parse('2026-03-02T11:00Z') - TURN_MS;
		const { told, turn, until } = await workflow(town, 5);
		await until('2026-03-02T11:00:01Z');
		const before = told.length;
		expect(told).not.toContain('hr urgent');
		for (let n = 0; n < 3; n++) await turn();
		// Its deadline is noticed in one turn, its first level in the next.
		expect(told.slice(before).indexOf('hr urgent')).toBeGreaterThanOrEqual(0);
		expect(told.slice(before).indexOf('hr urgent')).toBeLessThan(10);
		// It was a storm: most of it is still to come.
		expect(told.length).toBeLessThan(300);
	}, 60_000);

	it('of urgent ones does not hold up a normal one of another department, with a single place', async () => {
		const town = await company();
		await ask(town, 150, { priority: 'urgent' });
		await ask(town, 2, { serviceId: 'contract' });
		town.now = Date.parse('2026-03-02T11:00Z') - TURN_MS;
		const { told, turn } = await workflow(town, 1);
		for (let n = 0; n < 8; n++) await turn();
		expect(told.slice(0, 6).filter((one) => one === 'hr normal')).toHaveLength(2);
	});

	it('goes on in the lane of whoever has the request, at the priority that it has by now', async () => {
		const town = await company();
		const [first = ''] = await ask(town, 1, {});
		await ask(town, 150, { priority: 'high' });
		town.now = Date.parse('2026-03-02T10:00Z');
		await town.say(first, { kind: 'priorityChanged', priority: 'low' });
		await town.say(first, { kind: 'handedOff', departmentId: 'hr' });
		const timers = await town.engine.store.read((db) =>
			db.selectFrom('timer').select(['lane', 'urgency']).where('subject', 'like', `${first}:%`).execute(),
		);
		expect(timers).toEqual([{ lane: 'hr', urgency: 3 }]);
		town.now = Date.parse('2026-03-02T11:00Z') - TURN_MS;
		const { told, turn } = await workflow(town, 1);
		for (let n = 0; n < 4; n++) await turn();
		expect(told).toContain('hr low');
	});

	it('leaves a level in the lane and at the urgency of its request', async () => {
		const town = await company();
		await ask(town, 1, { priority: 'urgent' });
		town.now = Date.parse('2026-03-02T11:00:01Z');
		await listen(town, 'mails', ['escalation.notify']);
		const rethrow = (error: Error) => {
			throw error;
		};
		const timers = () =>
			town.engine.store.read((db) =>
				db.selectFrom('timer').select(['kind', 'lane', 'urgency']).orderBy('kind').execute(),
			);
		expect(await timers()).toEqual([{ kind: 'clock', lane: 'it', urgency: 0 }]);
		await fireTimers(town.engine, handlers.slice(0, 1), rethrow);
		expect(await timers()).toEqual([{ kind: 'escalation', lane: 'it', urgency: 0 }]);
		await fireTimers(town.engine, handlers, rethrow);
		// That nobody has reacted is still to be said.
		expect(await timers()).toEqual([{ kind: 'escalation', lane: 'it', urgency: 0 }]);
		const [run] = await town.engine.store.read((db) =>
			db.selectFrom('escalation_run').select('request_id').execute(),
		);
		await town.say(run?.request_id ?? '', { kind: 'handedOff', departmentId: 'hr', assignee: 'rosa' });
		await town.say(run?.request_id ?? '', { kind: 'priorityChanged', priority: 'low' });
		expect(await timers()).toEqual([{ kind: 'escalation', lane: 'hr', urgency: 3 }]);
	});
});
