import { recordFacts, saveAgreements } from '../../../engine/sla';
import { unwrap } from '../../../engine/outcome';
import { openCompany, type Company } from '../../support/company';
import { onBothDatabases } from '../../support/harness';

const instant = (time: string) => Date.parse(`2026-03-02T${time}:00Z`);
const waived = (more: Record<string, unknown> = {}) => ({
	kind: 'waived',
	metric: 'resolution',
	reason: 'The supplier is on strike',
	approvedBy: 'carla',
	...more,
});

/** Between departments: half of what Rosa is promised. */
const OLA = {
	id: 'laptop-ola',
	kind: 'ola',
	serviceId: 'laptop',
	calendarId: 'office',
	warnAtPercent: [],
	targets: [{ metric: 'resolution', target: '3h' }],
};
const withOla = async (company: Company) => void unwrap((await saveAgreements(company.engine, [OLA]))[0]);

const statesIn = ({
	clocks,
}: {
	clocks: readonly { agreementKind: string; metric: string; state: string }[];
}) =>
	Object.fromEntries(clocks.map(({ agreementKind, metric, state }) => [`${agreementKind} ${metric}`, state]));

/** Answered at once, of high priority: due at 13:00. */
const urgent = async (company: Company) => {
	const { requestId } = await company.ask({ priority: 'high' });
	await company.say(requestId, { kind: 'responded' });
	return requestId;
};
const ofResolution = (company: Company) =>
	company.log.filter((line) => !line.includes('firstResponse')).map((line) => line.slice(6));

onBothDatabases('a waiver', (open) => {
	it('is for one cycle: reopened, the clock begins anew and breaches as any other', async () => {
		const company = await openCompany(open);
		const id = await urgent(company);
		await company.at('2026-03-02T13:10Z');
		await company.say(id, waived());
		await company.at('2026-03-02T14:00Z');
		expect(statesIn(await company.say(id, { kind: 'resolved' }))).toMatchObject({
			'sla resolution': 'waived',
		});
		await company.at('2026-03-03T09:00Z');
		const reopened = await company.say(id, { kind: 'reopened' });
		expect(reopened.clocks.find(({ metric }) => metric === 'resolution')).toMatchObject({
			state: 'running',
			cycle: 2,
			elapsedSeconds: 0,
			dueAt: '2026-03-03T13:00:00.000Z',
		});
		await company.at('2026-03-03T13:01Z');
		expect(ofResolution(company)).toEqual([
			'clock.warning resolution',
			'clock.breached resolution',
			'mail to Tom (1.1)',
			'clock.waived resolution',
			'escalation.stopped',
			'clock.warning resolution',
			'clock.breached resolution',
			'mail to Tom (1.1)',
		]);
	});

	it('is for one clock: what departments promised each other goes on, unless all kinds are meant', async () => {
		const company = await openCompany(open);
		await withOla(company);
		const [one, other] = [await urgent(company), await urgent(company)];
		expect(statesIn(await company.say(one, waived()))).toEqual({
			'sla firstResponse': 'met',
			'sla resolution': 'waived',
			'ola resolution': 'running',
		});
		expect(statesIn(await company.say(other, waived({ agreementKind: 'all' })))).toEqual({
			'sla firstResponse': 'met',
			'sla resolution': 'waived',
			'ola resolution': 'waived',
		});
		await company.at('2026-03-02T12:01Z');
		expect(ofResolution(company)).toEqual([
			'clock.waived resolution',
			'clock.waived resolution',
			'clock.waived resolution',
			'clock.breached resolution',
		]);
	});

	it('told late belongs to the cycle of its instant', async () => {
		const company = await openCompany(open);
		const id = await urgent(company);
		await company.at('2026-03-02T11:00Z');
		await company.say(id, { kind: 'resolved' });
		await company.at('2026-03-02T12:00Z');
		await company.say(id, { kind: 'reopened' });
		await company.at('2026-03-02T12:30Z');
		const before = await company.say(id, waived(), { at: instant('10:00') });
		expect(before.clocks.find(({ metric }) => metric === 'resolution')).toMatchObject({
			state: 'running',
			cycle: 2,
			// What the waived cycle had used is excused.
			dueAt: '2026-03-02T16:00:00.000Z',
		});
		const within = await company.say(id, waived(), { at: instant('12:10') });
		expect(statesIn(within)).toMatchObject({ 'sla resolution': 'waived' });
		await company.at('2026-03-03T09:00Z');
		// Of the first cycle, which had been met before, and of the second.
		expect(ofResolution(company)).toEqual([
			'clock.met resolution',
			'clock.waived resolution',
			'clock.waived resolution',
		]);
	});

	it('of a breach that is told late stops the escalation, and whoever was told hears of it', async () => {
		const company = await openCompany(open);
		const id = await urgent(company);
		await company.at('2026-03-02T13:40Z');
		await company.say(id, waived(), { at: instant('12:00') });
		await company.settle();
		expect(ofResolution(company).slice(-2)).toEqual(['clock.waived resolution', 'escalation.stopped']);
		expect(company.arrived.at(-1)?.event.data).toMatchObject({
			reason: 'clock.waived',
			told: [{ memberId: 'tom' }, { memberId: 'hanna' }],
		});
	});

	it('of a clock that the request has not is refused in words, and kept from another system', async () => {
		const company = await openCompany(open);
		const { requestId } = await company.ask();
		const fact = waived({ agreementKind: 'ola' });
		const [refused, kept] = await recordFacts(company.engine, [
			{ request: requestId, fact },
			{ request: requestId, fact, source: 'redmine' },
		]);
		expect(refused).toMatchObject({
			ok: false,
			error: {
				field: 'agreementKind',
				message:
					"Request 'Laptop for the new colleague' has no resolution clock of the kind 'ola' that could be waived",
				hint: 'Choose one of its clocks: firstResponse (sla), resolution (sla).',
			},
		});
		expect(kept).toMatchObject({
			ok: true,
			value: { warnings: [expect.stringContaining('It is kept.')] },
		});
	});
});
