import fc from 'fast-check';
import { importCompany } from '../../../engine/directory';
import { unwrap } from '../../../engine/outcome';
import { explainRequest, getRequest } from '../../../engine/sla';
import { mirrorTickets } from '../../../engine/tickets';
import { openCompany, type Company } from '../../support/company';
import { onBothDatabases, type OpenCompany } from '../../support/harness';
import { thoroughly } from '../../support/thorough';

const instant = (time: string) => Date.parse(`2026-03-02T${time}:00Z`);

/** IT has laptops and phones, HR has contracts. */
async function withContracts(open: OpenCompany): Promise<Company> {
	const company = await openCompany(open, { startsAt: '2026-03-02T12:00Z' });
	await importCompany(company.engine, {
		services: [
			{ id: 'phone', name: 'Phone', departmentId: 'it' },
			{ id: 'contract', name: 'Contract', departmentId: 'hr' },
		],
	});
	return company;
}

/** What a ticket is after these notices, each heard by itself. */
async function hear({ engine }: Company, externalRef: string, notices: readonly object[]) {
	for (const notice of notices) {
		const ticket = { externalRef, title: 'Laptop', openedAt: instant('09:00'), ...notice };
		(await mirrorTickets(engine, [ticket])).map(unwrap);
	}
	const { title, serviceId, status, departmentId, hops, clocks } = await explainRequest(engine, externalRef);
	const { description, externalUrl } = await getRequest(engine, externalRef);
	return {
		title,
		description,
		externalUrl,
		serviceId,
		status,
		departmentId,
		hops: hops.filter(({ from, to }) => from !== to),
		clocks: clocks.map(({ clockId: _id, ...clock }) => clock),
	};
}

onBothDatabases('notices of a ticket, the newest heard first', (open) => {
	it('leave it from its opening on with the department of the service that the oldest names', async () => {
		const company = await withContracts(open);
		const notices = [
			{ sourceRef: '1', at: instant('09:30'), service: 'contract' },
			{ sourceRef: '2', at: instant('10:30'), service: 'laptop' },
		];
		const inOrder = await hear(company, 'in-order', notices);
		expect(inOrder).toMatchObject({ serviceId: 'laptop', hops: [{ departmentId: 'hr' }] });
		expect(await hear(company, 'newest-first', notices.toReversed())).toEqual(inOrder);
	});

	it('of the very instant of the opening file it as the later of their names says', async () => {
		const company = await withContracts(open);
		const notices = [
			{ sourceRef: 'j-1', at: instant('09:00'), title: 'A', service: 'laptop' },
			{ sourceRef: 'j-2', at: instant('09:00'), title: 'B', service: 'phone' },
		];
		const inOrder = await hear(company, 'in-order', notices);
		expect(inOrder).toMatchObject({ serviceId: 'phone', title: 'B' });
		expect(await hear(company, 'newest-first', notices.toReversed())).toEqual(inOrder);
	});

	it('or in any order, are the same ticket', async () => {
		const company = await withContracts(open);
		const notice = fc.record(
			{
				half: fc.integer({ min: 0, max: 4 }),
				title: fc.constantFrom('A', 'B', 'C'),
				description: fc.constantFrom('From Lyon.', 'From Paris.'),
				externalUrl: fc.constantFrom('https://desk.example/1', 'https://desk.example/2'),
				service: fc.constantFrom('laptop', 'phone', 'contract'),
				department: fc.constantFrom('it', 'hr'),
				state: fc.constantFrom('open', 'waiting', 'solved'),
			},
			{ requiredKeys: ['half', 'title', 'service'] },
		);
		let run = 0;
		await fc.assert(
			fc.asyncProperty(
				fc.array(notice, { minLength: 2, maxLength: 5 }),
				fc.infiniteStream(fc.nat()),
				async (said, order) => {
					run++;
					const inOrder = said
						.toSorted((a, b) => a.half - b.half)
						.map(({ half, ...more }, index) => ({
							...more,
							at: instant('09:00') + half * 1_800_000,
							sourceRef: `journal-${index + 8}`,
						}));
					const shuffled = inOrder
						.map((one) => ({ one, key: order.next().value }))
						.sort((a, b) => a.key - b.key)
						.map(({ one }) => one);
					expect(await hear(company, `shuffled-${run}`, shuffled)).toEqual(
						await hear(company, `told-${run}`, inOrder),
					);
				},
			),
			{ numRuns: thoroughly(6, 150) },
		);
	}, 120_000);
});
