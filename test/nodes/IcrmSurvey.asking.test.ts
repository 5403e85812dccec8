import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { onBothDatabases } from '../support/harness';
import { begin, INVITATIONS, jsonOf, locator, REACH, SAVE } from './shared/survey-company';

// The nodes ask the system for the time; timers stay real, or nothing would ever arrive.
const OTHERS =
	'setTimeout clearTimeout setInterval clearInterval setImmediate clearImmediate nextTick queueMicrotask performance hrtime';
jest.useFakeTimers({ doNotFake: OTHERS.split(' ') as never });

const INVITE = {
	resource: 'invitation',
	operation: 'invite',
	survey: locator('milestone-csat'),
	department: locator('it'),
	recipients: 'members',
	members: 'rosa',
	subject: 'Second quarter',
};

onBothDatabases('ICRM Survey: asking', (open) => {
	describe('a milestone', () => {
		it('asks the people served, in their working time; told twice it asks nobody again', async () => {
			const { run } = await begin(open);
			await run(SAVE);
			const reach = { ...REACH, externalRef: 'JIRA-1042', project: 'Office move' };
			const [first] = jsonOf(await run({ ...reach, reachedAt: '2026-03-02T09:30' }));
			const milestone = {
				milestoneId: expect.any(String),
				externalRef: 'JIRA-1042',
				name: 'Office move finished',
				project: 'Office move',
				departmentId: 'it',
				customerDepartmentIds: ['sales'],
				reachedAt: '2026-03-02T08:30:00.000Z',
			};
			expect(first).toMatchObject({ ...milestone, created: true, invited: 2 });
			// Half past eight is before opening: two working days are the whole Monday and Tuesday.
			const sent = (first?.invitations as IDataObject[]).map(({ memberId, sendAt }) => [memberId, sendAt]);
			expect(sent.sort()).toEqual([
				['eva', expect.stringMatching(/^2026-03-0[34]T/)],
				['lin', expect.stringMatching(/^2026-03-0[34]T/)],
			]);
			expect(jsonOf(await run(reach))).toEqual([
				{ ...milestone, created: false, invited: 0, leftOut: [], invitations: [] },
			]);
			expect(jsonOf(await run(INVITATIONS))).toHaveLength(2);
		});

		it('leaves out who was asked lately, and says until when', async () => {
			const { run } = await begin(open);
			await run(SAVE);
			await run(REACH);
			const [again] = jsonOf(
				await run({ ...REACH, name: 'Printers moved', customerDepartments: 'sales, hr' }),
			);
			expect(again).toMatchObject({ created: true, invited: 1, invitations: [{ memberId: 'rosa' }] });
			expect(again?.leftOut).toEqual(
				expect.arrayContaining(
					['eva', 'lin'].map((memberId) => ({
						memberId,
						why: 'askedRecently',
						until: '2026-03-18T09:00:00.000Z',
					})),
				),
			);
			const all = { ...REACH, name: 'Third floor', atMostOnceInDays: 0 };
			expect(jsonOf(await run(all))).toMatchObject([{ invited: 2, leftOut: [] }]);
		});

		it('without a survey is only recorded', async () => {
			const { run } = await begin(open);
			const { survey: _survey, ...parameters } = REACH;
			expect(jsonOf(await run(parameters))).toMatchObject([{ created: true, invited: 0 }]);
		});

		it.each<[string, INodeParameters, string, string]>([
			['an unknown survey', { survey: locator('none') }, "There is no survey 'none'", 'add it first'],
			['an unknown department', { department: locator('ti') }, "There is no department 'ti'", 'Choose'],
			[
				'an unknown customer department',
				{ customerDepartments: ['sales', 'x'] },
				"There is no department 'x'",
				'customerDepartmentIds',
			],
			[
				'no customer department',
				{ customerDepartments: '={{ [] }}' },
				'customerDepartmentIds',
				'at least one',
			],
			['an instant that is none', { reachedAt: 'tomorrow' }, "'tomorrow' is not a date", 'Give it like'],
			[
				'a guard that is no number',
				{ atMostOnceInDays: -1 },
				"'Ask at Most Once In (Days)' is -1",
				'0 asks everybody',
			],
		])('with %s is refused, and nobody is asked', async (_what, changes, message, hint) => {
			const { run } = await begin(open);
			await run(SAVE);
			const { error } = await run({ ...REACH, ...changes } as INodeParameters);
			expect(error?.message).toContain(message);
			expect(error?.description).toContain(hint);
			expect(jsonOf(await run(INVITATIONS))).toEqual([]);
		});
	});

	describe('an invitation', () => {
		it('asks members by ID and e-mail address, each occasion once; not those who rate themselves', async () => {
			const { run } = await begin(open);
			await run({ ...SAVE, options: { delay: '0 min' } });
			const members = 'rosa, EVA@acme.example, eva, hanna, mia';
			const [first] = jsonOf(await run({ ...INVITE, members }));
			expect(first).toMatchObject({
				surveyId: 'milestone-csat',
				departmentId: 'it',
				subject: 'Second quarter',
				occasion: 'manual:Second quarter',
				invited: 2,
			});
			expect(first?.leftOut).toEqual(
				expect.arrayContaining([
					{ memberId: 'hanna', why: 'ratesThemselves' },
					{ memberId: 'mia', why: 'inactive' },
				]),
			);
			const same = { ...INVITE, atMostOnceInDays: 0, recipients: 'department' };
			expect(jsonOf(await run({ ...same, customerDepartment: locator('hr') }))).toMatchObject([
				{ invited: 0, leftOut: [{ memberId: 'rosa', why: 'askedAlready' }] },
			]);
			const other = { ...same, customerDepartment: locator('hr'), options: { occasion: 'Q2' } };
			expect(jsonOf(await run(other))).toMatchObject([{ invited: 1, occasion: 'manual:Q2' }]);
		});

		it.each<[string, INodeParameters, string, string]>([
			['an unknown survey', { survey: locator('none') }, "There is no survey 'none'", 'add it first'],
			['an unknown department', { department: locator('ti') }, "There is no department 'ti'", 'Choose'],
			['an unknown member', { members: 'rosa, none' }, "There is no member 'none'", "Look at 'Members'."],
			[
				'an address nobody has',
				{ members: 'no@acme.example' },
				"There is no member 'no@acme.example'",
				'add it first',
			],
			['nobody', { members: '={{ " , " }}' }, "'Members' is empty", 'parted by commas'],
			[
				'an unknown customer department',
				{ recipients: 'department', customerDepartment: locator('x') },
				"'x'",
				'',
			],
		])('with %s is refused', async (_what, changes, message, hint) => {
			const { run } = await begin(open);
			await run(SAVE);
			const { error } = await run({ ...INVITE, ...changes } as INodeParameters);
			expect(error?.message).toContain(message);
			expect(error?.description).toContain(hint);
			expect(jsonOf(await run(INVITATIONS))).toEqual([]);
		});

		it('is listed by survey and state, without a trace of when an answer came', async () => {
			const { run, at } = await begin(open);
			await run(SAVE);
			await run(REACH);
			const [planned] = jsonOf(await run({ ...INVITATIONS, filters: { states: ['planned'] } }));
			expect(planned).toMatchObject({ state: 'planned', departmentName: 'IT', expiresAt: null });
			await at('2026-03-04T09:00Z');
			const whole = { ...INVITATIONS, simplify: false, filters: { survey: locator('milestone-csat') } };
			const [sent] = jsonOf(await run(whole));
			expect(Object.keys(sent ?? {})).toEqual([
				'invitationId',
				'surveyId',
				'memberId',
				'departmentId',
				'departmentName',
				'customerDepartmentId',
				'subject',
				'occasion',
				'state',
				'sendAt',
				'sentAt',
				'expiresAt',
			]);
			expect(sent).toMatchObject({ state: 'sent', expiresAt: '2026-03-18T09:00:00.000Z' });
			expect(jsonOf(await run({ ...INVITATIONS, returnAll: false, limit: 1 }))).toHaveLength(1);
			const { error } = await run({ ...INVITATIONS, filters: { survey: locator('none') } });
			expect(error?.message).toBe("There is no survey 'none'");
		});
	});
});
