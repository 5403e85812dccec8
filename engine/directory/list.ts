import type { Engine } from '../engine';
import { IcrmError } from '../errors';
import {
	findCalendars,
	findDepartments,
	findMembers,
	findServices,
	queryCalendars,
	queryDepartments,
	queryMembers,
	queryServices,
} from './repository';
import type {
	CalendarRecord,
	Department,
	Listing,
	Member,
	MemberListing,
	Service,
	ServiceListing,
} from './types';

/** Calendars by name; like its neighbours, a page at a time. */
export const listCalendars = (engine: Engine, wanted: Listing): Promise<CalendarRecord[]> =>
	engine.store.read((db) => queryCalendars(db, wanted));

export const listDepartments = (engine: Engine, wanted: Listing): Promise<Department[]> =>
	engine.store.read((db) => queryDepartments(db, wanted));

/** @example await listMembers(engine, { text: 'ann', departmentId: 'it', activeOnly: true, limit: 50 }) */
export const listMembers = (engine: Engine, wanted: MemberListing): Promise<Member[]> =>
	engine.store.read((db) => queryMembers(db, wanted));

export const listServices = (engine: Engine, wanted: ServiceListing): Promise<Service[]> =>
	engine.store.read((db) => queryServices(db, wanted));

/** @throws IcrmError `notFound`; so do its neighbours */
export const getCalendar = async (engine: Engine, id: string): Promise<CalendarRecord> =>
	one('calendar', id, await engine.store.read((db) => findCalendars(db, [id])));

export const getDepartment = async (engine: Engine, id: string): Promise<Department> =>
	one('department', id, await engine.store.read((db) => findDepartments(db, [id])));

export const getMember = async (engine: Engine, id: string): Promise<Member> =>
	one('member', id, await engine.store.read((db) => findMembers(db, [id])));

export const getService = async (engine: Engine, id: string): Promise<Service> =>
	one('service', id, await engine.store.read((db) => findServices(db, [id])));

function one<T>(noun: string, id: string, found: ReadonlyMap<string, T>): T {
	const record = found.get(id);
	if (record) return record;
	throw new IcrmError('notFound', `There is no ${noun} '${id}'`, {
		field: `${noun}Id`,
		value: id,
		hint: `Choose one from the list, or add the ${noun} first.`,
	});
}
