import type { IDataObject } from 'n8n-workflow';
import { getResults, type Engine, type ResultQuery } from '../../engine';
import { locatorField, readLocator, requireLocator } from '../shared/fields/locators';
import { defineOperation } from '../shared/run/operation';
import { oneByOne } from '../shared/run/output';

export const getResultOperation = defineOperation<ResultQuery>({
	value: 'get',
	name: 'Get',
	action: 'Get result',
	description: 'Read the scores of a survey: one item for the whole, then one for each department and pair',
	fields: [
		locatorField('survey', { required: true }),
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add filter',
			default: {},
			options: [
				locatorField('department', {
					name: 'customerDepartment',
					displayName: 'Customer Department',
					description: 'Only what the people of this department answered',
				}),
				locatorField('department', {
					displayName: 'Department Rated',
					description: 'Only answers about this department',
				}),
			],
		},
	],

	read(context, itemIndex) {
		const departmentId = readLocator(context, 'filters.department', itemIndex);
		const customerDepartmentId = readLocator(context, 'filters.customerDepartment', itemIndex);
		return {
			surveyId: requireLocator(context, 'survey', itemIndex, 'Survey'),
			...(departmentId === undefined ? {} : { departmentId }),
			...(customerDepartmentId === undefined ? {} : { customerDepartmentId }),
		};
	},

	run: (engine, inputs) => oneByOne(inputs, (query) => cells(engine, query)),
});

async function cells(engine: Engine, query: ResultQuery): Promise<IDataObject[]> {
	const { cells: found, comments, method, ...survey } = await getResults(engine, query);
	// In the order of a table: whose, what, and at the end what is the same in each row.
	return found.map(
		(
			{
				scope,
				departmentId,
				departmentName,
				customerDepartmentId,
				customerDepartmentName,
				withheld,
				...score
			},
			index,
		) => ({
			scope,
			departmentId: departmentId ?? null,
			departmentName: departmentName ?? null,
			customerDepartmentId: customerDepartmentId ?? null,
			customerDepartmentName: customerDepartmentName ?? null,
			withheld,
			...numbersOf(score),
			...survey,
			method,
			// Of the whole; a comment does not say which department it is from.
			...(index === 0 ? { comments: [...comments] } : {}),
		}),
	);
}

/** A table wants its columns also where there is no answer yet. */
const numbersOf = (score: object): IDataObject =>
	Object.fromEntries(
		Object.entries(score)
			.filter(([name]) => name !== 'method' && name !== 'scale')
			.map(([name, value]) => [name, (value as number | undefined) ?? null]),
	);
