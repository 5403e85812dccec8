import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import {
	listAgreements,
	listCalendars,
	listDepartments,
	listMembers,
	listPolicies,
	listRequests,
	listServices,
	listSurveys,
	type Engine,
} from '../../../engine';
import { nodeError } from '../run/errors';
import { engineOf } from '../run/store';

/** A record as the list shows it: its name, and in brackets what people know it by, the id unless `ref` says else. */
export interface Listed {
	readonly id: string;
	readonly name: string;
	readonly ref?: string;
}

export interface ListPage {
	readonly text?: string;
	readonly limit: number;
	readonly offset: number;
}

/** One page of the records whose name or id contains `text`. */
export type ListRecords = (engine: Engine, page: ListPage) => Promise<readonly Listed[]>;

/** How a search looks to n8n: `methods.listSearch` of a node. */
export type ListSearch = (
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
) => Promise<INodeListSearchResult>;

const PAGE = 100;

/** A list of the engine as a search of the editor. The token n8n hands back is the offset of the next page. */
export const searching = (list: ListRecords): ListSearch =>
	async function search(filter, paginationToken) {
		try {
			const offset = Number(paginationToken ?? 0);
			const text = filter?.trim();
			const page = { ...(text ? { text } : {}), limit: PAGE, offset };
			const records = await list(await engineOf(this), page);
			return {
				results: records.map(({ id, name, ref = id }) => ({
					name: name === ref ? name : `${name} (${ref})`,
					value: id,
				})),
				...(records.length === PAGE ? { paginationToken: String(offset + PAGE) } : {}),
			};
		} catch (error) {
			throw nodeError(this.getNode(), error);
		}
	};

/** For a list that knows no offset: short ones, where reading the beginning again costs nothing. */
const fromStart =
	(list: (engine: Engine, wanted: Omit<ListPage, 'offset'>) => Promise<readonly Listed[]>): ListRecords =>
	async (engine, { limit, offset, ...wanted }) =>
		(await list(engine, { ...wanted, limit: offset + limit })).slice(offset);

const requests: ListRecords = async (engine, page) =>
	(await listRequests(engine, page)).map(({ requestId, title, externalRef }) => ({
		id: requestId,
		name: String(title),
		...(typeof externalRef === 'string' ? { ref: externalRef } : {}),
	}));

/**
 * `methods.listSearch` of every node, under the names that `locatorField` asks for. Each node has them all: a missing
 * one would only show as a list that stays empty.
 */
export const listSearch = {
	searchDepartments: searching(listDepartments),
	searchMembers: searching((engine, page) => listMembers(engine, { ...page, activeOnly: true })),
	searchServices: searching(listServices),
	searchCalendars: searching(listCalendars),
	searchAgreements: searching(fromStart(listAgreements)),
	searchPolicies: searching(fromStart(listPolicies)),
	searchSurveys: searching(fromStart(listSurveys)),
	searchRequests: searching(requests),
} satisfies Record<string, ListSearch>;
