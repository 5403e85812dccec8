import { onBothDatabases } from '../support/harness';
import { companyOn, first, OPEN } from './request-company';

onBothDatabases('ICRM Request, what was asked and where its ticket is', (openDatabase) => {
	it('keeps what was asked and where the ticket is, and takes corrections of both', async () => {
		const { run } = await companyOn(openDatabase);
		const details = {
			description: 'She starts in April.\nFrom Lyon.',
			externalUrl: 'https://desk.example/7',
		};
		const { externalUrl: url, ...asked } = details;
		expect(first(await run(OPEN, [{ ref: 'T-1', ...asked, url }]))).toMatchObject(details);
		expect(first(await run({ operation: 'get', request: 'T-1' }))).toMatchObject(details);
		const corrections = { description: 'She starts in May.', externalUrl: 'https://desk.example/8' };
		const corrected = first(await run({ operation: 'correct', request: 'T-1', corrections }));
		expect(corrected).toMatchObject({ changed: true, externalUrl: corrections.externalUrl });
		expect(corrected).not.toHaveProperty('description');
		expect(first(await run({ operation: 'get', request: 'T-1' }))).toMatchObject(corrections);
	});

	it.each([
		[
			{ url: 'javascript:alert(1)' },
			`The request's 'Ticket URL' ("javascript:alert(1)") is not a web address`,
			/^Copy it from the address bar/,
		],
		[
			{ description: 'x'.repeat(10_001) },
			expect.stringMatching(/'Description' \("x+…\) is longer than 10,000 characters$/),
			/^Shorten it\./,
		],
	])('refuses %o', async (item, message, details) => {
		const { run } = await companyOn(openDatabase);
		const { outputs } = await run(OPEN, [{ ref: 'A' }, { ref: 'B', ...item }], 'continueErrorOutput');
		expect(outputs[0]?.map(({ json }) => json.externalRef)).toEqual(['A']);
		expect(outputs[1]?.map(({ json }) => [json.error, json.details])).toEqual([
			[message, expect.stringMatching(details)],
		]);
	});

	it('takes both from a mirrored ticket, and warns of an address that is none', async () => {
		const { run } = await companyOn(openDatabase);
		const ticket = { externalRef: 'desk-1', title: 'Laptop', service: 'laptop', description: 'From Lyon.' };
		const tell = async (externalUrl: string) =>
			first(
				await run({ operation: 'mirror', notice: '={{ $json }}' }, [
					{ ...ticket, requester: 'rosa', externalUrl },
				]),
			);
		expect(await tell('desk/1')).toMatchObject({
			externalUrl: null,
			warnings: [expect.stringContaining('is not a web address')],
		});
		expect(await tell('https://desk.example/1')).toMatchObject({
			externalUrl: 'https://desk.example/1',
			facts: ['corrected'],
			warnings: [],
		});
		expect(first(await run({ operation: 'get', request: 'desk-1' })).description).toBe('From Lyon.');
	});
});
