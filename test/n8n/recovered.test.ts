import { openRequests, saveAgreements, unwrap, type TimelineEvent } from '../../engine';
import { happens, mailTo } from '../../scripts/stage/plays/arrivals';
import { runByHand } from '../../scripts/stage/stage';
import { onStage } from './stage';

const HEAD = 'jonas.brandt@acme.example';
const TITLE = 'A deadline that moves';

describe('a breach that is taken back, in a real n8n', () => {
	const theatre = onStage();

	it('stands the escalation down by mail, and escalates again when the new deadline has passed', async () => {
		const { stage } = theatre;
		await runByHand(stage, 'load-sample-company', 'Load it');
		const startedAt = Date.now();
		const promise = async (target: string) =>
			unwrap(
				(
					await saveAgreements(stage.engine, [
						{
							id: 'try-it-out',
							serviceId: 'try-it-out',
							calendarId: 'always',
							escalationPolicyId: 'try-it-out',
							warnAtPercent: [],
							targets: [{ metric: 'firstResponse', target }],
						},
					])
				)[0],
			);
		await openRequests(stage.engine, [{ title: TITLE, serviceId: 'try-it-out' }]);
		const breached = await happens(stage, startedAt, 'clock.breached', 30_000);
		await mailTo(stage, HEAD, startedAt, '[Escalation 1/');

		// Long enough for the mail that calls off to come before the second breach.
		const movedAt = Date.now();
		await promise('45 s');
		const recovered = await happens(stage, movedAt, 'clock.recovered', 15_000);
		const calledOff = await mailTo(stage, HEAD, movedAt, '[Escalation ended] A deadline that moves');
		expect(calledOff.text).toContain('It is not overdue any more');
		expect(dueOf(recovered)).toBe(dueOf(breached) + 35_000);

		const again = await happens(stage, calledOff.receivedAt.getTime(), 'clock.breached', 60_000);
		expect(again).toMatchObject({ id: `${breached.id}:2`, data: { arming: 2, late: false } });
		await mailTo(stage, HEAD, calledOff.receivedAt.getTime(), '[Escalation 1/');
	});
});

const dueOf = ({ data }: TimelineEvent): number => Date.parse('dueAt' in data ? String(data.dueAt) : '');
