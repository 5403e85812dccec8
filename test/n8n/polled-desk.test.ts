import { mirrorTickets, saveAgreements, unwrap } from '../../engine';
import { happens, mailTo } from '../../scripts/stage/plays/arrivals';
import { runByHand } from '../../scripts/stage/stage';
import { onStage } from './stage';

const HEAD = 'jonas.brandt@acme.example';
const TARGET_MS = 10_000;

describe('a desk that is read on a schedule, in a real n8n', () => {
	const theatre = onStage();

	it('sends no mail for an answer that was given before the deadline and read after it, and one for a ticket without', async () => {
		const { stage } = theatre;
		await runByHand(stage, 'load-sample-company', 'Load it');
		const agreement = {
			id: 'try-it-out',
			serviceId: 'try-it-out',
			calendarId: 'always',
			escalationPolicyId: 'try-it-out',
			warnAtPercent: [],
			targets: [{ metric: 'firstResponse', target: '10 s' }],
		};
		unwrap((await saveAgreements(stage.engine, [agreement]))[0]);
		const openedAt = Date.now();
		const read = async (notices: readonly object[]) => {
			const heardUpTo = Date.now();
			const common = { service: 'try-it-out', source: 'polled-desk', openedAt, heardUpTo };
			for (const outcome of await mirrorTickets(
				stage.engine,
				notices.map((notice) => ({ ...common, ...notice })),
			))
				unwrap(outcome);
		};
		const answered = { externalRef: 'polled-1', title: 'Answered in time, read late' };
		const silent = { externalRef: 'polled-2', title: 'Nobody has answered' };
		await read([answered, silent]);

		// n8n's own pump fires both deadlines, and finds that the desk has not been read up to them.
		await new Promise((resolve) => setTimeout(resolve, openedAt + TARGET_MS + 4_000 - Date.now()));
		await read([{ ...answered, answered: true, at: openedAt + TARGET_MS - 2_000, sourceRef: 'c-1' }, silent]);

		const breached = await happens(stage, openedAt, 'clock.breached', 15_000);
		expect(breached.data).toMatchObject({ title: silent.title });
		expect(breached.at).toBe(openedAt + TARGET_MS);
		await mailTo(stage, HEAD, openedAt, silent.title);
		expect((await happens(stage, openedAt, 'clock.met', 5_000)).data).toMatchObject({
			title: answered.title,
		});
		const subjects = stage.mail.messages.map(({ subject }) => subject);
		expect(subjects.filter((subject) => subject.includes(answered.title))).toEqual([]);
	});
});
