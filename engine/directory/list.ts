import type { Engine } from '../engine';
import { oneOf } from './references';
import { findCalendars, queryCalendars } from './calendar-repository';
import { findDepartments, queryDepartments } from './department-repository';
import { findMembers, queryMembers } from './member-repository';
import { findServices, queryServices } from './service-repository';
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
export const getCalendar = (engine: Engine, id: string): Promise<CalendarRecord> =>
	oneOf(engine, 'calendar', 'calendarId', id, findCalendars);

export const getDepartment = (engine: Engine, id: string): Promise<Department> =>
	oneOf(engine, 'department', 'departmentId', id, findDepartments);

export const getMember = (engine: Engine, id: string): Promise<Member> =>
	oneOf(engine, 'member', 'memberId', id, findMembers);

export const getService = (engine: Engine, id: string): Promise<Service> =>
	oneOf(engine, 'service', 'serviceId', id, findServices);
