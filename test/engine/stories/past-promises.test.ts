import fc from 'fast-check';
import { unwrap } from '../../../engine/outcome';
import { getRequest, recordFacts, saveAgreements } from '../../../engine/sla';
import { openCompany, type Company } from '../../support/company';
import { onBothDatabases } from '../../support/harness';
import { thoroughly } from '../../support/thorough';

const instant = (time: string) => Date.parse(`2026-03-02T${time}:00Z`);

const save = async ({ engine }: Company, agreement: Record<string, unknown>) =>
	unwrap(
		(
			await saveAgreements(engine, [
				{ serviceId: 'laptop', calendarId: 'office', escalationPolicyId: 'climb', ...agreement },
			])
		)[0],
	);

const withHr = { id: 'hr-sla', customerDepartmentId: 'hr' };
/** What does not change about each agreement. */
const MADE: Readonly<Record<string, Record<string, unknown>>> = {
	'hr-sla': withHr,
	'laptop-ola': { kind: 'ola' },
};
const promise = (metric: string, target: string) => ({ targets: [{ metric, target }] });

const clocksOf = async ({ engine }: Company, key: string) =>
	(await getRequest(engine, key)).clocks
		.map(
			({ metric, agreementId, state, dueAt }) =>
				`${metric} ${agreementId} ${state} ${dueAt?.slice(11, 16) ?? '-'}`,
		)
		.sort();
const shown = (company: Company) => company.log.map((line) => line.slice(6));

