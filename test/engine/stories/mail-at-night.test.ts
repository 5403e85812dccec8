import { saveCalendars, saveDepartments, saveMembers } from '../../../engine/directory';
import { briefingOf, onEveryChannel, reminderOf } from '../../../engine/escalation';
import { unwrap } from '../../../engine/outcome';
import { onBothDatabases } from '../../support/harness';
import { listen, openCompany, type Company } from '../../support/company';
import { claimDeliveries } from '../../../engine/timeline';

const notified = ({ arrived }: Company) =>
	arrived.flatMap(({ event }) => (event.type === 'escalation.notify' ? [event.data] : []));

const mailOf = async ({ engine }: Company, data: ReturnType<typeof notified>[number]) => {
	const briefing = await briefingOf(engine, data);
	const reply = {
		acknowledgeUrl: 'https://x.example',
		now: engine.now(),
		timezone: briefing.timezone ?? 'UTC',
	};
	return onEveryChannel((channel) => channel.compose(data, { ...reply, briefing })).mail as { text: string };
};

onBothDatabases('the mail at night', (open) => {
	it('says who was notified before, and who is next if nobody reacts, and when', async () => {
		const company = await openCompany(open);
		await company.ask();
		await company.at('2026-03-02T11:01Z');
		const [tom] = notified(company);
		expect((await mailOf(company, tom as never)).text).toContain(
			'Next: Hanna, if nobody reacts by Monday, 2 March 2026 at 11:30 (UTC)',
		);
		await company.at('2026-03-02T12:31Z');
		const carla = notified(company).at(-1);
		const { text } = await mailOf(company, carla as never);
		expect(text).toContain(
			'Notified before: Tom, Monday, 2 March 2026 at 11:00 (UTC); Hanna, Monday, 2 March 2026 at 11:30 (UTC)',
		);
		expect(text).not.toContain('Next:');
	});

	it("is in the reader's own time zone", async () => {
		const company = await openCompany(open);
		const { engine } = company;
		const week = { mon: [['09:00', '17:00']] };
		const spec = { timezone: 'Asia/Shanghai', weekly: week };
		unwrap((await saveCalendars(engine, [{ id: 'china', name: 'China', spec }]))[0]);
		unwrap((await saveDepartments(engine, [{ id: 'hr', calendarId: 'china' }]))[0]);
		await company.ask({ assignee: 'rosa' });
		await company.at('2026-03-02T11:01Z');
		expect((await mailOf(company, notified(company)[0] as never)).text).toContain(
			'2026年3月2日 19:00（Asia/Shanghai）',
		);
	});
});

onBothDatabases('the reminder before a breach', (open) => {
	async function warned(company: Company) {
		await listen(company, 'warnings', ['clock.warning']);
		await company.at('2026-03-02T10:31Z');
		const [delivery] = await claimDeliveries(company.engine, 'warnings', 1, 60_000);
		if (delivery?.event.type !== 'clock.warning') throw new Error('no warning');
		return await reminderOf(company.engine, delivery.event.data, 'Europe/Berlin');
	}

	it('goes to whoever has the request, in their language', async () => {
		const company = await openCompany(open);
		await company.ask({ assignee: 'rosa' });
		const reminder = await warned(company);
		expect(reminder).toMatchObject({ memberEmail: 'rosa@acme.example', memberLocale: 'zh-CN' });
		expect(reminder.mail?.subject).toContain('【即将到期】');
		// Her department has no calendar.
		expect(reminder.mail?.text).toContain('12:00（Europe/Berlin）');
	});

	it('goes to the head of the department where nobody has it (N2)', async () => {
		const company = await openCompany(open);
		await company.ask({ assignee: undefined });
		const reminder = await warned(company);
		expect(reminder.memberEmail).toBe('hanna@acme.example');
		expect(reminder.mail?.text).toContain('75 % of the time is used');
		expect(reminder.mail?.text).toContain('Due: Monday, 2 March 2026 at 11:00 (UTC)');
	});

	it('goes to nobody where nobody is found', async () => {
		const company = await openCompany(open);
		unwrap((await saveDepartments(company.engine, [{ id: 'it', headId: null }]))[0]);
		unwrap((await saveMembers(company.engine, [{ id: 'hanna', active: false }]))[0]);
		await company.ask({ assignee: undefined });
		expect(await warned(company)).toMatchObject({ memberEmail: null, mail: null });
	});
});
