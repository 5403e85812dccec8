import { openRequests, reachMilestones } from '../../engine';
import { happens, mailTo } from '../../scripts/stage/plays/arrivals';
import { runByHand } from '../../scripts/stage/stage';
import { poll } from '../../scripts/stage/util/poll';
import { onStage } from './stage';

/** Luca is asked, Jonas is notified of a breach. */
const LUCA = 'luca.ferri@acme.example';
const JONAS = 'jonas.brandt@acme.example';

describe('a mail that the server refuses, with the shipped templates', () => {
	const theatre = onStage();

	it('comes again when the server takes it, once: an invitation to a survey, and an escalation', async () => {
		const { stage } = theatre;
		const { engine, mail } = stage;
		await runByHand(stage, 'load-sample-company', 'Load it');
		mail.refused.add(LUCA).add(JONAS);
		const since = Date.now();
		await reachMilestones(engine, [
			{
				milestone: { name: 'New laptops', departmentId: 'it', customerDepartmentIds: ['hr'] },
				surveyId: 'try-it-out',
				atMostOnceInDays: 0,
			},
		]);
		await openRequests(engine, [{ title: 'A laptop', serviceId: 'try-it-out' }]);
		await happens(stage, since, 'escalation.notify', 30_000);
		await poll(async () => (mail.refusals.has(LUCA) && mail.refusals.has(JONAS) ? true : undefined), {
			timeoutMs: 60_000,
			what: 'both mails to be refused',
		});
		mail.refused.delete(LUCA);
		mail.refused.delete(JONAS);

		expect((await mailTo(stage, LUCA, since, 'New laptops')).to).toEqual([LUCA]);
		expect((await mailTo(stage, JONAS, since, '[Escalation 1/')).to).toEqual([JONAS]);
		const toLuca = mail.messages.filter(({ to }) => to.includes(LUCA));
		expect(toLuca).toHaveLength(1);
	});
});