onBothDatabases('a clock that ended before another agreement took over, and is told of after', (open) => {
	it('is judged by the one in force when it ended: an answer', async () => {
		const company = await openCompany(open, { agreement: { warnAtPercent: [] } });
		const { requestId } = await company.ask();
		await company.at('2026-03-02T10:40Z');
		await save(company, { ...withHr, ...promise('firstResponse', '1h') });
		await company.at('2026-03-02T10:41Z');
		await company.say(requestId, { kind: 'responded' }, { at: instant('10:30') });
		await company.at('2026-03-02T10:50Z');
		expect(await clocksOf(company, requestId)).toEqual(['firstResponse laptop-sla met 11:00']);
		expect(shown(company)).toEqual(['clock.cancelled resolution', 'clock.met firstResponse']);
		expect(company.arrived.at(-1)?.event.data).toMatchObject({ agreementId: 'laptop-sla' });
	});

	it('and a resolution, whose promise is not this one’s to break', async () => {
		const company = await openCompany(open, { agreement: { warnAtPercent: [] } });
		const { requestId } = await company.ask({ priority: 'high' });
		await company.say(requestId, { kind: 'responded' });
		await company.at('2026-03-02T12:30Z');
		await save(company, { ...withHr, ...promise('resolution', '3h') });
		await company.at('2026-03-02T12:31Z');
		await company.say(requestId, { kind: 'resolved' }, { at: instant('12:20') });
		await company.at('2026-03-02T12:50Z');
		expect(await clocksOf(company, requestId)).toContain('resolution laptop-sla met 13:00');
		expect(shown(company)).toEqual(['clock.met firstResponse', 'clock.met resolution']);
	});

	it('takes back what the later one has announced', async () => {
		const company = await openCompany(open, { agreement: { warnAtPercent: [] } });
		const { requestId } = await company.ask();
		await company.at('2026-03-02T10:40Z');
		await save(company, { ...withHr, ...promise('firstResponse', '1h') });
		await company.at('2026-03-02T10:50Z');
		company.log.splice(0);
		await company.say(requestId, { kind: 'responded' }, { at: instant('10:30') });
		await company.at('2026-03-02T10:51Z');
		expect(shown(company)).toEqual([
			'clock.recovered firstResponse',
			'clock.met firstResponse',
			'escalation.stopped',
		]);
	});

	it('is there again where the later one promised nothing of the kind', async () => {
		const company = await openCompany(open, { agreement: { warnAtPercent: [] } });
		const { requestId } = await company.ask({ priority: 'high' });
		await company.say(requestId, { kind: 'responded' });
		await company.at('2026-03-02T12:30Z');
		await save(company, { ...withHr, ...promise('firstResponse', '1h') });
		await company.at('2026-03-02T12:31Z');
		expect(await clocksOf(company, requestId)).toEqual(['firstResponse laptop-sla met 11:00']);
		await company.say(requestId, { kind: 'resolved' }, { at: instant('12:20') });
		expect(await clocksOf(company, requestId)).toEqual([
			'firstResponse laptop-sla met 11:00',
			'resolution laptop-sla met 13:00',
		]);
	});

	it('says so of an earlier cycle as well, under the name of the agreement it was judged by', async () => {
		const company = await openCompany(open, { agreement: { warnAtPercent: [] } });
		const { requestId } = await company.ask({ priority: 'high' });
		await company.say(requestId, { kind: 'responded' });
		await company.at('2026-03-02T12:30Z');
		await save(company, { ...withHr, escalationPolicyId: undefined, ...promise('resolution', '1h') });
		await company.at('2026-03-02T12:31Z');
		company.log.splice(0);
		const told = (kind: string, time: string) => ({ request: requestId, fact: { kind }, at: instant(time) });
		await recordFacts(company.engine, [told('resolved', '12:00'), told('reopened', '12:10')]);
		await company.settle();
		expect(shown(company)).toEqual(['clock.met resolution']);
		expect(company.arrived.at(-1)?.event.data).toMatchObject({
			cycle: 1,
			agreementId: 'laptop-sla',
			escalationPolicyId: 'climb',
			dueAt: '2026-03-02T13:00:00.000Z',
		});
	});

	it('has no clock of what was promised after, in none of its cycles', async () => {
		const company = await openCompany(open, { agreement: { warnAtPercent: [] } });
		const ola = { id: 'laptop-ola', kind: 'ola', ...promise('resolution', '1h') };
		const [ended, reopened] = [await company.ask(), await company.ask()];
		for (const { requestId } of [ended, reopened]) await company.say(requestId, { kind: 'responded' });
		await company.at('2026-03-02T12:30Z');
		await save(company, ola);
		await company.at('2026-03-02T12:31Z');
		company.log.splice(0);
		await company.say(ended.requestId, { kind: 'resolved' }, { at: instant('12:20') });
		const told = (kind: string, time: string) => ({
			request: reopened.requestId,
			fact: { kind },
			at: instant(time),
		});
		await recordFacts(company.engine, [told('resolved', '12:00'), told('reopened', '12:10')]);
		await company.settle();
		expect((await clocksOf(company, ended.requestId)).filter((one) => one.includes('ola'))).toEqual([]);
		expect(shown(company).sort()).toEqual([
			'clock.cancelled resolution',
			'clock.met resolution',
			'clock.met resolution',
		]);
	});

	it('is judged by what was switched off since, and not by what had been switched off before', async () => {
		const company = await openCompany(open, { agreement: { warnAtPercent: [] } });
		const generous = { ...withHr, ...promise('firstResponse', '3h') };
		await save(company, generous);
		const { requestId } = await company.ask();
		await company.at('2026-03-02T11:30Z');
		await save(company, { ...generous, active: false });
		await company.at('2026-03-02T11:31Z');
		await company.say(requestId, { kind: 'responded' }, { at: instant('11:20') });
		expect(await clocksOf(company, requestId)).toContain('firstResponse hr-sla met 12:00');
		const later = await company.ask({ openedAt: instant('09:00') });
		await company.at('2026-03-02T11:40Z');
		await save(company, { id: 'other-ola', kind: 'ola', ...promise('firstResponse', '1h') });
		await company.at('2026-03-02T11:41Z');
		await company.say(later.requestId, { kind: 'responded' }, { at: instant('11:35') });
		expect(await clocksOf(company, later.requestId)).toContain('firstResponse laptop-sla missed 11:00');
	});

	it('is judged by the right one where it was misfiled', async () => {
		const company = await openCompany(open, { agreement: { warnAtPercent: [] } });
		await save(company, {
			id: 'board-sla',
			customerDepartmentId: 'board',
			...promise('firstResponse', '5h'),
		});
		const { requestId } = await company.ask();
		await company.at('2026-03-02T12:00Z');
		await company.say(requestId, { kind: 'corrected', requester: 'carla' });
		await company.at('2026-03-02T12:10Z');
		await save(company, {
			id: 'board-sla',
			customerDepartmentId: 'board',
			...promise('firstResponse', '1h'),
		});
		await company.at('2026-03-02T12:11Z');
		await company.say(requestId, { kind: 'responded' }, { at: instant('10:30') });
		expect(await clocksOf(company, requestId)).toEqual(['firstResponse board-sla met 14:00']);
	});

	it('told in time or late, and while the pump is asleep, it is the same, whatever is agreed in between', async () => {
		const company = await openCompany(open, { agreement: { warnAtPercent: [] } });
		const metric = fc.constantFrom('firstResponse', 'resolution');
		const edit = fc.record({
			id: fc.constantFrom('laptop-sla', 'hr-sla', 'laptop-ola'),
			active: fc.constantFrom(true, true, true, false),
			targets: fc.uniqueArray(
				fc.record({ metric, target: fc.constantFrom('30 min', '1h', '90 min', '2h') }),
				{ minLength: 1, selector: (one) => one.metric },
			),
		});
		type Edit = { readonly id: string; readonly targets: readonly { readonly metric: string }[] };
		const dropsNothing = ({ id, targets }: Edit, before: readonly Edit[]) =>
			before
				.filter((one) => one.id === id)
				.flatMap((one) => one.targets)
				.every(({ metric: kept }) => targets.some((one) => one.metric === kept));
		let run = 0;
		/** The clocks of two requests: one told of in time, one late. */
		const live = async (
			edits: readonly Record<string, unknown>[],
			turn: number,
			kind: string,
			isAsleep: boolean,
		) => {
			run++;
			const start = Date.parse('2026-03-02T09:00:00Z') + run * 24 * 3_600_000 * 7;
			const at = async (minute: number) => {
				const instant = start + minute * 60_000;
				if (isAsleep && minute > 1) company.now = instant;
				else await company.at(new Date(instant).toISOString());
			};
			await at(0);
			await save(company, {
				id: 'laptop-sla',
				targets: [
					{ metric: 'firstResponse', target: '1h' },
					{ metric: 'resolution', target: '2h' },
				],
			});
			await save(company, { ...withHr, active: false, ...promise('resolution', '2h') });
			await save(company, { id: 'laptop-ola', kind: 'ola', active: false, ...promise('resolution', '2h') });
			await at(1);
			const [inTime, late] = [await company.ask(), await company.ask()];
			for (let step = 0; step <= 4; step++) {
				await at(10 + step * 25);
				const change = edits[step];
				if (change) await save(company, { ...MADE[String(change['id'])], ...change });
				await at(20 + step * 25);
				if (step === turn) await company.say(inTime.requestId, { kind });
			}
			await at(150);
			await company.say(late.requestId, { kind }, { at: start + (20 + turn * 25) * 60_000 });
			isAsleep = false;
			await at(160);
			return [await clocksOf(company, inTime.requestId), await clocksOf(company, late.requestId)];
		};
		await fc.assert(
			fc.asyncProperty(
				fc.array(edit, { minLength: 1, maxLength: 4 }),
				fc.integer({ min: 0, max: 4 }),
				fc.constantFrom('responded', 'resolved'),
				async (edits, turn, kind) => {
					const [inTime, late] = await live(edits, turn, kind, false);
					expect(late).toEqual(inTime);
					// What was switched on and off again while nobody listened has promised nothing, a single target as little.
					if (edits.every((edit, index) => edit.active && dropsNothing(edit, edits.slice(0, index))))
						expect(await live(edits, turn, kind, true)).toEqual([inTime, inTime]);
				},
			),
			{ numRuns: thoroughly(4, 50) },
		);
	}, 120_000);
});
