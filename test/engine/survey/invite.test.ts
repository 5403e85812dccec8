import { findMembers, importCompany } from '../../../engine/directory';
import { unwrap } from '../../../engine/outcome';
import { inviteTogether, listInvitations, saveSurveys, type Asking } from '../../../engine/survey';
import { inviteIn } from '../../../engine/survey/invite';
import { READY_MADE_SURVEYS } from '../../../engine/survey/ready-made';
import { onBothDatabases } from '../../support/harness';
import { holdOpen, waitsForLock } from '../../support/locks';
import { PEOPLE } from './surveys';

const asking = (occasion: string, at: number): Asking => ({
	surveyId: 'internal-nps',
	departmentId: 'it',
	occasion,
	subject: occasion,
	at,
	atMostOnceInDays: 30,
});

onBothDatabases('two occasions that ask one person at the same moment', (open) => {
	it('ask once: the second waits for the first, and sees that it asks already', async () => {
		const company = await open();
		const { engine } = company;
		await importCompany(engine, PEOPLE);
		for (const survey of await saveSurveys(engine, READY_MADE_SURVEYS)) unwrap(survey);
		const first = await holdOpen(engine, async (trx) =>
			inviteIn(engine, trx, asking('milestone:1', company.now), [
				...(await findMembers(trx, ['eva'])).values(),
			]),
		);
		const second = inviteTogether(engine, {
			...asking('milestone:2', company.now),
			recipients: { members: ['eva'] },
		});
		expect(await waitsForLock(company, second)).toBe(true);
		await first.commit();
		expect(first.value).toMatchObject({ invitations: [{ memberId: 'eva' }], leftOut: [] });
		expect(await second).toMatchObject({
			invitations: [],
			leftOut: [{ memberId: 'eva', why: 'askedRecently' }],
		});
		expect(await listInvitations(engine, { limit: 10 })).toHaveLength(1);
	});
});
